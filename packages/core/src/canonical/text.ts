import { type Failure, failure, type Reading } from './failure.ts';

// Everything below U+0300 and the precomposed Vietnamese block is in NFC as it stands; no control characters.
const plain = /^[\u0020-\u02ff\u1e00-\u1eff]*$/;
const loneSurrogate = /\p{Surrogate}/u;
const escaped = /["\\\u0000-\u001f]/;

const notText = failure('type-mismatch', 'is not text');
const nul = failure('text-invalid', 'holds the character U+0000');
const surrogate = failure('text-invalid', 'holds an unpaired surrogate');

/** Text in NFC; U+0000 and unpaired surrogates have no place in it. */
export function readText(raw: unknown): Reading {
  if (typeof raw !== 'string') return notText;
  if (plain.test(raw)) return raw;
  return cleanText(raw);
}

function cleanText(raw: string): string | Failure {
  if (raw.includes('\u0000')) return nul;
  if (loneSurrogate.test(raw)) return surrogate;
  return raw.normalize('NFC');
}

/** JSON string of well-formed text, escaped as RFC 8785 says (which is what JSON.stringify does). */
export function quote(text: string): string {
  return escaped.test(text) ? JSON.stringify(text) : `"${text}"`;
}

/** Number of Unicode code points. */
export function codePoints(text: string): number {
  let count = text.length;
  for (let index = 0; index < text.length - 1; index++) {
    const unit = text.charCodeAt(index);
    if (unit >= 0xd800 && unit <= 0xdbff) {
      count--;
      index++;
    }
  }
  return count;
}
