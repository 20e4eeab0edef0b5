import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalText } from '../canonical/encode.ts';
import type { Notes } from '../dictionary/noted.ts';
import { compileDateReader, type DateOptions, type DateReader } from './date-reader.ts';
import { readByFirst } from './read-by-first.ts';

const plain: DateOptions = { pivot: undefined };
const pivot: DateOptions = { pivot: 1930 };
const zeros: DateOptions = { pivot: undefined, zeroParts: 'unknown' };
const words = "'ngày' d 'tháng' M 'năm' yyyy";

function reader(pattern: string, options: DateOptions = plain): DateReader {
  const compiled = compileDateReader(pattern, options);
  if (typeof compiled === 'string') throw new Error(compiled);
  return compiled;
}

function read(pattern: string, text: string, options?: DateOptions): string {
  const reading = reader(pattern, options).read(text);
  return typeof reading === 'string' ? reading : reading.code;
}

describe('a date', () => {
  it.each<[string, string, string]>([
    ['dd/MM/yyyy', '02/09/1945', '1945-09-02'],
    ['d/M/yyyy', '2/9/1945', '1945-09-02'],
    ['d/M/yyyy', '02/09/1945', '1945-09-02'],
    ['dd.MM.yyyy', '02.09.1945', '1945-09-02'],
    ['yyyyMMdd', '19450902', '1945-09-02'],
    ['ddMMyyyy', '02091945', '1945-09-02'],
    ['MM/dd/yyyy', '09/02/1945', '1945-09-02'],
    ['yyyyMMddHHmm', '202507010830', '2025-07-01T08:30:00'],
    ['dd/MM/yyyy HH:mm:ss', '01/07/2025 08:30:59', '2025-07-01T08:30:59'],
    ['yyyy-MM-dd HH:mm:ss.fff', '2025-07-01 08:30:59.120', '2025-07-01T08:30:59.12'],
    ['d/M/yyyy h:mm:ss a', '1/7/2025 12:00:00 AM', '2025-07-01T00:00:00'],
    ['d/M/yyyy h:mm:ss a', '1/7/2025 12:00:00 PM', '2025-07-01T12:00:00'],
    ['d/M/yyyy h:mm a', '1/7/2025 1:05 CH', '2025-07-01T13:05:00'],
    ['d/M/yyyy h:mm a', '1/7/2025 1:05 sa', '2025-07-01T01:05:00'],
    ['MM/yyyy', '09/1945', '1945-09'],
    ['yyyyMM', '194509', '1945-09'],
    ['yyyy', '1945', '1945'],
    [words, 'Ngày 02 tháng 9 năm 1945', '1945-09-02'],
    [words, 'ngay 2  thang 9, nam 1945', '1945-09-02'],
    [words, 'NGÀY 2 THÁNG 9 NĂM 1945'.normalize('NFD'), '1945-09-02'],
    [words, 'ngày02tháng09năm1945', '1945-09-02'],
    ['dd/MM/yyyy', '29/02/2000', '2000-02-29'],
  ])('of pattern %s is read from %s', (pattern, text, date) => {
    expect(read(pattern, text)).toBe(date);
  });

  it.each<[string, string, string]>([
    ['dd/MM/yyyy', '2/9/1945', 'date-unreadable'],
    ['dd/MM/yyyy', '02/09/45', 'date-unreadable'],
    ['dd/MM/yyyy', '02/09/1945 ', 'date-unreadable'],
    ['dd.MM.yyyy', '02/09/1945', 'date-unreadable'],
    ['dd/MM/yyyy', '31/04/2000', 'date-not-in-calendar'],
    ['dd/MM/yyyy', '29/02/1900', 'date-not-in-calendar'],
    ['dd/MM/yyyy', '12/31/2000', 'date-not-in-calendar'],
    ['dd/MM/yyyy', '01/01/0000', 'date-not-in-calendar'],
    ['MM/yyyy', '13/2000', 'date-not-in-calendar'],
    ['dd/MM/yyyy', '00/00/1965', 'date-part-zero'],
    ['dd/MM/yyyy', '00/05/1965', 'date-part-zero'],
    ['dd/MM/yyyy HH:mm:ss', '01/01/2000 24:00:00', 'date-time-not-in-day'],
    ['dd/MM/yyyy HH:mm:ss', '01/01/2000 12:60:00', 'date-time-not-in-day'],
    ['d/M/yyyy h:mm a', '1/1/2000 0:30 AM', 'date-time-not-in-day'],
    ['d/M/yyyy h:mm a', '1/1/2000 13:30 PM', 'date-time-not-in-day'],
    ['yyyy', '1'.repeat(200), 'date-unreadable'],
  ])('of pattern %s is not read from %s', (pattern, text, code) => {
    expect(read(pattern, text)).toBe(code);
  });

  it('has the century that was said, and none when none was said', () => {
    expect(read('dd/MM/yy', '01/01/30', pivot)).toBe('1930-01-01');
    expect(read('dd/MM/yy', '01/01/29', pivot)).toBe('2029-01-01');
    expect(read('dd/MM/yy', '01/01/00', pivot)).toBe('2000-01-01');
    expect(read('dd/MM/yy', '01/01/99', pivot)).toBe('1999-01-01');
    expect(read('dd/MM/yy', '01/01/25', { pivot: 1926 })).toBe('2025-01-01');
    expect(read('dd-MMM-yy', '12-JAN-65', pivot)).toBe('1965-01-12');
    expect(compileDateReader('dd/MM/yy', plain)).toMatch(/which hundred years/);
    expect(read('dd/MM/yy', '01/01/26', { pivot: 1926 })).toBe('1926-01-01');
    for (const year of [30, 1930.5, 9901]) expect(compileDateReader('dd/MM/yy', { pivot: year })).toMatch(/whole year from 1000 to 9900/);
    // @ts-expect-error the years of two digits are never left out
    compileDateReader('dd/MM/yyyy', {});
  });

  it('is partial where zeros say not known, and only when that was said', () => {
    expect(read('dd/MM/yyyy', '00/00/1965', zeros)).toBe('1965');
    expect(read('dd/MM/yyyy', '00/05/1965', zeros)).toBe('1965-05');
    expect(read('dd/MM/yyyy', '05/00/1965', zeros)).toBe('date-part-zero');
    expect(read('dd/MM/yyyy', '00/13/1965', zeros)).toBe('date-not-in-calendar');
    expect(read('MM/yyyy', '00/1965', zeros)).toBe('1965');
    expect(read('dd/MM/yyyy HH:mm', '00/00/1965 08:00', zeros)).toBe('date-part-zero');
  });
});

describe('a pattern', () => {
  it.each([
    ['dd/MM', 'one year'],
    ['dd/MM/yyyy yy', 'one year'],
    ['dd/yyyy', 'without its month'],
    ['dd/MM/MM/yyyy', 'twice'],
    ['dd/MMM/MM/yyyy', 'two months'],
    ['MM/yyyy HH:mm', 'without its day'],
    ['dd/MM/yyyy HH', 'hours and minutes'],
    ['dd/MM/yyyy h:mm', 'go together'],
    ['dd/MM/yyyy HH:mm a', 'go together'],
    ['dd/MM/yyyy HH:mm.fff', 'fff needs seconds'],
    ['ngày d', 'no field n'],
    ["d/M/yyyy '", 'no field'],
  ])('is refused in words: %s', (pattern, sentence) => {
    expect(compileDateReader(pattern, pivot)).toContain(sentence);
  });
});

describe('a column with several patterns', () => {
  const several = (patterns: readonly string[], options: DateOptions = plain) => {
    const readers = patterns.map((pattern) => reader(pattern, options));
    return (text: string) => {
      const notes: Notes = [];
      const date = readByFirst(readers, text, notes);
      return [typeof date === 'string' ? date : date.code, ...notes.map(({ code }) => code)].join(' ');
    };
  };

  it('is read by the one that fits', () => {
    const read = several(['dd/MM/yyyy', 'MM/yyyy', 'yyyy']);
    expect(['02/09/1945', '09/1945', '1945', '1945-09', '31/02/1945'].map(read)).toEqual([
      '1945-09-02',
      '1945-09',
      '1945',
      'date-unreadable',
      'date-not-in-calendar',
    ]);
  });

  it('is read by the first where two fit, and the doubt is told where they differ', () => {
    const days = ['2/9/1945', '13/1/2000', '1/13/2000', '5/5/2000'];
    expect(days.map(several(['d/M/yyyy', 'M/d/yyyy']))).toEqual(['1945-09-02 date-ambiguous', '2000-01-13', '2000-01-13', '2000-05-05']);
    expect(days.map(several(['M/d/yyyy', 'd/M/yyyy']))).toEqual(['1945-02-09 date-ambiguous', '2000-01-13', '2000-01-13', '2000-05-05']);
    expect(several(['ddMMyy', 'yyMMdd', 'yyyyMM'], pivot)('010265')).toBe('1965-02-01 date-pivot-used');
    expect(several(['ddMMyy', 'yyyyMM'], pivot)('010212')).toBe('2012-02-01 date-pivot-used date-ambiguous');
  });

  it('tells of what was completed and of what was left out', () => {
    expect(several(['dd/MM/yyyy', 'dd/MM/yy'], pivot)('02/09/45')).toBe('1945-09-02 date-pivot-used');
    expect(several(['dd/MM/yyyy', 'dd/MM/yy'], pivot)('02/09/1945')).toBe('1945-09-02');
    expect(several(['dd/MM/yyyy'], zeros)('00/09/1945')).toBe('1945-09 date-zeros-dropped');
    expect(several(['MM/yyyy', 'yyyy'], zeros)('1945')).toBe('1945');
  });
});

const day = fc.tuple(fc.integer({ min: 1, max: 9999 }), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 28 }));
const pad = (value: number, width: number) => String(value).padStart(width, '0');
const dates = day.chain(([year, month, date]) => {
  const texts = [pad(year, 4), pad(month, 2), pad(date, 2)];
  return fc.constantFrom(texts.slice(0, 1).join('-'), texts.slice(0, 2).join('-'), texts.join('-'), `${texts.join('-')}T08:30:59.5`);
});
const patterns = [
  ...['d/M/yyyy', 'd-M-yyyy', 'yyyyMMdd', 'yyyyMMddHHmm', 'yyyyMM', 'yyyy-MM-dd', 'yyyy-MM-dd HH:mm:ss', 'd/M/yyyy h:mm:ss a'],
  ...['M/yyyy', 'yyyy', words, 'dd-MMM-yy', 'dd/MM/yyyy', 'yyyy-MM-dd HH:mm:ss.fff', 'dd-MM-yy'],
];
const options = fc.constantFrom<DateOptions>(pivot, { ...pivot, zeroParts: 'unknown' });

describe('any date and any pattern', () => {
  it('format to a text that reads as the same date, or not at all', () => {
    fc.assert(
      fc.property(dates, fc.constantFrom(...patterns), options, (date, pattern, chosen) => {
        const dateReader = reader(pattern, chosen);
        const text = dateReader.format(date);
        return text === undefined || dateReader.read(text) === date;
      }),
      { seed: 29, numRuns: 1000 },
    );
    expect(reader('dd/MM/yyyy').format('1945-09-02')).toBe('02/09/1945');
    expect(reader('d/M/yyyy').format('1945-09-02')).toBe('2/9/1945');
    expect(reader(words).format('1945-09-02')).toBe('ngày 2 tháng 9 năm 1945');
    expect(reader('dd-MMM-yy', pivot).format('1965-01-12')).toBe('12-JAN-65');
    const times = ['00:05', '01:05', '12:05', '13:05'].map((time) => reader('d/M/yyyy h:mm a').format(`2025-07-01T${time}:00`));
    expect(times).toEqual(['1/7/2025 12:05 AM', '1/7/2025 1:05 AM', '1/7/2025 12:05 PM', '1/7/2025 1:05 PM']);
  });

  it('lose nothing and invent nothing when they format', () => {
    expect(reader('dd/MM/yyyy').format('1945')).toBeUndefined();
    expect(reader('dd/MM/yyyy').format('1945-09')).toBeUndefined();
    expect(reader('dd/MM/yyyy', zeros).format('1945')).toBe('00/00/1945');
    expect(reader('MM/yyyy').format('1945-09-02')).toBeUndefined();
    expect(reader('dd/MM/yyyy').format('1945-09-02T08:00:00')).toBeUndefined();
    expect(reader('dd/MM/yyyy HH:mm').format('1945-09-02T08:00:01')).toBeUndefined();
    expect(reader('dd-MM-yy', pivot).format('2030-01-01')).toBeUndefined();
    expect(reader('dd/MM/yyyy').format('no date')).toBeUndefined();
  });

  it('give readings that are canonical, with no more parts than the text has', () => {
    const texts = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 30 }),
      fc
        .array(fc.constantFrom('0', '1', '2', '9', '/', '-', '.', ' ', ':', 'ngày', 'tháng', 'năm', 'AM'), { maxLength: 16 })
        .map((parts) => parts.join('')),
      dates.map((date) => date.split('-').reverse().join('/')),
    );
    fc.assert(
      fc.property(texts, fc.constantFrom(...patterns), options, (text, pattern, chosen) => {
        const reading = reader(pattern, chosen).read(text);
        if (typeof reading !== 'string') return !reading.message.includes(text) || text.length < 3;
        const kind = reading.includes('T') ? { kind: 'timestamp' as const, fraction: 9 } : { kind: 'partial-date' as const };
        const fields = pattern.replaceAll(/'[^']*'/g, '');
        const most = fields.includes('m') ? 29 : fields.includes('d') ? 10 : fields.includes('M') ? 7 : 4;
        return canonicalText(kind, reading) === reading && reading.length <= most;
      }),
      { seed: 2009, numRuns: 1000 },
    );
    expect(read('yyyy', '1965')).toBe('1965');
    expect(read('M/yyyy', '1/1965')).toBe('1965-01');
  });
});
