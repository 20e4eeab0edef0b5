import fc from 'fast-check';
import oracledb from 'oracledb';
import { expect, test } from 'vitest';
import type { OracleType, OracleValue } from '../src/oracle/index.ts';
import { interval, isLob, number, openScene, query, varchar } from './scripted-oracle.ts';

/** What the driver makes of values of one type, and the name it has for the type. */
async function fetched(
  type: OracleType,
  values: readonly OracleValue[],
  options: oracledb.ExecuteOptions = {},
  version = '23.5.0.0.0',
): Promise<{ readonly values: unknown[]; readonly metaData: oracledb.Metadata<unknown[]> | undefined }> {
  await using scene = await openScene(
    () =>
      query(
        [['V', type]],
        values.map((value) => [value]),
      ),
    { version },
  );
  const connection = await scene.connect();
  const result = await connection.execute<unknown[]>('select v from t', [], options);
  const read = await Promise.all((result.rows ?? []).map(async ([value]) => (isLob(value) ? value.getData() : value)));
  await connection.close();
  return { values: read, metaData: result.metaData?.[0] };
}

const asText: oracledb.ExecuteOptions = { fetchTypeHandler: () => ({ type: oracledb.STRING }) };

/** Plain digits: at most 38 of them, anywhere between 1E-130 and 1E125. */
const digits = fc
  .tuple(fc.boolean(), fc.bigInt({ min: 0n, max: 10n ** 38n - 1n }), fc.integer({ min: -120, max: 86 }))
  .map(([isNegative, units, exponent]) => {
    const text = String(units);
    if (text === '0') return '0';
    const placed =
      exponent >= 0
        ? text + '0'.repeat(exponent)
        : `${text.padStart(1 - exponent, '0').slice(0, exponent)}.${text.padStart(-exponent, '0').slice(exponent)}`;
    const trimmed = placed.includes('.') ? placed.replace(/\.?0+$/, '') : placed;
    return `${isNegative && /[1-9]/.test(trimmed) ? '-' : ''}${trimmed}`;
  });

/** The driver leaves out the zero before the point. */
const bare = (text: string): string => text.replace(/^(-?)0\./, '$1.');

test('numbers keep all their digits', async () => {
  const known = [
    '0',
    '1',
    '-1',
    '10',
    '100',
    '-99.5',
    '0.05',
    '-0.005',
    '1'.padEnd(126, '0'),
    `-${'9'.repeat(38)}${'0'.repeat(88)}`,
    `0.${'0'.repeat(129)}1`,
  ];
  const values = [...known, ...fc.sample(digits, { numRuns: 500, seed: 1 })];
  const { values: read, metaData } = await fetched(number, values, asText);
  expect(read).toEqual(values.map(bare));
  expect(metaData).toMatchObject({ dbTypeName: 'NUMBER', precision: 0, scale: -127 });
  expect((await fetched({ name: 'number', precision: 5, scale: -2 }, ['12300', null])).metaData).toMatchObject({ precision: 5, scale: -2 });
});

test('floats keep their extremes; zero has no sign and NaN is one', async () => {
  const values = [0, 1, -1, 1.5, -1e300, 5e-324, Number.MAX_VALUE, Infinity, -Infinity, NaN, null];
  expect((await fetched({ name: 'binary_double' }, [...values, -0])).values).toEqual([...values, 0]);
  const singles = [0, 1, -1, 0.5, -3.4028234663852886e38, 1.401298464324817e-45, Infinity, -Infinity, NaN, null];
  expect((await fetched({ name: 'binary_float' }, singles)).values).toEqual(singles);
});

test('texts of any script, fixed and national, keep every character', async () => {
  const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 });
  const values = [
    'Nguyễn Thị Ánh',
    'ế'.repeat(84),
    'ế'.repeat(85),
    '𠀋'.repeat(300),
    'x'.repeat(32_767),
    ...fc.sample(text, { numRuns: 200, seed: 2 }),
    null,
  ];
  for (const name of ['varchar2', 'char', 'nvarchar2', 'nchar'] as const) {
    const { values: read, metaData } = await fetched({ name, length: 32_767, characters: 8000 }, values);
    expect(read).toEqual(values);
    expect(metaData?.dbTypeName).toBe(name.toUpperCase());
    expect(metaData?.byteSize).toBe(8000);
  }
});

test('a column that is null by its type takes nothing', async () => {
  await using scene = await openScene(() =>
    query(
      [
        ['A', varchar(0)],
        ['B', number],
      ],
      [
        [null, '1'],
        [null, '2'],
      ],
    ),
  );
  const connection = await scene.connect();
  expect((await connection.execute('select null, b from t')).rows).toEqual([
    [null, 1],
    [null, 2],
  ]);
  await connection.close();
});

test('bytes and long values come whole', async () => {
  const bytes = [Buffer.from([0]), Buffer.alloc(252, 1), Buffer.alloc(253, 2), Buffer.alloc(2000, 255), null];
  expect((await fetched({ name: 'raw', length: 2000 }, bytes)).values).toEqual(bytes);
  const long = ['a', 'ế'.repeat(200_000), null, 'b'];
  expect((await fetched({ name: 'long' }, long)).values).toEqual(long);
  const longBytes = [Buffer.from([7]), Buffer.alloc(300_000, 9), null, Buffer.from([8])];
  expect((await fetched({ name: 'long raw' }, longBytes)).values).toEqual(longBytes);
});

test('large objects are read by their locators, whole, in parts and as streams', async () => {
  const text = 'Đường 𠀋 '.repeat(20_000);
  const rows = [
    [text, text, Buffer.alloc(100_000, 5)],
    ['', '', Buffer.alloc(0)],
    [null, null, null],
  ];
  await using scene = await openScene(() =>
    query(
      [
        ['C', { name: 'clob' }],
        ['N', { name: 'nclob' }],
        ['B', { name: 'blob' }],
      ],
      rows,
    ),
  );
  const connection = await scene.connect();
  for (let time = 0; time < 2; time++) {
    const { rows: read = [], metaData } = await connection.execute<oracledb.Lob[]>('select c, n, b from t');
    expect(metaData?.map(({ dbTypeName }) => dbTypeName)).toEqual(['CLOB', 'NCLOB', 'BLOB']);
    const [full = [], empty = [], none] = read;
    expect(full.map(({ length, chunkSize }) => [length, chunkSize])).toEqual([
      [text.length, 8132],
      [text.length, 8132],
      [100_000, 8132],
    ]);
    expect(await Promise.all(full.map(async (lob) => lob.getData()))).toEqual(rows[0]);
    expect(await full[0]?.getData(3, 9)).toBe(text.slice(2, 11));
    let streamed = '';
    full[1]?.setEncoding('utf8');
    for await (const part of full[1] ?? []) streamed += String(part);
    expect(streamed).toBe(text);
    expect(empty.map(({ length }) => length)).toEqual([0, 0, 0]);
    expect(none).toEqual([null, null, null]);
  }
  const fetchTypeHandler: oracledb.ExecuteOptions['fetchTypeHandler'] = ({ dbTypeName }) => ({
    type: dbTypeName === 'BLOB' ? oracledb.BUFFER : oracledb.STRING,
  });
  for (let time = 0; time < 2; time++) {
    // The driver takes an empty value for none.
    expect((await connection.execute('select c, n, b from t', [], { fetchTypeHandler })).rows).toEqual([rows[0], rows[2], rows[2]]);
  }
  await connection.close();
});

test('a large object may be read while its statement is executed again, and is forgotten after that', async () => {
  let text = 'first';
  await using scene = await openScene(() => query([['C', { name: 'clob' }]], [[text]]));
  const connection = await scene.connect();
  const read = async (): Promise<oracledb.Lob | undefined> => (await connection.execute<oracledb.Lob[]>('select c from t')).rows?.[0]?.[0];
  const first = await read();
  text = 'second';
  const second = await read();
  expect([await first?.getData(), await second?.getData()]).toEqual(['first', 'second']);
  await read();
  await expect(first?.getData()).rejects.toMatchObject({ errorNum: 22_922 });
  await connection.close();
});

test('dates and timestamps keep their instants', async () => {
  const moment = fc.date({ min: new Date('0100-01-01T00:00:00Z'), max: new Date('9999-12-30T00:00:00Z'), noInvalidDate: true });
  const instants = [
    ...fc.sample(moment, { numRuns: 200, seed: 3 }),
    new Date('2024-02-29T13:45:30.123Z'),
    new Date('9999-12-31T23:59:59Z'),
  ];
  const text = (instant: Date): string => instant.toISOString().replace('T', ' ').slice(0, -1);
  const local = (instant: Date): Date => new Date(instant.getTime() + instant.getTimezoneOffset() * 60_000);
  const whole = (instant: Date): Date => new Date(Math.floor(instant.getTime() / 1000) * 1000);
  expect(
    (
      await fetched(
        { name: 'date' },
        instants.map((instant) => text(instant).slice(0, 19)),
      )
    ).values,
  ).toEqual(instants.map((instant) => local(whole(instant))));
  expect(
    (
      await fetched(
        { name: 'timestamp', scale: 9 },
        instants.map((instant) => `${text(instant)}456789`),
      )
    ).values,
  ).toEqual(instants.map(local));
  const zoned = instants.map((instant) => `${text(instant)}000000 +00:00`);
  expect((await fetched({ name: 'timestamp with time zone', scale: 9 }, zoned)).values).toEqual(instants);
});

test('years before Christ and zones of all kinds are told as instants', async () => {
  const { values } = await fetched({ name: 'timestamp with time zone', scale: 9 }, [
    '2024-03-01 06:30:00.000000000 +07:00',
    '2024-02-29 23:30:00.5 -09:30',
    '2024-07-01 12:00:00 Asia/Ho_Chi_Minh',
    '2024-07-01 12:00:00 Europe/Berlin',
    '2024-01-01 12:00:00 Europe/Berlin',
    null,
  ]);
  const zulu = ['2024-02-29T23:30:00Z', '2024-03-01T09:00:00.5Z', '2024-07-01T05:00:00Z', '2024-07-01T10:00:00Z', '2024-01-01T11:00:00Z'];
  expect(values).toEqual([...zulu.map((instant) => new Date(instant)), null]);
  const [ancient] = (await fetched({ name: 'date' }, ['-4712-01-01 00:00:00'])).values;
  expect((ancient as Date).getFullYear()).toBe(-4712);
});

test('values with local time zone are told in the zone of the session', async () => {
  const answer = query([['V', { name: 'timestamp with local time zone', scale: 6 }]], [['2024-02-29 03:00:00.250000']]);
  await using scene = await openScene((_request, _signal, session) => {
    session.timeZone = '+07:00';
    return answer;
  });
  const connection = await scene.connect();
  const instant = new Date('2024-02-28T20:00:00.25Z');
  const bind = { val: instant, type: oracledb.DB_TYPE_TIMESTAMP_LTZ };
  for (let time = 0; time < 2; time++) {
    expect((await connection.execute('select v from t where v < :1', [bind])).rows).toEqual([[instant]]);
  }
  expect(scene.engine.requests.at(-1)?.binds[0]?.[0]).toEqual({
    type: { name: 'timestamp with local time zone', scale: 9 },
    value: '2024-02-29 03:00:00.250000000',
  });
  await connection.close();
});

test('intervals keep their parts and their signs', async () => {
  const { values } = await fetched({ name: 'interval year to month', precision: 2 }, ['+01-02', '-99-11', null]);
  expect(values).toEqual([interval('YM', { years: 1, months: 2 }), interval('YM', { years: -99, months: -11 }), null]);
  const { values: spans } = await fetched({ name: 'interval day to second', precision: 2, scale: 9 }, [
    '+01 02:03:04.000000005',
    '-99 23:59:59.999999999',
  ]);
  expect(spans).toEqual([
    interval('DS', { days: 1, hours: 2, minutes: 3, seconds: 4, fseconds: 5 }),
    interval('DS', { days: -99, hours: -23, minutes: -59, seconds: -59, fseconds: -999_999_999 }),
  ]);
});

test('rowids come as they are', async () => {
  const rowIds = ['AAAR3sAAEAAAACXAAA', 'AAAAAAAAAAAAAAAAAB', '////9/P/+/////f7/3', null];
  expect((await fetched({ name: 'rowid' }, rowIds.slice(0, 2))).values).toEqual(rowIds.slice(0, 2));
  expect((await fetched({ name: 'urowid' }, ['AAAR3sAAEAAAACXAAA', '*BAEAAJcCwQL+', null])).values).toEqual([
    'AAAR3sAAEAAAACXAAA',
    '*BAEAAJcCwQL+',
    null,
  ]);
});

test('booleans are those of 23ai, and nothing before it', async () => {
  expect((await fetched({ name: 'boolean' }, [true, false, null])).values).toEqual([true, false, null]);
  await expect(fetched({ name: 'boolean' }, [true], {}, '19.3.0.0.0')).rejects.toMatchObject({ errorNum: 902 });
});

test('XML comes as text', async () => {
  expect((await fetched({ name: 'xmltype' }, ['<a>Đ</a>', null])).values).toEqual(['<a>Đ</a>', null]);
});

test('JSON is binary from 21c on, and a text in a CLOB before it', async () => {
  const documents = [
    { tên: 'Ánh', tags: ['a', 'ế'.repeat(200), null, true, false], n: [0, -1.5, 1e300], inner: { tên: {}, list: [] } },
    [],
    'text',
    7,
    null,
  ];
  const texts = documents.map((document) => JSON.stringify(document));
  expect((await fetched({ name: 'json' }, texts)).values).toEqual(documents);
  const { values, metaData } = await fetched({ name: 'json' }, texts, asText, '19.3.0.0.0');
  expect(values).toEqual(texts);
  expect(metaData).toMatchObject({ dbTypeName: 'CLOB', isJson: true });
});

test('an object that the driver cannot ask about is refused, and the connection stays of use', async () => {
  const object: OracleType = { name: 'object', schema: 'MDSYS', typeName: 'SDO_GEOMETRY' };
  await using scene = await openScene(({ text }) =>
    text.includes('geometry') ? query([['V', object]], [[null]]) : query([['V', number]], [['1']]),
  );
  const connection = await scene.connect();
  await expect(connection.execute('select geometry from t')).rejects.toMatchObject({ code: 'NJS-129' });
  expect((await connection.execute('select v from t')).rows).toEqual([[1]]);
  await connection.close();
});
