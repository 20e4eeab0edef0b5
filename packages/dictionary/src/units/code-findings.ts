import { finding } from '../finding.ts';

// What connector, platform and profile say of a code in the same words.

export const unitCodeForm = finding(
  'error',
  'unit-code-form',
  'Not of the form of such a code, which is two digits of a province, three of a district, five of a commune.',
);
export const unitCodeZeroLost = finding(
  'error',
  'unit-code-zero-lost',
  'Too short by its leading zeros, as after a numeric column: read the column as text, and put the zeros back.',
);
export const unitListMissing = finding(
  'needs-reference',
  'unit-list-missing',
  'The form is right. Only the list of these units tells whether the code exists, and in which version: load it.',
);
export const unitCodeEnded = finding(
  'warning',
  'unit-code-ended',
  'The unit is in older versions of the list only: say which version the source uses, and translate the code with its act.',
);
