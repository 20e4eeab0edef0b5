import { readSerial, type SerialSystem } from '@lienthong/core';
import type { Finding } from '../finding.ts';

export interface DateProposal {
  /** `YYYY-MM-DD`. A proposal: the same digits can be a number of anything else. */
  readonly proposal: string;
  readonly finding: Finding;
}

const proposed: Finding = {
  code: 'date-serial-proposed',
  severity: 'needs-reference',
  message: 'can be the number that a spreadsheet keeps for a day: compare some rows with the paper before the column is read so',
};

const noSerial: Finding = {
  code: 'date-serial-unreadable',
  severity: 'error',
  message: 'is no number that a spreadsheet keeps for a day',
};

/** The day that a spreadsheet shows for a number. */
export function proposeSerialDate(text: string, system: SerialSystem): DateProposal | Finding {
  const proposal = readSerial(text, system);
  return proposal === undefined ? noSerial : { proposal, finding: proposed };
}
