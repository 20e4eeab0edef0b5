import oracledb from 'oracledb';
import { expect, test } from 'vitest';
import { type Bind, OracleError, type OracleValue } from '../src/oracle/index.ts';
import { column, interval, number, openScene, query, type Script, varchar } from './scripted-oracle.ts';

const rows = Array.from({ length: 1000 }, (_, index) => [String(index), index % 3 === 0 ? null : `name ${index}`]);
const persons: Script = () =>
  query(
    [
      ['ID', number],
      ['NAME', varchar(100)],
    ],
    rows,
  );
const values = (binds: readonly (readonly Bind[])[] | undefined): readonly (readonly OracleValue[])[] | undefined =>
  binds?.map((row) => row.map(({ value }) => value));

test.each([1, 2, 64, 1000, 1001])('a query is described, fetched by %i and executed again', async (fetchArraySize) => {
  await using scene = await openScene(persons);
  const connection = await scene.connect();
  for (let time = 0; time < 3; time++) {
    const result = await connection.execute('select id, name from persons', [], { fetchArraySize, prefetchRows: time * 3 });
    expect(result.metaData?.map(({ name, dbTypeName }) => [name, dbTypeName])).toEqual([
      ['ID', 'NUMBER'],
      ['NAME', 'VARCHAR2'],
    ]);
    expect(result.rows).toEqual(rows.map(([id, name]) => [Number(id), name]));
  }
  expect(scene.engine.openCursors()).toBe(0);
  await connection.close();
});

test('rows are pulled by result sets and streams, and what is not read is closed', async () => {
  await using scene = await openScene(persons);
  const connection = await scene.connect();
  const { resultSet } = await connection.execute('select id, name from persons', [], { resultSet: true, fetchArraySize: 10 });
  expect(await resultSet?.getRows(25)).toHaveLength(25);
  expect(scene.engine.openCursors()).toBe(1);
  await resultSet?.close();
  let count = 0;
  for await (const _ of connection.queryStream('select id, name from persons', [], { fetchArraySize: 33 })) count++;
  expect(count).toBe(1000);
  const other = await connection.execute('select id, name from persons', [], { resultSet: true, keepInStmtCache: false });
  await other.resultSet?.close();
  await connection.ping();
  expect(scene.engine.openCursors()).toBe(0);
  await connection.close();
});

test('columns that became others since are described again', async () => {
  let answer = query([['ID', number]], [['1']]);
  await using scene = await openScene(() => answer);
  const connection = await scene.connect();
  expect((await connection.execute('select * from t')).rows).toEqual([[1]]);
  answer = query(
    [
      ['ID', number],
      ['NAME', varchar(10)],
      ['NOTE', { name: 'clob' }],
    ],
    [['1', 'a', null]],
  );
  const result = await connection.execute('select * from t');
  expect(result.metaData?.map(({ name }) => name)).toEqual(['ID', 'NAME', 'NOTE']);
  answer = query([['NAME', varchar(10)]], [['b']]);
  expect((await connection.execute('select * from t')).rows).toEqual([['b']]);
  await connection.close();
});

test('binds of all types reach the engine, null among them', async () => {
  await using scene = await openScene(() => ({ rowCount: 1 }), { version: '23.5.0.0.0' });
  const connection = await scene.connect();
  const at = new Date('2024-02-29T13:45:30.123Z');
  const sent: readonly [oracledb.BindParameter, string, OracleValue][] = [
    [{ val: 'Đường' }, 'varchar2', 'Đường'],
    [{ val: 'x'.repeat(40_000) }, 'long', 'x'.repeat(40_000)],
    [{ val: 'ế', type: oracledb.DB_TYPE_NVARCHAR }, 'nvarchar2', 'ế'],
    [{ val: 'c', type: oracledb.DB_TYPE_CHAR }, 'char', 'c'],
    [{ val: -12.75 }, 'number', '-12.75'],
    [{ val: 12_345_678_901_234_567_890n as unknown as number, type: oracledb.NUMBER }, 'number', '12345678901234567890'],
    [{ val: 0.1, type: oracledb.DB_TYPE_BINARY_DOUBLE }, 'binary_double', 0.1],
    [{ val: 0.5, type: oracledb.DB_TYPE_BINARY_FLOAT }, 'binary_float', 0.5],
    [{ val: at, type: oracledb.DB_TYPE_TIMESTAMP_TZ }, 'timestamp with time zone', '2024-02-29 13:45:30.123000000 +00:00'],
    [{ val: at, type: oracledb.DB_TYPE_TIMESTAMP_LTZ }, 'timestamp with local time zone', '2024-02-29 13:45:30.123000000'],
    [{ val: Buffer.from('00ff', 'hex') }, 'raw', Buffer.from('00ff', 'hex')],
    [{ val: Buffer.alloc(50_000, 3) }, 'long raw', Buffer.alloc(50_000, 3)],
    [{ val: true }, 'boolean', true],
    [{ val: false }, 'boolean', false],
    [{ val: interval('YM', { years: 1, months: 2 }) }, 'interval year to month', '+01-02'],
    [{ val: interval('DS', { days: -1, seconds: -2 }) }, 'interval day to second', '-01 00:00:02.000000000'],
  ];
  const places = sent.map((_, index) => `:${index + 1}`).join(', ');
  for (let time = 0; time < 2; time++) {
    await connection.execute(
      `insert into t values (${places})`,
      sent.map(([bind]) => bind),
    );
    const [row] = scene.engine.requests.at(-1)?.binds ?? [];
    expect(row?.map(({ type, value }) => [type.name, value])).toEqual(sent.map(([, name, value]) => [name, value]));
  }
  await connection.execute(
    `insert into u values (${places})`,
    sent.map(([bind]) => ({ ...bind, val: null })),
  );
  expect(values(scene.engine.requests.at(-1)?.binds)).toEqual([sent.map(() => null)]);
  await connection.close();
});

test('a bind of JSON is its text', async () => {
  await using scene = await openScene(() => ({ rowCount: 1 }), { version: '23.5.0.0.0' });
  const connection = await scene.connect();
  const wide = Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`n${index}`, index]));
  const documents = [
    { tên: 'Á"nh', list: [1, -2.5, true, false, null, {}, []], inner: { tên: 'ế'.repeat(100) } },
    wide,
    'text',
    7,
    [],
    null,
  ];
  for (const document of documents) {
    await connection.execute('insert into t values (:1, :2)', [{ val: document, type: oracledb.DB_TYPE_JSON }, 'behind']);
    const [[first, second] = []] = scene.engine.requests.at(-1)?.binds ?? [];
    expect([first?.type.name, JSON.parse(String(first?.value)), second?.value]).toEqual(['json', document, 'behind']);
  }
  await connection.close();
});

test('a bind of a large object is its value', async () => {
  await using scene = await openScene(() => ({ rowCount: 1 }));
  const connection = await scene.connect();
  const lob = await connection.createLob(oracledb.CLOB);
  lob.end('Đường 𠀋 '.repeat(5000));
  await new Promise((resolve) => lob.once('finish', resolve));
  await connection.execute('insert into t values (:1, :2)', [lob, 7]);
  expect(values(scene.engine.requests.at(-1)?.binds)).toEqual([['Đường 𠀋 '.repeat(5000), '7']]);
  await lob.close();
  await connection.execute('begin p(:1); end;', ['y'.repeat(40_000)]);
  expect(values(scene.engine.requests.at(-1)?.binds)).toEqual([['y'.repeat(40_000)]]);
  await connection.execute('begin p(:1); end;', [Buffer.alloc(40_000, 7)]);
  expect(values(scene.engine.requests.at(-1)?.binds)).toEqual([[Buffer.alloc(40_000, 7)]]);
  await connection.close();
});

test('blocks take values in and out, again and again', async () => {
  let calls = 0;
  await using scene = await openScene(() => {
    calls++;
    return {
      outputs: new Map<number, readonly OracleValue[]>([
        [0, [String(calls)]],
        [2, ['ế'.repeat(500)]],
        [3, [null]],
        [4, ['2024-02-29 13:45:30']],
        [5, ['long text']],
      ]),
    };
  });
  const connection = await scene.connect();
  const out = (type: oracledb.DbType | number, maxSize?: number): oracledb.BindParameter => ({
    dir: oracledb.BIND_OUT,
    type: type as number,
    ...(maxSize === undefined ? {} : { maxSize }),
  });
  for (let time = 1; time <= 3; time++) {
    const { outBinds } = await connection.execute<Record<string, unknown>>(
      'begin :n := f(:i, :io); :none := null; :d := sysdate; :c := g(); end;',
      {
        n: out(oracledb.NUMBER),
        i: time * 10,
        io: { dir: oracledb.BIND_INOUT, val: `in ${time}`, maxSize: 4000 },
        none: out(oracledb.STRING, 10),
        d: out(oracledb.DB_TYPE_DATE),
        c: out(oracledb.STRING, 40_000),
      },
    );
    expect(outBinds).toEqual({ n: time, io: 'ế'.repeat(500), none: null, d: new Date(2024, 1, 29, 13, 45, 30), c: 'long text' });
    expect(values(scene.engine.requests.at(-1)?.binds)).toEqual([[null, String(time * 10), `in ${time}`, null, null, null]]);
  }
  await connection.close();
});

test('a block takes out a cursor, which is fetched like any other', async () => {
  await using scene = await openScene(() => ({}));
  const connection = await scene.connect();
  let at = 0;
  let isClosed = false;
  const cursor = {
    columns: [column('ID', number), column('NAME', varchar(100))],
    fetch: async (count: number) => rows.slice(at, (at += count)),
    close: async () => {
      isClosed = true;
    },
  };
  await using other = await openScene(() => ({ outputs: new Map([[0, [cursor]]]) }));
  const second = await other.connect();
  const { outBinds } = await second.execute<{ c: oracledb.ResultSet<unknown[]> }>('begin open :c for select 1 from dual; end;', {
    c: { dir: oracledb.BIND_OUT, type: oracledb.CURSOR },
  });
  expect(outBinds?.c.metaData.map(({ name }) => name)).toEqual(['ID', 'NAME']);
  const read: unknown[] = [];
  for await (const row of (outBinds?.c as unknown as AsyncIterable<unknown>) ?? []) read.push(row);
  expect(read).toEqual(rows.map(([id, name]) => [Number(id), name]));
  await outBinds?.c.close();
  expect(isClosed).toBe(true);
  await connection.close();
  await second.close();
});

test('changes tell their rows, the last rowid and the transaction', async () => {
  await using scene = await openScene((request, _signal, session) => {
    session.inTransaction = !request.commit;
    return { rowCount: 3, rowId: 'AAAR3sAAEAAAACXAAC' };
  });
  const connection = await scene.connect();
  const result = await connection.execute('update t set a = :1', [1]);
  expect([result.rowsAffected, result.lastRowid, connection.transactionInProgress]).toEqual([3, 'AAAR3sAAEAAAACXAAC', true]);
  await connection.commit();
  expect(connection.transactionInProgress).toBe(false);
  await connection.execute('update t set a = :1', [2]);
  await connection.rollback();
  expect(connection.transactionInProgress).toBe(false);
  for (let time = 0; time < 2; time++) {
    await connection.execute('update t set a = :1', [3], { autoCommit: true });
    expect([scene.engine.requests.at(-1)?.commit, connection.transactionInProgress]).toEqual([true, false]);
  }
  await connection.close();
});

test('returning gives a value for each row, and for each of many', async () => {
  await using scene = await openScene(({ binds }) => {
    if (binds.length > 1) return { rowCount: binds.length, outputs: new Map([[1, binds.map((_, row) => String(row * 2))]]) };
    return {
      rowCount: 2,
      outputs: new Map<number, readonly OracleValue[]>([
        [1, ['7', '8']],
        [2, ['a', null]],
      ]),
    };
  });
  const connection = await scene.connect();
  const out = { dir: oracledb.BIND_OUT, type: oracledb.NUMBER };
  const text = "update t set note = 'returning :x into', b = :b returning id, name /* into :y */ into :id, :name";
  for (let time = 0; time < 2; time++) {
    const { outBinds } = await connection.execute(text, { b: 5, id: out, name: { dir: oracledb.BIND_OUT, type: oracledb.STRING } });
    expect(outBinds).toEqual({ id: [7, 8], name: ['a', null] });
    expect(values(scene.engine.requests.at(-1)?.binds)).toEqual([['5', null, null]]);
  }
  const many = await connection.executeMany('insert into t (a) values (:1) returning id into :2', [[1], [2], [3]], {
    bindDefs: [{ type: oracledb.NUMBER }, out],
  });
  expect([many.rowsAffected, many.outBinds]).toEqual([3, [[[0]], [[2]], [[4]]]]);
  await connection.close();
});

test('many rows of binds arrive in one call, with their errors gathered', async () => {
  const error = new OracleError(1400, 'cannot insert NULL into ("SCOTT"."T"."A")');
  await using scene = await openScene(({ binds, gatherErrors }) => {
    if (gatherErrors !== true) return { rowCount: binds.length };
    return {
      rowCount: binds.length - 2,
      batchErrors: [
        { row: 1, error },
        { row: 400, error },
      ],
    };
  });
  const connection = await scene.connect();
  const sent = Array.from({ length: 500 }, (_, index) => [index, `v${index}`.repeat(50)]);
  for (let time = 0; time < 2; time++) {
    const result = await connection.executeMany('insert into t values (:1, :2)', sent);
    expect([result.rowsAffected, values(scene.engine.requests.at(-1)?.binds)]).toEqual([500, sent.map(([id, name]) => [String(id), name])]);
  }
  const result = await connection.executeMany('insert into t values (:1, :2)', sent, { batchErrors: true });
  expect(result.rowsAffected).toBe(498);
  expect(result.batchErrors?.map(({ offset, message }) => [offset, message])).toEqual([
    [1, error.message],
    [400, error.message],
  ]);
  await connection.close();
});

test('errors have their number, their text and their place; the statement may be tried again', async () => {
  let error: OracleError | undefined = new OracleError(942, 'table or view does not exist', { offset: 14 });
  await using scene = await openScene(() => {
    if (error !== undefined) throw error;
    return query([['ID', number]], [['1']]);
  });
  const connection = await scene.connect();
  const told = await connection.execute('select * from nope').catch((reason: unknown) => reason);
  expect(told).toMatchObject({ errorNum: 942, offset: 14, message: expect.stringContaining('ORA-00942: table or view does not exist') });
  error = new OracleError(54, 'resource busy');
  await expect(connection.execute('select * from nope')).rejects.toMatchObject({ errorNum: 54 });
  error = undefined;
  expect((await connection.execute('select * from nope')).rows).toEqual([[1]]);
  error = new OracleError(1, 'unique constraint (SCOTT.PK) violated');
  await expect(connection.execute('select * from nope')).rejects.toMatchObject({ errorNum: 1 });
  error = undefined;
  expect((await connection.execute('select * from nope')).rows).toEqual([[1]]);
  await connection.close();
});

test('a procedure that does not compile is a warning', async () => {
  await using scene = await openScene(() => ({ warning: new OracleError(24_344, 'success with compilation error') }));
  const connection = await scene.connect();
  const { warning } = await connection.execute('create procedure p as begin nonsense; end;');
  expect(warning).toMatchObject({ code: 'NJS-700' });
  await connection.close();
});

test('what is not spoken is refused, and the connection stays of use', async () => {
  await using scene = await openScene(persons, { version: '23.5.0.0.0' });
  const connection = await scene.connect();
  const refused = { errorNum: 3001 };
  await expect(
    connection.execute('insert into t values (:1)', [{ val: { a: new Date(0) }, type: oracledb.DB_TYPE_JSON }]),
  ).rejects.toMatchObject(refused);
  await expect(
    connection.execute('begin p(:1); end;', [{ val: [1, 2], type: oracledb.NUMBER, dir: oracledb.BIND_IN }]),
  ).rejects.toMatchObject(refused);
  await expect(connection.changePassword('scott', 'tiger', 'lion')).rejects.toMatchObject(refused);
  expect((await connection.execute('select id, name from persons')).rows).toHaveLength(1000);
  await connection.close();
});

test('a value of another kind than its column has is told, and ends the connection', async () => {
  await using scene = await openScene(() => query([['N', number]], [['1'], [Buffer.from('x')]]));
  const connection = await scene.connect();
  await expect(connection.execute('select n from t')).rejects.toThrow(/ORA-00600.*a text belongs/s);
  await expect.poll(() => [scene.engine.openSessions(), scene.engine.openCursors()]).toEqual([0, 0]);
});

test('a fatal error ends the connection', async () => {
  await using scene = await openScene(() => {
    throw new OracleError(28, 'your session has been killed', { isFatal: true });
  });
  const connection = await scene.connect();
  await expect(connection.execute('select 1 from dual')).rejects.toMatchObject({ code: 'NJS-500' });
  await expect.poll(() => scene.engine.openSessions()).toBe(0);
});

test('a statement is described without being executed, and a schema is told', async () => {
  await using scene = await openScene(persons);
  const connection = await scene.connect();
  const info = await connection.getStatementInfo('select id, name from persons where id = :id');
  expect([info.bindNames, info.metaData?.map(({ name }) => name)]).toEqual([['ID'], ['ID', 'NAME']]);
  connection.currentSchema = 'HR';
  await connection.ping();
  expect(scene.engine.requests.at(-1)?.text).toBe('alter session set current_schema = "HR"');
  await connection.execute('alter session set current_schema = OTHER');
  expect(connection.currentSchema).toBe('OTHER');
  connection.module = 'ingest';
  connection.action = 'read';
  connection.clientInfo = 'x';
  await connection.ping();
  await connection.close();
});
