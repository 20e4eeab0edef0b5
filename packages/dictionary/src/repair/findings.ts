import { type Finding, finding } from '../finding.ts';

// A repair that a person asked for is no fault of the record: it is a warning, so that it is on record and colours nothing red.

export const textDecoded: Finding = finding(
  'warning',
  'text-decoded',
  'The value was written in a legacy encoding, and was converted to Unicode as the mapping says.',
);

export const codeFromName: Finding = finding(
  'warning',
  'code-from-name',
  'A name, a spelling or a code of another system was read as the code of the list, as the mapping says.',
);

export const identifierNormalised: Finding = finding(
  'warning',
  'identifier-normalised',
  'Formatting was dropped from the identifier, as the mapping says.',
);

export const identifierRepaired: Finding = finding(
  'warning',
  'identifier-repaired',
  'The identifier was replaced by what was probably meant, as the mapping says; another finding tells what was wrong.',
);
