import { type Finding, finding } from '../finding.ts';
import type { TextEncoding } from './encodings.ts';

export const textRecased: Finding = finding(
  'warning',
  'text-recased',
  'Small toned letters in capitals were made capitals: TCVN3 has toned letters in lower case only. Compare with the source if case matters.',
);

export const textCaseUnknown: Finding = finding(
  'warning',
  'text-case-unknown',
  'A word begins with a toned letter, whose capital TCVN3 does not have, while all other words begin with capitals. It was left as it is.',
);

export const textLost: Finding = finding(
  'error',
  'text-lost',
  'Characters were lost before the value was read; U+FFFD stands where they were. They must be entered again at the source.',
);

export const textMaybeLost: Finding = finding(
  'warning',
  'text-maybe-lost',
  'A question mark stands where a letter is expected: most likely characters were lost when the value was stored. Compare with the paper.',
);

export const textUnusual: Finding = finding(
  'warning',
  'text-unusual',
  'Some words are no Vietnamese syllables in the encoding of the column; no other encoding explains them better.',
);

export const textUnexplained: Finding = finding(
  'error',
  'text-unexplained',
  'No known encoding explains this value. It was left as it is: find out which program wrote it.',
);

export const textAmbiguous: Finding = finding(
  'warning',
  'text-ambiguous',
  'The value can be read in two ways, and its text cannot tell which. Where both are Vietnamese its column was followed, else it was left as it is.',
);

export const textLookalike: Finding = finding(
  'warning',
  'text-lookalike',
  'The letter eth stood for Đ, which looks alike, and was replaced by it.',
);

export const textNotInEncoding: Finding = finding(
  'error',
  'text-not-in-encoding',
  'The encoding has no such character; a question mark stands for it.',
);

export const textCaseLost: Finding = finding(
  'warning',
  'text-case-lost',
  'Toned capitals were written as small letters, the only ones that the encoding has.',
);

/** The value speaks another encoding than its column, and was left as it is. */
export function textOtherEncoding(encoding: TextEncoding): Finding {
  return finding(
    'warning',
    'text-other-encoding',
    `The value is ${encoding}, unlike its column, and was not converted. Convert such rows by themselves, or state the encoding for them.`,
  );
}
