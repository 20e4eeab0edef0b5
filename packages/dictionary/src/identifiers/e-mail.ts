import { finding } from '../finding.ts';
import { define, judgement } from './define.ts';
import { trimmed } from './formatting.ts';
import { randomDigits } from './random.ts';

export type EMailParts = { readonly domain: string };

const wrongForm = finding('error', 'e-mail-form', 'An e-mail address has a local part, one @ and a domain of at least two labels.');
const several = finding('error', 'e-mail-several', 'More than one address in one field: give each a field, or a record, of its own.');
const accents = finding(
  'error',
  'e-mail-accents',
  'Letters with accents or of another script: most mail servers take no such local part, and a domain of that kind is written in its ASCII form.',
);
const slips = finding(
  'error',
  'e-mail-slips',
  'A comma for a dot, a blank beside @ or dot, or a mark behind: typing slips. The proposal is without.',
);
const suspectDomain = finding('warning', 'e-mail-domain', 'The domain looks like a slip in the name of a large mail provider.');
const needsServer = finding(
  'needs-reference',
  'e-mail-server',
  'Only a message that is answered tells whether the address exists, and whose it is.',
);

const atom = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+";
const label = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';
const normalForm = new RegExp(`^(?=[^@]{1,64}@)${atom}(?:\\.${atom})*@(?:${label}\\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{1,59})$`);
const suspects = new Set(
  'gamil.com gmai.com gmail.cm gmail.co gmail.con gmail.vn gmal.com gmial.com gnail.com hotmai.com hotmail.con yaho.com yahoo.con yahooo.com'.split(
    ' ',
  ),
);
const judged = judgement([needsServer]);
const suspectJudgement = judgement([suspectDomain, needsServer]);

export const eMail = define<EMailParts>({
  name: 'e-mail',
  title: { vi: 'Thư điện tử', en: 'E-mail address' },
  maskKeeps: 'the last label of the domain: a domain can name a person or a small office',
  synthetic: 'Clearly: its domain is example.com, which is kept free for this.',
  judge(text) {
    if (text.length > 254 || !normalForm.test(text)) return undefined;
    return suspects.has(text.slice(text.lastIndexOf('@') + 1)) ? suspectJudgement : judged;
  },
  plain(text) {
    const inner = trimmed(text)
      .replace(/^<(.*)>$/, '$1')
      .replace(/^mailto:/i, '');
    const at = inner.lastIndexOf('@');
    // Of the local part only its own server knows whether small and capital letters differ.
    return inner.slice(0, at + 1) + inner.slice(at + 1).replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  },
  repairs: [{ finding: slips, apply: (text) => (text.split('@').length === 2 ? withoutSlips(text) : text) }],
  wrongForm(text) {
    if (text.split('@').length > 2 && /[;,\s/]/.test(trimmed(text))) return several;
    return /[^\0-\u007F]/.test(trimmed(text)) ? accents : wrongForm;
  },
  take: (normal) => ({ domain: normal.slice(normal.lastIndexOf('@') + 1) }),
  hide: (normal) => `***@***${normal.slice(normal.lastIndexOf('.'))}`,
  generate: (random) => `nguoi-${randomDigits(random, 8)}@example.com`,
});

/** A blank elsewhere can part a name from the address: it stays, and the form is wrong. */
function withoutSlips(text: string): string {
  return text
    .replace(/\s*([@.,])\s*/g, '$1')
    .replace(/[.,;:]+$/, '')
    .replace(/[.,]+/g, '.');
}
