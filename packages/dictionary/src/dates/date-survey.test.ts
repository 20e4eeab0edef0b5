import { compileDateReader } from '@lienthong/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { startDateSurvey } from './date-survey.ts';
import { datePlaceholders } from './placeholders.ts';

function survey(values: readonly (string | readonly [string, number])[]) {
  const running = startDateSurvey();
  for (const value of values)
    if (typeof value === 'string') running.add(value);
    else running.add(...value);
  return running.report();
}

const codes = (report: ReturnType<typeof survey>) => report.findings.map(({ code }) => code);

describe('the order of day and month', () => {
  it('is proposed when rows prove it, with the evidence counted', () => {
    const report = survey(['13/01/2000', '31/12/1999', '05/06/2001', '05/05/2001']);
    expect(report.order).toEqual({ dayFirst: 2, monthFirst: 0, either: 1 });
    expect(report.proposedPatterns).toEqual(['d/M/yyyy']);
    expect(report.findings).toEqual([]);
    expect(survey(['01-13-2000']).proposedPatterns).toEqual(['M-d-yyyy']);
  });

  it('is asked for when no row proves it', () => {
    const report = survey(['05/06/2001', ['07/08/2001', 40], '05/05/2001']);
    expect(report.proposedPatterns).toEqual([]);
    expect(codes(report)).toEqual(['date-order-unproven']);
    expect(report.findings[0]?.message).toContain('41 as both');
    expect(report.total).toBe(42);
  });

  it('is an error when rows prove both', () => {
    const report = survey(['13/01/2000', '01/13/2000', '05/06/2001']);
    expect(report.proposedPatterns).toEqual([]);
    expect(codes(report)).toEqual(['date-order-mixed']);
    expect(report.findings[0]?.message).toMatch(/^1 rows .* 1 only as month before day, 1 as both/);
  });

  it('is no question where the year stands first or the month has a name', () => {
    const report = survey(['2001-06-05', '20010605', 'ngày 5 tháng 6 năm 2001', '05062001', '1965']);
    expect(codes(report)).toEqual([]);
    expect(report.proposedPatterns).toEqual(['yyyy-MM-dd', 'yyyyMMdd', 'ddMMyyyy', "'ngày' d 'tháng' M 'năm' yyyy", 'yyyy']);
  });
});

describe('placeholders', () => {
  const births = (count: number) =>
    Array.from({ length: count }, (_, index) => `${13 + (index % 15)}/${1 + (index % 12)}/${1950 + (index % 60)}`);

  it('are counted and named without the value, in any form of date', () => {
    const report = survey([...births(200), '01/01/1753', '1753-01-01 00:00:00', '17530101', '31/12/9999', '00010101', '30/12/1899']);
    expect([...report.placeholders]).toEqual([
      ['sql-server-minimum', 3],
      ['maximum', 1],
      ['dotnet-minimum', 1],
      ['ole-zero', 1],
    ]);
    expect(report.firstOfJanuary).toBe(0);
    expect(codes(report)).toEqual(Array.from({ length: 4 }, () => 'date-placeholder'));
    for (const { message } of report.findings) for (const { day } of datePlaceholders) expect(message).not.toContain(day);
  });

  it('that are also birthdays are found by their share', () => {
    expect(codes(survey([...births(5000), '01/01/1900']))).toEqual([]);
    expect(codes(survey([...births(5000), ['01/01/1900', 10]]))).toEqual(['date-placeholder']);
    expect(codes(survey([...births(5000), ['01/01/1970', 10]]))).toEqual([]);
  });

  it('are also an excess of the first of January, beyond three in a hundred', () => {
    const firsts = Array.from({ length: 40 }, (_, index) => `01/01/${1930 + index}`);
    expect(survey([...births(960), ...firsts]).firstOfJanuary).toBe(40);
    expect(codes(survey([...births(960), ...firsts]))).toEqual(['date-first-of-january']);
    expect(codes(survey([...births(2000), ...firsts]))).toEqual([]);
    expect(codes(survey(['13/05/1965', ...firsts]))).toEqual([]);
  });
});

describe('other forms', () => {
  it.each([
    ['05/06/01', 'date-two-digit-year'],
    ['12-JAN-65', 'date-two-digit-year'],
    ['010203', 'date-six-digits'],
    ['36526', 'date-serial'],
    ['00/00/1965', 'date-part-zero'],
    ['0000-00-00', 'date-part-zero'],
    ['31/02/2000', 'date-unreadable'],
    ['không rõ', 'date-unreadable'],
  ])('%s is a question for a person', (text, code) => {
    expect(codes(survey([text]))).toEqual([code]);
  });

  it('of eight digits are taken for the only order that has a year near ours', () => {
    expect(survey(['20011990']).proposedPatterns).toEqual(['ddMMyyyy']);
    expect(survey(['19900120']).proposedPatterns).toEqual(['yyyyMMdd']);
  });

  it('count empty rows, and rows with a time', () => {
    const report = survey(['', '  ', '13/01/2000 08:30', '2000-01-13T08:30:59.5', '200001130830', '13/01/2000 8:30:00 CH']);
    expect([report.empty, report.total, report.withTime]).toEqual([2, 6, 4]);
    expect(report.proposedPatterns).toEqual([]);
    expect(codes(report)).toEqual([]);
  });

  it('never throw, keep no value, and count every row once', () => {
    const parts = fc
      .array(fc.constantFrom('0', '1', '3', '9', '/', '-', '.', ' ', ':', 'T', 'ngày'), { maxLength: 14 })
      .map((list) => list.join(''));
    fc.assert(
      fc.property(fc.array(fc.oneof(parts, fc.string({ unit: 'binary', maxLength: 20 })), { maxLength: 20 }), (texts) => {
        const report = survey(texts);
        const shaped = [...report.shapes.values()].reduce((sum, count) => sum + count, 0);
        return shaped + report.empty === texts.length && report.total === texts.length;
      }),
      { seed: 1753, numRuns: 300 },
    );
    expect(JSON.stringify(survey(['canary']))).not.toContain('canary');
  });

  it('are read by the patterns that are proposed', () => {
    for (const text of [
      '13/1/2000',
      '13-01-2000',
      '13.1.2000',
      '1/13/2000',
      '2000-01-13',
      '20000113',
      '13012000',
      'Ngày 13 tháng 1 năm 2000',
    ]) {
      const [pattern = ''] = survey([text]).proposedPatterns;
      const reader = compileDateReader(pattern, { pivot: undefined });
      expect(typeof reader === 'string' ? reader : reader.read(text)).toBe('2000-01-13');
    }
  });
});
