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

const millisecondsPerDay = 86_400_000;

/**
 * The day that a spreadsheet shows for a number. `1900` is what Excel counts from on Windows, with the 29th of February 1900
 * that never was; `1904` is what old files of the Macintosh count from.
 */
export function proposeSerialDate(text: string, system: '1900' | '1904'): DateProposal | Finding {
  if (!/^\d{1,7}(?:\.0+)?$/.test(text)) return noSerial;
  const serial = Number(text);
  const last = system === '1900' ? 2_958_465 : 2_957_003;
  if (serial > last || (system === '1900' && (serial === 0 || serial === 60))) return noSerial;
  const shift = system === '1904' ? 0 : serial < 60 ? 1 : 0;
  const zero = system === '1904' ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, 30);
  // Date only counts here: no clock and no zone take part.
  const proposal = new Date(zero + (serial + shift) * millisecondsPerDay).toISOString().slice(0, 10);
  return { proposal, finding: proposed };
}
