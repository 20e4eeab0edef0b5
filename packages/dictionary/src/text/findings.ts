import type { Finding, Severity } from '../finding.ts';
import type { TextEncoding } from './encodings.ts';

function finding(code: string, severity: Severity, message: string): Finding {
  return Object.freeze({ code, severity, message });
}

/** One object for all values that have none: there are millions of them. */
export const noFindings: readonly Finding[] = Object.freeze([]);

export const textRecased: Finding = finding(
  'text-recased',
  'warning',
  'Small toned letters in capitals were made capitals: TCVN3 has toned letters in lower case only. Compare with the source if case matters.',
);

export const textCaseUnknown: Finding = finding(
  'text-case-unknown',
  'warning',
  'A word begins with a toned letter, whose capital TCVN3 does not have, while all other words begin with capitals. It was left as it is.',
);

export const textLost: Finding = finding(
  'text-lost',
  'error',
  'Characters were lost before the value was read; U+FFFD stands where they were. They must be entered again at the source.',
);

export const textMaybeLost: Finding = finding(
  'text-maybe-lost',
  'warning',
  'A question mark stands where a letter is expected: most likely characters were lost when the value was stored. Compare with the paper.',
);

export const textUnusual: Finding = finding(
  'text-unusual',
  'warning',
  'Some words are no Vietnamese syllables in the encoding of the column; no other encoding explains them better.',
);

export const textUnexplained: Finding = finding(
  'text-unexplained',
  'error',
  'No known encoding explains this value. It was left as it is: find out which program wrote it.',
);

export const textAmbiguous: Finding = finding(
  'text-ambiguous',
  'warning',
  'The value can be read in two ways, and its text cannot tell which. Where both are Vietnamese its column was followed, else it was left as it is.',
);

export const textLookalike: Finding = finding(
  'text-lookalike',
  'warning',
  'The letter eth stood for Đ, which looks alike, and was replaced by it.',
);

export const textNotInEncoding: Finding = finding(
  'text-not-in-encoding',
  'error',
  'The encoding has no such character; a question mark stands for it.',
);

export const textCaseLost: Finding = finding(
  'text-case-lost',
  'warning',
  'Toned capitals were written as small letters, the only ones that the encoding has.',
);

/** The value speaks another encoding than its column, and was left as it is. */
export function textOtherEncoding(encoding: TextEncoding): Finding {
  return finding(
    'text-other-encoding',
    'warning',
    `The value is ${encoding}, unlike its column, and was not converted. Convert such rows by themselves, or state the encoding for them.`,
  );
}
