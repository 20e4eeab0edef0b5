import { describe, expect, it } from 'vitest';
import { proposeSerialDate } from './excel-serial.ts';

const day = (text: string, system: 1900 | 1904 = 1900) => {
  const answer = proposeSerialDate(text, system);
  return 'proposal' in answer ? answer.proposal : answer.code;
};

describe('the number of a day in a spreadsheet', () => {
  it.each([
    ['1', '1900-01-01'],
    ['59', '1900-02-28'],
    ['61', '1900-03-01'],
    ['36526', '2000-01-01'],
    ['45839.0', '2025-07-01'],
    ['2958465', '9999-12-31'],
  ])('%s is proposed as %s', (text, date) => {
    expect(day(text)).toBe(date);
  });

  it('is counted from another day in old files', () => {
    expect([day('0', 1904), day('35064', 1904), day('2957003', 1904)]).toEqual(['1904-01-01', '2000-01-01', '9999-12-31']);
  });

  it.each(['0', '60', '2958466', '-1', '36526.5', '', '1e5', '01/01/2000'])('is not %s', (text) => {
    expect(day(text)).toBe('date-serial-unreadable');
  });

  it('is never more than a proposal', () => {
    expect(proposeSerialDate('36526', 1900)).toMatchObject({ finding: { severity: 'needs-reference' } });
  });
});
