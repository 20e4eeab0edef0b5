import type { Finding } from '../finding.ts';
import { decimalTail, leadingZeroLost, lettersForDigits } from './findings.ts';
import { isDigits } from './text.ts';

/** One way in which values get broken on their way. What it makes of a value is a proposal and is checked again. */
export interface Repair {
  readonly finding: Finding;
  /** The same text when there is nothing to repair. */
  apply(text: string): string;
}

// The zeros of the scripts met in the region and in spreadsheets; the nine digits after a zero follow it.
const zeros = [0x660, 0x6f0, 0x966, 0x9e6, 0xe50, 0xed0, 0x1040, 0x17e0];

/** Digits of other scripts and full-width characters as ASCII. */
export function asciiCharacters(text: string): string {
  return text.replace(/[^\0-\u024F]/gu, (character) => {
    const code = character.codePointAt(0) ?? 0;
    if (code >= 0xff01 && code <= 0xff5e) return String.fromCharCode(code - 0xfee0);
    if (code >= 0x1d7ce && code <= 0x1d7ff) return String((code - 0x1d7ce) % 10);
    const zero = zeros.find((first) => code >= first && code < first + 10);
    return zero === undefined ? character : String(code - zero);
  });
}

export const digitsForLetters: Repair = {
  finding: lettersForDigits,
  apply: (text) => (/^[\dOoIlL]*\d[\dOoIlL]*$/.test(text) ? mendDigits(text) : text),
};

/** O read as zero, I and l as one: only where the rule wants digits. */
export function mendDigits(text: string): string {
  return text.replace(/[Oo]/g, '0').replace(/[IlL]/g, '1');
}

export const withoutDecimalTail: Repair = {
  finding: decimalTail,
  apply: (text) => (/^\d+[.,]0+$/.test(text) ? text.replace(/[.,].*$/, '') : text),
};

/** Zeros in front up to a length, where at most some were lost and the result is plausible. */
export function zerosInFront(length: number, most: number, plausible: (padded: string) => boolean = () => true): Repair {
  return {
    finding: leadingZeroLost,
    apply(text) {
      if (text.length >= length || text.length < length - most || !isDigits(text, text.length)) return text;
      const padded = text.padStart(length, '0');
      return plausible(padded) ? padded : text;
    },
  };
}
