import { finding } from '../finding.ts';

export const empty = finding('error', 'identifier-empty', 'Nothing but blanks or separators: a value that is not known is left out.');

export const tooLong = finding('error', 'identifier-too-long', 'Longer than any identifier: probably several values or a note.');

export const formatting = finding(
  'warning',
  'identifier-formatting',
  'Written with blanks, separators, small letters or a prefix that carry no meaning: the normal form is without.',
);

export const unusualCharacters = finding(
  'error',
  'identifier-unusual-digits',
  'Digits or letters of another script or width stand where plain ones belong. Mend them at the source.',
);

export const lettersForDigits = finding(
  'error',
  'identifier-letters-for-digits',
  'Letters stand where digits belong, such as O for zero or l for one. Compare with the paper before the proposal is taken.',
);

export const leadingZeroLost = finding(
  'error',
  'identifier-leading-zero-lost',
  'Shorter than the rule by its leading zeros, as after a numeric column. Read the column as text; the proposal puts zeros in front.',
);

export const decimalTail = finding(
  'error',
  'identifier-decimal-tail',
  'Ends in a decimal point and zeros, as after a floating-point column: leading zeros may be lost, too. Read the column as text.',
);

export const exponent = finding(
  'error',
  'identifier-exponent',
  'Written as a floating-point number with an exponent: digits are lost for good. Read the column again, as text.',
);

export const placeholder = finding(
  'warning',
  'identifier-placeholder',
  'One digit repeated, or digits that count up: it fits the form, but looks like a value typed to fill a field.',
);

export const personalIdInstead = finding(
  'warning',
  'identifier-personal-id-instead',
  'Twelve digits: the personal identification number used as this code, which holds only from its day of effect on.',
);
