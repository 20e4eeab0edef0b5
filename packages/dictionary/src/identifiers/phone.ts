import { finding } from '../finding.ts';
import { define, type Judgement, judgement } from './define.ts';
import { areDigitBytes, lookTyped, numberAt } from './digit-bytes.ts';
import { placeholder } from './findings.ts';
import { withoutSeparators } from './formatting.ts';
import { keepLast } from './hide.ts';
import { mobileSince, newAreaCode, newMobilePrefix, provinceOfArea, trunkZeroInFront } from './phone-numbers.ts';
import { randomDigits } from './random.ts';
import { digitsForLetters, withoutDecimalTail } from './repairs.ts';
import { areDigits, digitsAt, looksTyped } from './text.ts';

export type PhoneParts = {
  readonly kind: 'mobile' | 'landline' | 'service';
  /** With +84, as abroad and in messages; a service number is reached within the country only. */
  readonly international: string | undefined;
  /** The province of the area code, by its name of 2017. */
  readonly province: string | undefined;
};

const wrongForm = finding(
  'error',
  'phone-form',
  'A Vietnamese number has ten digits when mobile and eleven when landline, each with 0 in front.',
);
const foreign = finding(
  'error',
  'phone-foreign',
  'A number of another country: keep it in a field for foreign numbers, in its international form.',
);
const several = finding('error', 'phone-several', 'More than one number in one field: give each a field, or a record, of its own.');
const unknownPrefix = finding(
  'warning',
  'phone-prefix',
  'The form of a mobile number, but under a prefix not known to be given to a network.',
);
const notYet = finding(
  'error',
  'phone-prefix-before-its-day',
  'On the day of the check no mobile number began so: it is probably a landline number with the area code from before 2017.',
);
const unknownArea = finding('error', 'phone-area-code', 'The form of a landline number, but under no known area code.');
const needsNetwork = finding(
  'needs-reference',
  'phone-network',
  'Only the network tells whether the number is in service, and whose it is.',
);

const plainJudgement = judgement([needsNetwork]);
const unknownPrefixJudgement = judgement([unknownPrefix, needsNetwork]);
const typedJudgement = judgement([placeholder, needsNetwork]);
const notYetJudgement = judgement([notYet]);
const unknownAreaJudgement = judgement([unknownArea]);

function judge(text: string, at: string | undefined): Judgement | undefined {
  if (text.length < 8 || text.length > 11 || !areDigits(text, 0, text.length)) return undefined;
  if (text.charCodeAt(0) !== 48) return isService(text) ? plainJudgement : undefined;
  if (text.length === 11 && text.charCodeAt(1) === 50) return areaOf(text) === undefined ? unknownAreaJudgement : plainJudgement;
  return text.length === 10 && '35789'.includes(text.charAt(1)) ? judgeMobile(text, at) : undefined;
}

function judgeMobile(text: string, at: string | undefined): Judgement | undefined {
  const since = mobileSince.get(digitsAt(text, 0, 3));
  // Under no prefix of a network, ten digits can be a landline of before 2017: then they are proposed as one.
  if (since === undefined) return newAreaCode.apply(text) === text ? unknownPrefixJudgement : undefined;
  if (at !== undefined && at < since) return notYetJudgement;
  return looksTyped(text, 1) ? typedJudgement : plainJudgement;
}

export const phone = define<PhoneParts>({
  name: 'phone',
  title: { vi: 'Số điện thoại', en: 'Telephone number' },
  maskKeeps: 'the last three digits',
  synthetic: 'By its prefix 050, which no network has: it reaches nobody and gets the warning of an unknown prefix.',
  judge,
  plainTest: (at) => ({
    findings: plainJudgement.findings,
    dividedDigits: true,
    // Mobile numbers alone, which nearly all are.
    holds(bytes, start, end) {
      if (end - start !== 10 || !areDigitBytes(bytes, start, end) || bytes.getUint8(start) !== 48) return false;
      const since = mobileSince.get(numberAt(bytes, start, start + 3));
      return since !== undefined && (at === undefined || at >= since) && !lookTyped(bytes, start + 1, end);
    },
  }),
  plain(text) {
    const digits = withoutSeparators(text);
    // The +84 of the country, the 0084 that is dialled for it, or 84 alone, which no national number begins with; a 0 behind it is a slip.
    return digits.replace(/^(?:\+84|0084)0?(?=\d{9,10}$)|^84(?=\d{9,10}$)/, '0');
  },
  repairs: [digitsForLetters, withoutDecimalTail, trunkZeroInFront, newMobilePrefix, newAreaCode],
  wrongForm(text) {
    if (/\d[\d .-]{6,}\d\s*[;,/]+\s*[+(]?\d[\d .-]{6,}\d/.test(text)) return several;
    return /^\s*(?:\+|00)(?!\s*84)/.test(text) ? foreign : wrongForm;
  },
  take(normal) {
    if (normal.charAt(0) !== '0') return { kind: 'service', international: undefined, province: undefined };
    const international = `+84${normal.slice(1)}`;
    return normal.length === 10
      ? { kind: 'mobile', international, province: undefined }
      : { kind: 'landline', international, province: provinceOfArea.get(areaOf(normal) ?? 0) };
  },
  hide: keepLast(3),
  generate: (random) => `050${randomDigits(random, 7)}`,
});

/** Free and paid lines of organisations: 1800 and 1900. */
function isService(text: string): boolean {
  const prefix = digitsAt(text, 0, 4);
  return text.length <= 10 && (prefix === 1800 || prefix === 1900);
}

/** Hà Nội and Hồ Chí Minh have two digits; behind them 0 and 1 begin no subscriber's number, but old codes such as 240 and 281. */
function areaOf(text: string): number | undefined {
  const two = digitsAt(text, 1, 3);
  if (provinceOfArea.has(two)) return digitsAt(text, 3, 4) >= 2 ? two : undefined;
  const three = digitsAt(text, 1, 4);
  return provinceOfArea.has(three) ? three : undefined;
}
