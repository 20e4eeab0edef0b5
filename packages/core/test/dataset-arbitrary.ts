/** Random contracts with a mapping, a collection and rows for it: valid values, edge values and rubbish. */
import fc from 'fast-check';
import type {
  CanonicalType,
  CollectionDescription,
  Contract,
  Mapping,
  Property,
  PropertyMapping,
  PropertyRules,
  RawForm,
  Steps,
} from '../src/index.ts';

export interface GeneratedDataset {
  readonly contract: Contract;
  readonly mapping: Mapping;
  readonly collection: CollectionDescription;
  /** One value for each column name. */
  readonly rows: readonly Readonly<Record<string, unknown>>[];
}

interface Shape {
  readonly type: CanonicalType;
  readonly column: CanonicalType;
  readonly raw: RawForm;
  readonly steps: Steps | undefined;
  readonly rules: PropertyRules;
  readonly values: fc.Arbitrary<string>;
}

const digits = (most: number) => fc.stringMatching(new RegExp(`^-?[0-9]{1,${most}}$`));
const wholes = fc.oneof(
  digits(5),
  fc.stringMatching(/^-?[1-9][0-9]{13,18}$/),
  digits(22),
  // Beside the bounds of the rules below.
  fc.constantFrom('100000', '100001', '99999', '-5', '-6', '-1', '9007199254740990'),
  fc.constantFrom(
    '0',
    '-0',
    '007',
    '+5',
    '9007199254740991',
    '9007199254740992',
    '-9223372036854775808',
    '18446744073709551615',
    '18446744073709551616',
    'NaN',
    '',
    '1.5',
    ' 1',
  ),
);
const decimals = fc.oneof(
  fc.stringMatching(/^-?[0-9]{1,16}(\.[0-9]{1,5})?$/),
  fc.stringMatching(/^-?[0-9]{0,4}(\.[0-9]{0,4})?([eE][+-]?[0-9]{1,2})?$/),
  fc.stringMatching(/^[1-9][0-9]{11,15}\.[0-9]{1,3}$/),
  fc.constantFrom(
    '-1.5',
    '-1.51',
    '-1.49',
    '-2',
    '-10',
    '-10.01',
    '99999.99',
    '100000',
    '1000000',
    '1000000.5',
    '1000001',
    '0.0000001',
    '0.000001',
  ),
  fc.constantFrom('0.00', '-0', '1.10', '.5', '5.', '.', 'NaN', 'Infinity', '1e3', '1.5E-1', '00012.500', '-0.0'),
);
const dates = fc.oneof(
  fc.stringMatching(/^(19|20)[0-9]{2}-(0[1-9]|1[0-2])-([0-2][0-9]|3[01])$/),
  fc.stringMatching(/^20[0-9]{2}-[01][0-9]-[0-3][0-9]$/),
  fc.constantFrom('2100-01-01', '2100-01-02', '2099-12-31', '1900-01-01', '1899-12-31'),
  fc.constantFrom(
    '2024-02-29',
    '2023-02-29',
    '1900-02-29',
    '2000-02-29',
    '0001-01-01',
    '0000-01-01',
    '9999-12-31',
    '10000-01-01',
    'infinity',
    '-infinity',
    '0044-03-15 BC',
    '1965',
    '1965-13',
    '',
    '01/01/1965',
  ),
);
const gaps = fc.constantFrom(
  ...['1900-01-01', '1900-01-01 00:00:00', '1900-01-01T12:30:00', '0000-00-00', '00/00/0000', '000000', '0', '2958465', '60', '59', '61'],
  ...['01/01/1900', '01/01/53', '010153', '00/05/1965', '05/00/1965', '00/13/1965', '1965', '9999-12-31', '31/12/9999', '01/01/1900 00:00'],
);
const times = fc.stringMatching(/^([01][0-9]|2[0-5]):[0-6][0-9]:[0-6][0-9](\.[0-9]{1,7})?$/);
const timestamps = fc.oneof(
  fc.tuple(dates, times).map(([date, time]) => `${date} ${time}`),
  fc.tuple(dates, times).map(([date, time]) => `${date}T${time}`),
  fc.constantFrom('infinity', 'today'),
);
const modern = fc
  .tuple(fc.stringMatching(/^(19[89]|20[0-9])[0-9]-(0[1-9]|1[0-2])-([01][0-9]|2[0-8])$/), times)
  .map(([date, time]) => `${date} ${time}`);
const offsets = fc.constantFrom('+00', 'Z', '+07', '-03:30', '+05:30', '-11', '+14', '+07:06:30', '');
const instants = fc.oneof(
  fc.tuple(timestamps, offsets).map(([timestamp, offset]) => timestamp + offset),
  fc.tuple(modern, fc.constantFrom('+00', 'Z')).map(([timestamp, offset]) => timestamp + offset),
  fc.constantFrom('1990-01-01 00:00:00.5+00', '1990-01-01 00:00:00.499999+00', '1990-01-01 00:00:00+00', '1990-01-01 00:00:01+00'),
);
const texts = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.constantFrom(
    'Nguyễn Văn A',
    ' A',
    'A ',
    'Trần  Thị',
    'Trần\u00a0Thị',
    'Nguye\u0302\u0303n',
    '  Trần   Thị ',
    '',
    ' ',
    '\u00a0',
    '\u200bA\ufeff',
    'a"b\\c\n\t\u0001',
    'x\u0000',
    '\ud800',
    '😀',
    '\u1eab\u0323',
    'Đỗ\u3000Ơ',
  ),
);
const jsons = fc.oneof(
  fc.json({ maxDepth: 3 }),
  fc.constantFrom(
    '{"b":1,"a":[1.0,2e2]}',
    '12345678901234567890',
    '0.1',
    '1e400',
    '{"a":"e\u0302"}',
    '"\\u0000"',
    '{',
    '',
    '-0',
    '[1,"12345678901234567890123"]',
    '0.30000000000000004',
    '0.300000000000000041',
  ),
);

const shapes: readonly Shape[] = [
  shape({ kind: 'string' }, 'text', texts, { maxLength: 8 }),
  shape({ kind: 'string' }, 'text', texts, { minLength: 2, pattern: '^\\p{L}' }),
  stepped({ kind: 'string' }, texts, { trim: true, emptyAsNull: true }, { enum: ['Nguyễn Văn A', 'Trần Thị', 'A'] }),
  stepped({ kind: 'string' }, texts, { trim: true, default: 'không rõ' }, {}),
  stepped({ kind: 'string' }, texts, { emptyAsNull: true }, {}),
  shape({ kind: 'integer' }, 'integer-text', wholes, {}),
  shape({ kind: 'number' }, 'number-text', fc.oneof(decimals, fc.double().map(String)), {}),
  stepped(
    { kind: 'integer' },
    fc.constantFrom('Nam', 'Nữ', 'Nu\u031b\u0303', 'x', '', ' Nam'),
    { trim: true, emptyAsNull: true, lookup: { Nam: 1, Nữ: 2 } },
    {},
  ),
  stepped({ kind: 'string' }, fc.constantFrom('1', '2', '9'), { lookup: { 1: 'M', 2: 'F' }, otherwise: 'U' }, { maxLength: 1 }),
  stepped({ kind: 'integer' }, wholes, { cast: true }, { minimum: '0', exclusiveMaximum: '9007199254740991' }),
  stepped({ kind: 'decimal', precision: 12, scale: 2 }, decimals, { cast: true, trim: true }, { minimum: '-10', maximum: '99999.99' }),
  stepped(
    { kind: 'date' },
    fc.oneof(fc.stringMatching(/^[0-3][0-9]\/[01][0-9]\/(19|20)[0-9]{2}$/), dates),
    { dates: ['dd/MM/yyyy', 'yyyy-MM-dd', 'yyyyMMdd'] },
    { minimum: '1900-01-01' },
  ),
  stepped(
    { kind: 'partial-date' },
    fc.oneof(fc.stringMatching(/^([0-3][0-9]\/)?([01][0-9]\/)?(19|20)[0-9]{2}$/), dates),
    { dates: ['dd/MM/yyyy', 'MM/yyyy', 'yyyy'], emptyAsNull: true },
    {},
  ),
  stepped(
    { kind: 'date' },
    fc.oneof(fc.stringMatching(/^[0-3][0-9]\/[01][0-9]\/(19|20)?[0-9]{2}$/), fc.stringMatching(/^[0-3][0-9][01][0-9][0-3][0-9]$/), gaps),
    {
      dates: {
        patterns: ['dd/MM/yyyy', 'dd/MM/yy', 'ddMMyy', 'yyMMdd'],
        pivot: 1930,
        zeroParts: 'unknown',
        placeholders: ['1953-01-01', '0000-00-00'],
      },
    },
    { minimum: '1940-01-01' },
  ),
  stepped(
    { kind: 'partial-date' },
    fc.oneof(fc.stringMatching(/^([0-3][0-9]\/)?([01][0-9]\/)?(19|20)[0-9]{2}$/), fc.stringMatching(/^[0-9]{1,6}(\.0)?$/), gaps),
    {
      trim: true,
      dates: {
        patterns: ['dd/MM/yyyy', 'MM/yyyy', 'yyyy'],
        serials: 1900,
        zeroParts: 'unknown',
        placeholders: ['1900-01-01', '9999-12-31', '1965'],
      },
    },
    {},
  ),
  stepped(
    { kind: 'timestamp', fraction: 0 },
    fc.oneof(fc.stringMatching(/^[0-2][0-9]\/0[0-9]\/19[0-9]{2} [0-2][0-9]:[0-5][0-9]$/), gaps),
    { dates: { patterns: ['dd/MM/yyyy HH:mm'], placeholders: ['1900-01-01'] }, default: '2000-01-01T00:00:00' },
    {},
  ),
  excepted({ kind: 'date' }, 'date-text', fc.oneof(dates, gaps), ['1900-01-01', '0000-00-00', '9999-12-31']),
  excepted({ kind: 'timestamp', fraction: 6 }, 'timestamp-text', fc.oneof(timestamps, gaps), ['1900-01-01', '2000-02-29']),
  excepted({ kind: 'timestamptz', fraction: 6 }, 'timestamptz-text', instants, ['1990-01-01', '2100-01-01']),
  stepped({ kind: 'timestamptz', fraction: 6 }, fc.oneof(modern, instants), { cast: true, zone: '+07:00' }, {}),
  shape({ kind: 'integer' }, 'integer-text', wholes, { maximum: '100000' }),
  shape({ kind: 'bigint' }, 'integer-text', wholes, { minimum: '-5' }),
  shape({ kind: 'decimal', precision: 15, scale: 2 }, 'decimal-text', decimals, { exclusiveMinimum: '-1.5' }),
  shape({ kind: 'number' }, 'number-text', fc.oneof(decimals, fc.double().map(String)), { maximum: '1000000' }),
  shape({ kind: 'boolean' }, 'boolean-text', fc.constantFrom('t', 'f', 'true', '1', '0', 'x', ''), {}),
  shape({ kind: 'date' }, 'date-text', dates, { maximum: '2100-01-01' }),
  shape({ kind: 'time', fraction: 3 }, 'time-text', times, {}),
  shape({ kind: 'timestamp', fraction: 6 }, 'timestamp-text', timestamps, {}),
  shape({ kind: 'timestamptz', fraction: 6 }, 'timestamptz-text', instants, { minimum: '1990-01-01T00:00:00.5Z' }),
  shape({ kind: 'bytes' }, 'bytes-hex', fc.stringMatching(/^\\x[0-9a-fA-F]{0,7}$/), {}),
  shape(
    { kind: 'uuid' },
    'uuid-text',
    fc.oneof(
      fc.uuid(),
      fc.uuid().map((text) => text.toUpperCase()),
      fc.constant('x'),
    ),
    {},
  ),
  shape({ kind: 'json' }, 'json-text', jsons, {}),
  { ...shape({ kind: 'bigint' }, 'integer-text', wholes, {}), column: { kind: 'integer' } },
  { ...shape({ kind: 'timestamptz', fraction: 6 }, 'timestamp-text', modern, {}), column: { kind: 'timestamp', fraction: 6 } },
];

function shape(type: CanonicalType, raw: RawForm, values: fc.Arbitrary<string>, rules: PropertyRules): Shape {
  return { type, column: type, raw, steps: undefined, rules, values };
}

function stepped(type: CanonicalType, values: fc.Arbitrary<string>, steps: Steps, rules: PropertyRules): Shape {
  return { type, column: { kind: 'string' }, raw: 'text', steps, rules, values };
}

/** A column of dates, some of which mean none. */
function excepted(type: CanonicalType, raw: RawForm, values: fc.Arbitrary<string>, placeholders: readonly string[]): Shape {
  return { ...shape(type, raw, values, {}), steps: { dates: { placeholders } } };
}

/** Steps that need a dictionary: the fake one. */
const repairing: readonly Shape[] = [
  stepped({ kind: 'string' }, fc.oneof(texts, fc.constantFrom('Nguy?n', 'a?', 'ÿ', 'Trần?')), { encoding: 'tcvn3' }, { maxLength: 12 }),
  stepped({ kind: 'string' }, fc.constantFrom(' x? ', '?', '', 'Đỗ', 'b'), { encoding: 'vni', trim: true, emptyAsNull: true }, {}),
  stepped(
    { kind: 'integer' },
    fc.constantFrom('Nam', 'Nữ', 'N?', '1', '7', ' Nam '),
    { encoding: 'vps', trim: true, codes: true },
    { enum: ['1', '2'] },
  ),
  stepped({ kind: 'string' }, fc.constantFrom('Nam', '?', '3'), { codes: true, otherwise: '9' }, {}),
  stepped(
    { kind: 'string' },
    fc.constantFrom('bc', 'b.c', '1.2', '...', 'xyz', 'bcdefgh', '', ' bc'),
    { identifier: 'repair', trim: true },
    { minLength: 1 },
  ),
];

export const datasetArbitrary = datasetOf(shapes);
export const repairingArbitrary = datasetOf([...shapes, ...repairing, ...repairing, ...repairing]);

function datasetOf(all: readonly Shape[]): fc.Arbitrary<GeneratedDataset> {
  return fc
    .array(
      fc.record({
        shape: fc.constantFrom(...all),
        required: fc.boolean(),
        name: fc.constantFrom('a', 'B', 'hoTen', 'toString', 'z9', 'constructor'),
      }),
      { minLength: 1, maxLength: 6 },
    )
    .chain((chosen) => {
      const parts = chosen.map(({ shape: part, required, name }, index) => ({
        part,
        required,
        name: `${name}${name.length > 3 && index === 0 ? '' : index}`,
      }));
      const contract: Contract = {
        dataset: 'thu.nghiem',
        version: '1.0.0',
        title: undefined,
        status: 'active',
        properties: [
          property('khoa', { kind: 'string' }, true, {}),
          ...parts.map(({ part, required, name }) => property(name, part.type, required, part.rules)),
        ],
        primaryKey: ['khoa'],
        personalData: undefined,
        freshnessSeconds: undefined,
        authoritativePublisher: undefined,
      };
      const mappings: [string, PropertyMapping][] = parts.map(({ part, name }) => [
        name,
        part.steps === undefined ? `c_${name}` : { column: `c_${name}`, ...part.steps },
      ]);
      const collection: CollectionDescription = {
        collection: { schema: 'public', name: 'thử' },
        kind: 'table',
        columns: [column('khoa', { kind: 'string' }, 'text'), ...parts.map(({ part, name }) => column(`c_${name}`, part.column, part.raw))],
        primaryKey: ['khoa'],
        uniqueKeys: [],
        rowEstimate: undefined,
        comment: undefined,
      };
      const row = fc.record(
        Object.fromEntries([
          ['khoa', fc.string({ minLength: 1, maxLength: 3 })],
          ...parts.map(({ part, name }) => [`c_${name}`, fc.option(part.values, { freq: 8 })]),
        ]),
      );
      return fc.record({
        contract: fc.constant(contract),
        mapping: fc.constant({ properties: Object.fromEntries([['khoa', 'khoa'], ...mappings]) }),
        collection: fc.constant(collection),
        rows: fc.array(row, { minLength: 1, maxLength: 12 }),
      });
    });
}

function property(name: string, type: CanonicalType, required: boolean, rules: PropertyRules): Property {
  return {
    name,
    title: undefined,
    type,
    required,
    classification: 'internal',
    semanticType: undefined,
    codeList: undefined,
    protection: undefined,
    rules,
  };
}

function column(name: string, canonical: CanonicalType, raw: RawForm): CollectionDescription['columns'][number] {
  return {
    name,
    nativeType: canonical.kind,
    type: { native: canonical.kind, canonical, raw },
    nullable: true,
    generated: false,
    comment: undefined,
  };
}
