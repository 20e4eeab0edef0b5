import { finding } from '../finding.ts';

/** What connector, platform and profile say of such a value in the same words. */
export const codeZeroLost = finding(
  'error',
  'code-zero-lost',
  'A digit whose code in the list has a zero in front: read the column as text, and put the zero back.',
);
