import { describe, expect, it } from 'vitest';
import {
  type CanonicalType,
  type CollectionDescription,
  type Contract,
  compileEncoder,
  createByteWriter,
  type DatesStep,
  type Dictionary,
  isLienThongError,
  type Property,
  type RawForm,
  type Steps,
} from '../src/index.ts';
import { fakeDictionary } from './fake-dictionary.ts';
import { blockOf } from './row-blocks.ts';

const kinds: Readonly<Record<string, CanonicalType>> = {
  date: { kind: 'date' },
  'partial-date': { kind: 'partial-date' },
  timestamp: { kind: 'timestamp', fraction: 0 },
  timestamptz: { kind: 'timestamptz', fraction: 0 },
  string: { kind: 'string' },
};
const text: readonly [CanonicalType, RawForm] = [{ kind: 'string' }, 'text'];
// What was noted by the steps alone.
const dictionary: Dictionary = { ...fakeDictionary, inspector: () => undefined };

function encoderOf(kind: string, steps: Steps, [canonical, raw] = text, required = false) {
  const common = {
    title: undefined,
    classification: 'internal',
    semanticType: undefined,
    codeList: undefined,
    protection: undefined,
    rules: {},
  } as const;
  const properties: readonly Property[] = [
    { ...common, name: 'id', type: { kind: 'string' }, required: true },
    { ...common, name: 'ngay', type: kinds[kind] ?? { kind: 'date' }, required },
  ];
  const contract: Contract = {
    dataset: 'ho-tich.cong-dan',
    version: '1.0.0',
    title: undefined,
    status: 'active',
    properties,
    primaryKey: ['id'],
    personalData: undefined,
    freshnessSeconds: undefined,
    authoritativePublisher: undefined,
  };
  const column = (name: string, [type, form]: readonly [CanonicalType, RawForm]) => ({
    ...{ name, nativeType: type.kind, type: { native: type.kind, canonical: type, raw: form } },
    ...{ nullable: true, generated: false, comment: undefined },
  });
  const collection: CollectionDescription = {
    collection: { schema: 'public', name: 'cong_dan' },
    kind: 'table',
    columns: [column('id', text), column('ngay', [canonical, raw])],
    primaryKey: ['id'],
    uniqueKeys: [],
    rowEstimate: undefined,
    comment: undefined,
  };
  return compileEncoder({ contract, mapping: { properties: { id: 'id', ngay: { column: 'ngay', ...steps } } }, collection, dictionary });
}

function problemsOf(kind: string, dates: Steps['dates'], column = text): readonly string[] {
  try {
    encoderOf(kind, dates === undefined ? {} : { dates }, column);
  } catch (error) {
    if (!isLienThongError(error) || error.code !== 'MAPPING_INVALID') throw error;
    return error.details['problems'] as readonly string[]; // compileEncoder puts them there
  }
  return [];
}

/** What becomes of each value, over texts and over bytes: the date, nothing or the rejection, with what was found in all of them. */
function outcomes(encoder: ReturnType<typeof encoderOf>, values: readonly string[]) {
  const tallies = [encoder.createTally(), encoder.createTally()];
  const block = blockOf(values.map((value) => ['1', value]));
  const dates = values.map((value, index) => {
    const record = encoder.record(['1', value], tallies[0]);
    const refused = encoder.writeRecord(block, index, createByteWriter(), tallies[1]);
    expect(refused).toEqual(typeof record === 'string' ? undefined : record);
    return typeof record === 'string'
      ? ((JSON.parse(record) as { ngay?: string }).ngay ?? null)
      : `${record.code}: ${record.reason.replace('ngay ', '')}`;
  });
  const [found, over] = tallies.map((tally) =>
    (tally?.take()?.properties ?? []).flatMap(({ property, found: all }) =>
      property === 'ngay'
        ? all.filter(({ origin }) => origin === 'mapping').map(({ code, severity, count }) => `${count} ${severity} ${code}`)
        : [],
    ),
  );
  expect(over).toEqual(found);
  return { dates, found: [...(found ?? [])].sort() };
}

const read = (kind: string, dates: readonly string[] | DatesStep, values: readonly string[]) =>
  outcomes(encoderOf(kind, { dates }), values);

describe('dates in text', () => {
  it('take the first pattern that reads a date, and the doubt is counted where another reads another', () => {
    expect(
      read('date', ['dd/MM/yyyy', 'MM/dd/yyyy', 'yyyyMMdd'], ['13/01/2000', '01/13/2000', '05/06/2000', '05/05/2000', '20000113']),
    ).toEqual({
      dates: ['2000-01-13', '2000-01-13', '2000-06-05', '2000-05-05', '2000-01-13'],
      found: ['1 needs-reference date-ambiguous'],
    });
  });

  it('have the hundred years that the mapping states', () => {
    expect(read('date', { patterns: ['dd/MM/yyyy', 'dd-MMM-yy'], pivot: 1930 }, ['12-JAN-30', '12-jan-29', '12/01/1929'])).toEqual({
      dates: ['1930-01-12', '2029-01-12', '1929-01-12'],
      found: ['2 warning date-pivot-used'],
    });
  });

  it('are numbers of a spreadsheet where the mapping says so, and no pattern fits', () => {
    expect(read('partial-date', { patterns: ['yyyy', 'dd/MM/yyyy'], serials: 1900 }, ['1965', '23743', '23743.0', '23743.5'])).toEqual({
      dates: ['1965', '1965-01-01', '1965-01-01', 'date-unreadable: fits none of the date patterns'],
      found: ['2 warning date-serial-read'],
    });
    expect(read('date', { serials: 1904 }, ['0', '35064']).dates).toEqual(['1904-01-01', '2000-01-01']);
    expect(read('date', ['dd/MM/yyyy'], ['23743']).dates).toEqual(['date-unreadable: fits none of the date patterns']);
  });

  it('stay partial, and no day is made up for them', () => {
    const values = ['00/00/1965', '00/05/1965', '05/00/1965', '02/05/1965'];
    const zeros: DatesStep = { patterns: ['dd/MM/yyyy'], zeroParts: 'unknown' };
    const refused = 'not-representable: has a day or month of zeros: zeroParts: unknown in the mapping reads them as not known';
    expect(read('partial-date', zeros, values)).toEqual({
      dates: ['1965', '1965-05', refused, '1965-05-02'],
      found: ['2 warning date-zeros-dropped'],
    });
    expect(read('partial-date', ['dd/MM/yyyy'], values).dates).toEqual([refused, refused, refused, '1965-05-02']);
    expect(read('date', zeros, values).dates).toEqual([
      'type-mismatch: is no more than a year or a month, and the contract says date',
      'type-mismatch: is no more than a year or a month, and the contract says date',
      refused,
      '1965-05-02',
    ]);
  });

  it('are none where the mapping declares them placeholders, however they are written', () => {
    const step: DatesStep = {
      patterns: ['dd/MM/yyyy', 'yyyyMMdd', 'dd/MM/yy'],
      pivot: 1900,
      placeholders: ['1900-01-01', '9999-12-31', '0000-00-00'],
    };
    const values = ['01/01/1900', '19000101', '01/01/00', '99991231', '00/00/0000', '00000000', '1900-01-01', '01/01/1753', '02/01/00'];
    expect(read('date', step, values)).toEqual({
      dates: [null, null, null, null, null, null, null, '1753-01-01', '1900-01-02'],
      found: ['1 warning date-pivot-used', '7 warning date-placeholder-dropped'],
    });
    expect(
      read('timestamp', { patterns: ['dd/MM/yyyy HH:mm'], placeholders: ['1900-01-01'] }, ['01/01/1900 13:20', '02/01/1900 13:20']).dates,
    ).toEqual([null, '1900-01-02T13:20:00']);
    expect(
      read('partial-date', { patterns: ['yyyy', 'MM/yyyy'], placeholders: ['9999', '1900-01'] }, ['9999', '01/1900', '1900']).dates,
    ).toEqual([null, null, '1900']);
  });
});

describe('placeholders of a column of dates', () => {
  const dates: DatesStep = { placeholders: ['1753-01-01', '0000-00-00', '9999-12-31'] };

  it('become no value, and all other dates go their way over bytes', () => {
    const found = ['3 warning date-placeholder-dropped'];
    expect(
      outcomes(encoderOf('date', { dates }, [{ kind: 'date' }, 'date-text']), ['1753-01-01', '1965-02-03', '0000-00-00', '9999-12-31']),
    ).toEqual({
      dates: [null, '1965-02-03', null, null],
      found,
    });
    const moments = ['1753-01-01 00:00:00', '1965-02-03 04:05:06', '0000-00-00 00:00:00', '9999-12-31 23:59:59', '1753-01-01 BC'];
    expect(outcomes(encoderOf('timestamp', { dates }, [{ kind: 'timestamp', fraction: 0 }, 'timestamp-text']), moments)).toEqual({
      dates: [null, '1965-02-03T04:05:06', null, null, 'not-representable: lies outside the years 0001 to 9999'],
      found,
    });
    // The day is that of the column, before its zone is applied.
    const zoned = encoderOf('timestamptz', { dates }, [{ kind: 'timestamp', fraction: 0 }, 'timestamp-text']);
    expect(outcomes(zoned, moments.slice(0, 2)).dates).toEqual([null, '1965-02-02T20:05:06Z']);
  });

  it('have the default, and are refused where the contract requires a value', () => {
    const column = [{ kind: 'date' }, 'date-text'] as const;
    expect(outcomes(encoderOf('date', { dates, default: '2000-01-01' }, column), ['1753-01-01']).dates).toEqual(['2000-01-01']);
    expect(outcomes(encoderOf('date', { dates }, column, true), ['1753-01-01'])).toEqual({
      dates: ['required-missing: has no value and the contract requires one'],
      found: ['1 warning date-placeholder-dropped'],
    });
  });
});

describe('a mapping that cannot read dates', () => {
  it.each<[string, string, Steps['dates']]>([
    ['two digits of a year: say with pivot', 'date', ['dd/MM/yy']],
    ['whole year from 1000 to 9900, such as 1930', 'date', { patterns: ['dd/MM/yy'], pivot: 30 }],
    ['pivot is stated, and no pattern reads yy', 'date', { patterns: ['dd/MM/yyyy'], pivot: 1930 }],
    ['it reads a month, and the contract says date', 'date', ['dd/MM/yyyy', 'MM/yyyy']],
    ['it reads a year, and the contract says date', 'date', ['yyyy']],
    ['a date has no time', 'partial-date', ['dd/MM/yyyy HH:mm']],
    ['a date with time needs hours and minutes', 'timestamptz', ['dd/MM/yyyy']],
    ['the pattern has no field n', 'date', ['ngày dd/MM/yyyy']],
    ['dates names no pattern', 'date', []],
    ['dates names no pattern', 'date', {}],
    ['dates do not make a string', 'string', ['dd/MM/yyyy']],
    ['serials are days, and the contract says timestamp', 'timestamp', { serials: 1900 }],
    ['placeholder 01/01/1900: write it as YYYY', 'date', { patterns: ['dd/MM/yyyy'], placeholders: ['01/01/1900'] }],
    ['placeholder 1900-02-30: write it as YYYY', 'date', { patterns: ['dd/MM/yyyy'], placeholders: ['1900-02-30'] }],
    ['placeholders names no day', 'date', { placeholders: [] }],
  ])('is told: %s', (words, kind, dates) => {
    const column =
      typeof dates === 'object' && 'placeholders' in dates && !('patterns' in dates) ? ([{ kind: 'date' }, 'date-text'] as const) : text;
    expect(problemsOf(kind, dates, column)).toEqual([expect.stringContaining(words)]);
  });
});
