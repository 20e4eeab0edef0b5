import type { Table } from './table.ts';

/** The groups of the insured, in the first two letters of a health card. The list is not complete: others get a warning. */
export const healthCardGroups = {
  certainty: 'own-knowledge',
  source: 'Decision 1351/QD-BHXH (2015) and its amendments, by public copies',
  effectiveFrom: '2015-11-16',
  entries:
    'DN HX CH NN TK HC XK HT TB NO CT XB TN CS QN CA CY XN MS CC CK CB KC HD TE BT HN DT DK XD TS TC TQ TA TY HG LS PV CN HS SV GB GD'.split(
      ' ',
    ),
} as const satisfies Table<readonly string[]>;
