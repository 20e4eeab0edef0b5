import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type ResultColumn, type SqlType, type SqlValue, startSqlServer } from '../src/sqlserver/index.ts';
import { ask, connect } from './sqlserver-client.ts';
import { scriptedEngine, tell } from './sqlserver-engine.ts';

/** A type with values as an engine gives them, and what tedious makes of such a value. */
interface Kind {
  readonly type: SqlType;
  readonly values: fc.Arbitrary<Exclude<SqlValue, null>>;
  readonly read: (value: never) => unknown;
  /** What tedious calls the type of a column that may be null, and of one that may not. */
  readonly names: readonly [string, string];
}

function kind<V extends Exclude<SqlValue, null>>(
  type: SqlType,
  names: string | readonly [string, string],
  values: fc.Arbitrary<V>,
  read: (value: V) => unknown,
): Kind {
  return { type, values, read, names: typeof names === 'string' ? [names, names] : names };
}

const same = (value: unknown): unknown => value;
const latin = 'SQL_Latin1_General_CP1_CI_AS';
const vietnamese = 'Vietnamese_CI_AS';
const utf8 = 'Latin1_General_100_CI_AS_SC_UTF8';

/** '-12.50' of an integer and a scale. */
function scaled(units: bigint, scale: number): string {
  const digits = String(units < 0n ? -units : units).padStart(scale + 1, '0');
  return `${units < 0n ? '-' : ''}${scale === 0 ? digits : `${digits.slice(0, -scale)}.${digits.slice(-scale)}`}`;
}

const date = fc
  .date({ min: new Date('0001-01-01T00:00:00Z'), max: new Date('9999-12-31T00:00:00Z'), noInvalidDate: true })
  .map((value) => value.toISOString().slice(-24, -14).padStart(10, '0'));
const clock = (scale: number) =>
  fc.tuple(fc.integer({ min: 0, max: 86_399 }), fc.integer({ min: 0, max: 10 ** scale - 1 })).map(([seconds, fraction]) => {
    const text = new Date(seconds * 1000).toISOString().slice(11, 19);
    return scale === 0 ? text : `${text}.${String(fraction).padStart(scale, '0')}`;
  });
const ascii = fc.string({ minLength: 0, maxLength: 40 });
const text = fc.string({ unit: 'grapheme', maxLength: 20 });
const bytes = (limit: number) => fc.uint8Array({ maxLength: limit }).map((value) => Buffer.from(value));
/** Letters that code page 1258 has, in its bytes. */
const vietnameseBytes = fc
  .array(fc.constantFrom(0x41, 0x61, 0x20, 0xc2, 0xe2, 0xd0, 0xf0, 0xec, 0xcc, 0xf2, 0xfe, 0xd5, 0xf5), { maxLength: 30 })
  .map((value) => Buffer.from(value));

/** tedious keeps milliseconds in a Date, and what is beyond them beside it. */
function instant(value: unknown): string {
  const moment = value as Date & { readonly nanosecondsDelta: number };
  return `${moment.toISOString()}+${Math.round(moment.nanosecondsDelta * 1e7)}`;
}

/** The same of a text without offset, given with up to seven decimals. */
function expectedInstant(dateText: string, time: string, offsetMinutes = 0): string {
  const [whole = '', fraction = ''] = time.split('.');
  const ticks = fraction.padEnd(7, '0');
  const moment = new Date(Date.parse(`${dateText}T${whole}.${ticks.slice(0, 3)}Z`) - offsetMinutes * 60_000);
  return `${moment.toISOString()}+${Number(ticks.slice(3))}`;
}

const scales = [0, 1, 2, 3, 4, 5, 6, 7];

const kinds: readonly Kind[] = [
  kind({ name: 'bit' }, ['BitN', 'Bit'], fc.boolean(), same),
  kind({ name: 'tinyint' }, ['IntN', 'TinyInt'], fc.integer({ min: 0, max: 255 }), same),
  kind({ name: 'smallint' }, ['IntN', 'SmallInt'], fc.integer({ min: -32_768, max: 32_767 }), same),
  kind({ name: 'int' }, ['IntN', 'Int'], fc.integer(), same),
  kind({ name: 'bigint' }, ['IntN', 'BigInt'], fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), String),
  kind({ name: 'real' }, ['FloatN', 'Real'], fc.float({ noNaN: true, noDefaultInfinity: true }), same),
  kind({ name: 'float' }, ['FloatN', 'Float'], fc.double({ noNaN: true, noDefaultInfinity: true }), same),
  kind(
    { name: 'money' },
    ['MoneyN', 'Money'],
    fc.bigInt({ min: -(2n ** 52n), max: 2n ** 52n }).map((units) => scaled(units, 4)),
    Number,
  ),
  kind(
    { name: 'smallmoney' },
    ['MoneyN', 'SmallMoney'],
    fc.integer().map((units) => scaled(BigInt(units), 4)),
    Number,
  ),
  ...[1, 5, 9, 10, 15, 19, 20, 28, 29, 38].flatMap((precision) =>
    [0, Math.floor(precision / 2), Math.min(precision, 15)].map((scale) => {
      const most = 10n ** BigInt(Math.min(precision, 15)) - 1n;
      const values = fc.bigInt({ min: -most, max: most }).map((units) => scaled(units, scale));
      return kind({ name: scale === 0 ? 'numeric' : 'decimal', precision, scale }, scale === 0 ? 'NumericN' : 'DecimalN', values, Number);
    }),
  ),
  kind({ name: 'date' }, 'Date', date, (value) => new Date(`${value}T00:00:00Z`)),
  kind(
    { name: 'datetime' },
    ['DateTimeN', 'DateTime'],
    fc
      .tuple(
        date.filter((value) => value >= '1753'),
        clock(2),
        fc.constantFrom('0', '3', '7'),
      )
      .map(([day, time, last]) => `${day} ${time}${last}`),
    (value) => new Date(`${value.replace(' ', 'T')}Z`),
  ),
  kind(
    { name: 'smalldatetime' },
    ['DateTimeN', 'SmallDateTime'],
    fc
      .tuple(
        date.filter((value) => value >= '1900' && value < '2079-06-06'),
        clock(0),
      )
      .map(([day, time]) => `${day} ${time.slice(0, 5)}:00`),
    (value) => new Date(`${value.replace(' ', 'T')}Z`),
  ),
  ...scales.map((scale) => kind({ name: 'time', scale }, 'Time', clock(scale), (value) => expectedInstant('1970-01-01', value))),
  ...scales.map((scale) =>
    kind(
      { name: 'datetime2', scale },
      'DateTime2',
      fc.tuple(date, clock(scale)).map((parts) => parts.join(' ')),
      (value) => expectedInstant(value.slice(0, 10), value.slice(11)),
    ),
  ),
  ...scales.map((scale) =>
    kind(
      { name: 'datetimeoffset', scale },
      'DateTimeOffset',
      fc
        .tuple(
          date.filter((value) => value > '0001-01-01' && value < '9999-12-31'),
          clock(scale),
          fc.constantFrom('+07:00', '+00:00', '-14:00', '+14:00', '-03:30'),
        )
        .map((parts) => parts.join(' ')),
      (value) => {
        const [day = '', time = '', zone = ''] = value.split(' ');
        const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4));
        return expectedInstant(day, time, zone.startsWith('-') ? -minutes : minutes);
      },
    ),
  ),
  kind(
    { name: 'uniqueidentifier' },
    'UniqueIdentifier',
    fc.uuid().map((value) => value.toUpperCase()),
    same,
  ),
  kind(
    { name: 'char', length: 40, collation: latin },
    'Char',
    ascii.map((value) => Buffer.from(value.padEnd(40), 'latin1')),
    String,
  ),
  kind({ name: 'varchar', length: 8000, collation: vietnamese }, 'VarChar', vietnameseBytes, (value) =>
    new TextDecoder('windows-1258').decode(value),
  ),
  kind(
    { name: 'varchar', length: 200, collation: utf8 },
    'VarChar',
    text.map((value) => Buffer.from(value)),
    String,
  ),
  kind({ name: 'varchar', length: 'max', collation: vietnamese }, 'VarChar', vietnameseBytes, (value) =>
    new TextDecoder('windows-1258').decode(value),
  ),
  kind({ name: 'nchar', length: 400, collation: vietnamese }, 'NChar', text, same),
  kind({ name: 'nvarchar', length: 4000, collation: latin }, 'NVarChar', text, same),
  kind({ name: 'nvarchar', length: 'max', collation: 'Vietnamese_100_CI_AS_SC' }, 'NVarChar', text, same),
  kind({ name: 'binary', length: 40 }, 'Binary', bytes(40), same),
  kind({ name: 'varbinary', length: 8000 }, 'VarBinary', bytes(300), same),
  kind({ name: 'varbinary', length: 'max' }, 'VarBinary', bytes(300), same),
  kind(
    { name: 'text', collation: latin },
    'Text',
    ascii.map((value) => Buffer.from(value, 'latin1')),
    String,
  ),
  kind({ name: 'ntext', collation: vietnamese }, 'NText', text, same),
  kind({ name: 'image' }, 'Image', bytes(300), same),
  kind(
    { name: 'xml' },
    'Xml',
    text.map((value) => `<a>${value}</a>`),
    same,
  ),
  kind({ name: 'udt', typeName: 'hierarchyid', assembly: 'Microsoft.SqlServer.Types' }, 'UDT', bytes(50), same),
  kind({ name: 'udt', typeName: 'geography', assembly: 'Microsoft.SqlServer.Types' }, 'UDT', bytes(300), same),
];

/** What a sql_variant may hold. Of bytes in a code page tedious takes collation and length for one another: ASCII alone can be compared. */
const inVariants = kinds.filter(
  ({ type }) => !['text', 'ntext', 'image', 'xml', 'udt'].includes(type.name) && !('length' in type && type.length === 'max'),
);
const variants: readonly Kind[] = inVariants.map(({ type, values, read }) =>
  kind(
    { name: 'sql_variant' },
    'Variant',
    (type.name === 'varchar' ? ascii.map((value) => Buffer.from(value, 'latin1')) : values).map((value) => ({
      type,
      value: value as string,
    })),
    ({ value }) => (type.name === 'varchar' ? String(value) : read(value as never)),
  ),
);

function comparable(value: unknown): unknown {
  return value instanceof Date && 'nanosecondsDelta' in value ? instant(value) : value;
}

function columnsOf(all: readonly Kind[], nullable: boolean): readonly ResultColumn[] {
  return all.map(({ type }, index) => ({ name: `c${index}`, type, nullable }));
}

test.each([
  ['that may be null', true, kinds],
  ['that may not be null', false, kinds],
  ['of sql_variant', true, variants],
])('generated values of every type arrive in columns %s', async (_, nullable, all) => {
  let rows: readonly (readonly SqlValue[])[] = [];
  const engine = scriptedEngine((_request, results) => tell(results, columnsOf(all, nullable), rows));
  await using server = await startSqlServer({ engine });
  for (const tdsVersion of ['7_4', '7_3_A'] as const) {
    const connection = await connect(server, { tdsVersion });
    const cells = all.map(({ values }) => (nullable ? fc.option(values, { freq: 4 }) : values));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(...cells), { minLength: 1, maxLength: 5 }), async (generated) => {
        rows = generated;
        const { results, columns } = await ask(connection, 'select');
        const expected = generated.map((row) => row.map((value, index) => (value === null ? null : all[index]?.read(value as never))));
        expect(results[0]?.map((row) => row.map(comparable))).toEqual(expected);
        const told = columns[0] as readonly { readonly type: { readonly name: string } }[];
        expect(told.map(({ type }) => type.name)).toEqual(all.map(({ names }) => names[nullable ? 0 : 1]));
      }),
      { numRuns: 25 },
    );
    connection.close();
  }
});

test('what a column is, is told: lengths, precision, scale, collation, nullability', async () => {
  const columns = columnsOf(
    [
      ...kinds.filter(({ type }) => type.name === 'decimal' && type.precision === 38),
      ...kinds.filter(({ type }) => type.name === 'varchar' || type.name === 'nvarchar' || type.name === 'udt'),
    ],
    true,
  );
  const engine = scriptedEngine((_, results) => tell(results, columns, []));
  await using server = await startSqlServer({ engine });
  const connection = await connect(server);
  const { columns: told } = await ask(connection, 'select');
  expect(told[0]).toMatchObject([
    { precision: 38, scale: 19, flags: 9 },
    { precision: 38, scale: 15, flags: 9 },
    { dataLength: 8000, collation: { lcid: 0x042a, codepage: 'CP1258' } },
    { dataLength: 200, collation: { codepage: 'utf-8', version: 2 } },
    { dataLength: 0xffff },
    { dataLength: 8000, collation: { sortId: 52, codepage: 'CP1252' } },
    { dataLength: 0xffff, collation: { lcid: 0x042a, version: 2 } },
    { udtInfo: { typeName: 'hierarchyid', maxByteSize: 892, dbname: 'legacy', assemblyName: 'Microsoft.SqlServer.Types' } },
    { udtInfo: { typeName: 'geography', maxByteSize: 0xffff } },
  ]);
  connection.close();
});

test.each([
  ['7_4', ['ROW', 'NBCROW']],
  ['7_3_B', ['ROW', 'NBCROW']],
  ['7_3_A', ['ROW', 'ROW']],
] as const)('rows with nulls travel without them, from TDS 7.3B on: %s', async (tdsVersion, expected) => {
  const columns = columnsOf(kinds.slice(0, 9), true);
  const filled = [true, 1, 2, 3, 4n, 5, 6, '7.0000', '8.0000'];
  const withNulls = filled.map((value, index) => (index % 8 === 0 ? null : value));
  const engine = scriptedEngine((_, results) => tell(results, columns, [filled, withNulls]));
  await using server = await startSqlServer({ engine });
  const connection = await connect(server, { tdsVersion, debug: { token: true, data: false, packet: false, payload: false } });
  const tokens: string[] = [];
  connection.on('debug', (message) => tokens.push(...(/'(ROW|NBCROW)'/.exec(message)?.slice(1) ?? [])));
  const { results } = await ask(connection, 'select');
  expect(tokens).toEqual(expected);
  expect(results[0]?.[1]).toEqual([null, 1, 2, 3, '4', 5, 6, 7, null]);
  connection.close();
});
