import { once } from 'node:events';
import { type Connection, ISOLATION_LEVEL, type Request, TYPES } from 'tedious';
import { expect, test } from 'vitest';
import { SqlServerError, startSqlServer } from '../src/sqlserver/index.ts';
import { waitFor } from '../src/wait-for.ts';
import { ask, connect, requestFor, type SentParameter } from './sqlserver-client.ts';
import { type Answer, number, scriptedEngine, tell } from './sqlserver-engine.ts';

/** A server with an engine that answers so, and tedious connected to it. */
async function open(answer: Answer, options: Parameters<typeof connect>[1] = {}) {
  const engine = scriptedEngine(answer);
  const server = await startSqlServer({ engine });
  const connection = await connect(server, options);
  return {
    engine,
    server,
    connection,
    [Symbol.asyncDispose]: async () => {
      connection.close();
      await server.close();
    },
  };
}

const wide = { name: 'v', type: { name: 'nvarchar', length: 'max', collation: 'SQL_Latin1_General_CP1_CI_AS' }, nullable: true } as const;

test('a batch arrives as it was written; two results, a count without rows, and a message come in order', async () => {
  const infos: string[] = [];
  await using on = await open(async (_, results) => {
    await tell(results, [number], [[1], [2]]);
    results.info({ number: 50000, severity: 0, state: 1, message: 'Xin chào', line: 1 });
    results.done(7);
    await tell(results, [number, { ...number, name: 'm', nullable: true }], [[3, null]]);
  });
  on.connection.on('infoMessage', ({ message }) => infos.push(message));
  const { results, rowCount } = await ask(on.connection, "select N'Đ'; print 'x'", [], 'execSqlBatch');
  expect(results).toEqual([[[1], [2]], [[3, null]]]);
  expect(rowCount).toBe(10);
  const ends: unknown[] = [];
  await new Promise<void>((resolve, reject) => {
    const request = requestFor('select', (error) => (error === undefined ? resolve() : reject(error)));
    request.on('done', (rows, more) => ends.push([rows, more]));
    on.connection.execSqlBatch(request);
  });
  expect(ends).toEqual([
    [2, true],
    [7, true],
    [1, false],
  ]);
  expect(infos).toEqual(['Xin chào', 'Xin chào']);
  expect(on.engine.requests[0]).toEqual({ text: "select N'Đ'; print 'x'", parameters: [] });
});

test('an error comes with its number, line and state, behind the rows that were told; the connection goes on', async () => {
  await using on = await open(async (request, results) => {
    await tell(results, [number], [[1]]);
    if (request.text === 'bad') throw new SqlServerError(208, "Invalid object name 'x'.", { state: 1, line: 3 });
  });
  for (const way of ['execSqlBatch', 'execSql'] as const) {
    const rows: unknown[] = [];
    const failed = await new Promise<Error | undefined>((resolve) => {
      const request = requestFor('bad', (error) => resolve(error));
      request.on('row', (row) => rows.push(row));
      on.connection[way](request);
    });
    expect(failed).toMatchObject({ number: 208, lineNumber: 3, state: 1, class: 16, message: "Invalid object name 'x'." });
    expect(rows).toHaveLength(1);
    expect((await ask(on.connection, 'good', [], way)).results).toEqual([[[1]]]);
  }
});

test('an error of severity 20 ends the connection behind it', async () => {
  await using on = await open(() => {
    throw new SqlServerError(823, 'The disk is gone.', { severity: 24 });
  });
  const ended = once(on.connection, 'end');
  await expect(ask(on.connection, 'select 1')).rejects.toMatchObject({ number: 823 });
  await ended;
  await waitFor(() => on.engine.sessions.open === 0, { what: 'the end of the session' });
});

test('a value of another kind than its column is told as a defect of the engine', async () => {
  await using on = await open((_, results) => tell(results, [number], [['1']]));
  await expect(ask(on.connection, 'select 1')).rejects.toMatchObject({ number: 3624, message: expect.stringContaining('a number') });
});

test('a row of too few or too many values is told as a defect of the engine', async () => {
  await using on = await open((request, results) => tell(results, [number], [request.text === 'few' ? [] : [1, 2]]));
  const other = await connect(on.server);
  for (const [connection, text] of [
    [on.connection, 'few'],
    [other, 'many'],
  ] as const) {
    await expect(ask(connection, text)).rejects.toMatchObject({ number: 3624, message: expect.stringContaining('values for 1 columns') });
  }
});

test('a null where there may be none is told as a defect of the engine', async () => {
  await using on = await open((_, results) => tell(results, [number], [[null]]));
  await expect(ask(on.connection, 'select 1')).rejects.toMatchObject({ number: 3624, message: expect.stringContaining('null') });
});

test('a statement is prepared once, carried out with other values, and forgotten', async () => {
  await using on = await open((request, results) => tell(results, [number], [[Number(request.parameters[0]?.value)]]));
  const values: unknown[] = [];
  let step: ((error?: Error) => void) | undefined;
  const request: Request = requestFor('select @a where @b is null', (error) => step?.(error));
  request.addParameter('a', TYPES.Int, null);
  request.addParameter('b', TYPES.NVarChar, null);
  request.on('row', (row: readonly { readonly value: unknown }[]) => values.push(row[0]?.value));
  const run = (start: () => void): Promise<void> =>
    new Promise((resolve, reject) => {
      step = (error) => (error === undefined ? resolve() : reject(error));
      start();
    });
  const prepared = once(request, 'prepared');
  on.connection.prepare(request);
  await prepared;
  expect(on.engine.requests).toEqual([]);
  await run(() => on.connection.execute(request, { a: 5, b: 'đ' }));
  await run(() => on.connection.execute(request, { a: 6, b: null }));
  expect(values).toEqual([5, 6]);
  expect(on.engine.requests.map(({ parameters }) => parameters.map(({ name, value }) => [name, value]))).toEqual([
    [
      ['@a', 5],
      ['@b', 'đ'],
    ],
    [
      ['@a', 6],
      ['@b', null],
    ],
  ]);
  await run(() => on.connection.unprepare(request));
  await expect(run(() => on.connection.execute(request, { a: 7, b: null }))).rejects.toMatchObject({ number: 8179 });
});

test('sp_prepexec and sp_executesql are called by name, too, with values that have no names', async () => {
  await using on = await open((request, results) => tell(results, [number], [[Number(request.parameters[0]?.value)]]));
  const text = { name: 'stmt', type: TYPES.NVarChar, value: 'select @x' };
  const declared = { name: 'params', type: TYPES.NVarChar, value: '@x int' };
  const value = { name: '', type: TYPES.Int, value: 9 };
  expect((await ask(on.connection, 'sp_executesql', [text, declared, value], 'callProcedure')).results).toEqual([[[9]]]);
  const handle = { name: 'handle', type: TYPES.Int, value: null };
  expect((await ask(on.connection, '[sys].[sp_prepexec]', [handle, declared, text, value], 'callProcedure')).results).toEqual([[[9]]]);
  expect(on.engine.requests).toEqual(Array(2).fill({ text: 'select @x', parameters: [{ name: '@x', type: { name: 'int' }, value: 9 }] }));
});

test('a declared parameter without a value is refused, and one that was not declared', async () => {
  await using on = await open(() => undefined);
  const text = { name: 'stmt', type: TYPES.NVarChar, value: 'select @x' };
  const declared = (params: string) => ({ name: 'params', type: TYPES.NVarChar, value: params });
  const value = { name: 'x', type: TYPES.Int, value: 9 };
  const call = (...parameters: readonly SentParameter[]) => ask(on.connection, 'sp_executesql', parameters, 'callProcedure');
  await expect(call(text, declared('@x int, @y int'), value)).rejects.toMatchObject({ number: 8178 });
  await expect(call(text, declared(''), value)).rejects.toMatchObject({ number: 8144 });
  expect(on.engine.requests).toEqual([]);
});

test('a procedure is called as a statement with its parameters by name', async () => {
  await using on = await open((_, results) => results.done(undefined));
  const parameters = [
    { name: 'source_schema', type: TYPES.NVarChar, value: 'dbo' },
    { name: 'role_name', type: TYPES.NVarChar, value: null },
  ];
  await ask(on.connection, 'sys.sp_cdc_enable_table', parameters, 'callProcedure');
  await ask(on.connection, 'sys.sp_cdc_enable_db', [], 'callProcedure');
  expect(on.engine.requests).toMatchObject([
    {
      text: 'exec sys.sp_cdc_enable_table @source_schema = @source_schema, @role_name = @role_name',
      parameters: [
        { name: '@source_schema', value: 'dbo' },
        { name: '@role_name', value: null },
      ],
    },
    { text: 'exec sys.sp_cdc_enable_db', parameters: [] },
  ]);
});

test('what is not spoken is refused by name: output parameters, cursors, tables as values', async () => {
  await using on = await open(() => undefined);
  const output = new Promise((resolve) => {
    const request = requestFor('exec p', resolve);
    request.addOutputParameter('result', TYPES.Int);
    on.connection.callProcedure(request);
  });
  expect(await output).toMatchObject({ number: 40510, message: expect.stringContaining('@result') });
  const table = { name: 't', type: TYPES.TVP, value: { columns: [], rows: [] } };
  await expect(ask(on.connection, 'p', [table], 'callProcedure')).rejects.toMatchObject({ number: 8009 });
  expect(on.engine.requests).toEqual([]);
});

function transact(connection: Connection, start: (done: (error?: Error | null) => void) => void): Promise<boolean> {
  return new Promise((resolve, reject) => {
    // Whether tedious has been told of a transaction: private, but it is what its next request says.
    const inTransaction = (): boolean => (connection as unknown as { inTransaction: boolean }).inTransaction;
    start((error) => (error === undefined || error === null ? resolve(inTransaction()) : reject(error)));
  });
}

test('transactions begin with their isolation, and end; save points are statements', async () => {
  await using on = await open((_, results) => results.done(undefined));
  const { connection } = on;
  expect(await transact(connection, (done) => connection.beginTransaction(done, 'đọc', ISOLATION_LEVEL.SNAPSHOT))).toBe(true);
  await transact(connection, (done) => connection.saveTransaction(done, 'a]b'));
  await transact(connection, (done) => connection.rollbackTransaction(done, 'a]b'));
  expect(await transact(connection, (done) => connection.commitTransaction(done))).toBe(false);
  await transact(connection, (done) => connection.beginTransaction(done));
  expect(await transact(connection, (done) => connection.rollbackTransaction(done))).toBe(false);
  expect(on.engine.transactions).toEqual(['begin snapshot đọc', 'commit', 'begin read committed', 'rollback']);
  expect(on.engine.requests.map(({ text }) => text)).toEqual(['save transaction [a]]b]', 'rollback transaction [a]]b]']);
});

test('an engine that tells its transaction has those of its statements told to the client', async () => {
  let transaction: Buffer | undefined;
  const engine = scriptedEngine((request) => {
    transaction = request.text === 'begin tran' ? Buffer.from('0200000000000080', 'hex') : undefined;
  });
  const connectPlain = engine.connect;
  const telling = {
    ...engine,
    connect: async (login: Parameters<typeof connectPlain>[0]) => {
      const session = await connectPlain(login);
      return Object.defineProperty(session, 'transaction', { get: () => transaction });
    },
  };
  await using server = await startSqlServer({ engine: telling });
  const connection = await connect(server);
  await ask(connection, 'begin tran', [], 'execSqlBatch');
  expect(await transact(connection, (done) => done())).toBe(true);
  await ask(connection, 'commit', [], 'execSqlBatch');
  expect(await transact(connection, (done) => done())).toBe(false);
  connection.close();
});

test('a cancelled request ends with its statement, in the middle of rows as before them, and the connection goes on', async () => {
  const reasons: unknown[] = [];
  await using on = await open(async (request, results, signal) => {
    if (request.text !== 'waits') return tell(results, [number], [[1]]);
    results.columns([number]);
    await results.row([1]);
    await new Promise<void>((_, reject) => {
      signal.addEventListener('abort', () => {
        reasons.push(signal.reason);
        reject(signal.reason);
      });
    });
  });
  for (let round = 1; round <= 3; round++) {
    const ended = new Promise<Error | undefined>((resolve) => {
      on.connection.execSql(requestFor('waits', resolve));
    });
    await waitFor(() => on.engine.requests.filter(({ text }) => text === 'waits').length === round, { what: 'the statement' });
    expect(on.connection.cancel()).toBe(true);
    expect(await ended).toMatchObject({ code: 'ECANCEL' });
    expect((await ask(on.connection, 'select 1')).results).toEqual([[[1]]]);
  }
  expect(reasons).toHaveLength(3);
});

test('a request that is cancelled before all of it was sent does not run', async () => {
  await using on = await open((_, results) => tell(results, [number], [[1]]));
  const ended = new Promise<Error | undefined>((resolve) => {
    const request = requestFor('select @v', resolve);
    request.addParameter('v', TYPES.NVarChar, 'x'.repeat(1_000_000));
    on.connection.execSql(request);
    on.connection.cancel();
  });
  expect(await ended).toMatchObject({ code: 'ECANCEL' });
  expect((await ask(on.connection, 'select 1')).results).toEqual([[[1]]]);
  expect(on.engine.requests.map(({ text }) => text)).toEqual(['select 1']);
});

test('a cancel while rows stream ends the stream', async () => {
  let told = 0;
  await using on = await open(async (request, results, signal) => {
    if (request.text !== 'many') return tell(results, [number], [[1]]);
    results.columns([number]);
    for (; !signal.aborted; told++) {
      await results.row([told]);
      if (told % 1000 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    throw signal.reason;
  });
  const ended = new Promise<Error | undefined>((resolve) => {
    const request = requestFor('many', resolve);
    request.once('row', () => on.connection.cancel());
    on.connection.execSql(request);
  });
  expect(await ended).toMatchObject({ code: 'ECANCEL' });
  expect(told).toBeGreaterThan(0);
  expect((await ask(on.connection, 'select 1')).results).toEqual([[[1]]]);
});

test('a request that the client times out is cancelled', async () => {
  await using on = await open(
    async (request, results, signal) => {
      if (request.text === 'waits') await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
      await tell(results, [number], [[1]]);
    },
    { requestTimeout: 100 },
  );
  await expect(ask(on.connection, 'waits')).rejects.toMatchObject({ code: 'ETIMEOUT' });
  expect((await ask(on.connection, 'select 1')).results).toEqual([[[1]]]);
});

test('a client that goes ends what it asked for, and its session', async () => {
  let aborted = false;
  await using on = await open(async (_request, _results, signal) => {
    await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
    aborted = true;
  });
  const asked = ask(on.connection, 'waits');
  await waitFor(() => on.engine.requests.length === 1, { what: 'the statement' });
  on.connection.close();
  await expect(asked).rejects.toMatchObject({ code: 'ECLOSE' });
  await waitFor(() => on.engine.sessions.open === 0, { what: 'the end of the session' });
  expect(aborted).toBe(true);
});

test('a reset renews the session', async () => {
  await using on = await open((_, results) => tell(results, [number], [[1]]));
  const told = once(on.connection, 'resetConnection');
  await new Promise<void>((resolve, reject) => on.connection.reset((error) => (error ? reject(error) : resolve())));
  await told;
  expect(on.engine.logins).toHaveLength(2);
  expect(on.engine.sessions.open).toBe(1);
  expect((await ask(on.connection, 'select 1')).results).toEqual([[[1]]]);
});

test('a change of the database is told, once', async () => {
  await using on = await open((_, results) => results.database('khác'));
  const databases: string[] = [];
  on.connection.on('databaseChange', (name) => databases.push(name));
  await ask(on.connection, 'use khác', [], 'execSqlBatch');
  expect(databases).toEqual(['khác']);
});

test('texts of megabytes arrive, in packets of every size, in both directions', async () => {
  const megabytes = 'Điện Biên Phủ '.repeat(110_000);
  await using on = await open((request, results) =>
    tell(
      results,
      [number, wide],
      [
        [1, request.parameters[0]?.value ?? ''],
        [2, null],
        [3, 'x'],
      ],
    ),
  );
  for (const packetSize of [512, 4096, 32_767]) {
    const connection = await connect(on.server, { packetSize });
    const sent = { name: 'v', type: TYPES.NVarChar, value: megabytes };
    const { results } = await ask(connection, 'select @v', [sent]);
    expect(results[0]?.map(([n]) => n)).toEqual([1, 2, 3]);
    expect(results[0]?.[0]?.[1] === megabytes).toBe(true);
    expect(results[0]?.slice(1).map(([, v]) => v)).toEqual([null, 'x']);
    connection.close();
  }
});

test('rows of every length fit into packets of the smallest size', async () => {
  const lengths = Array.from({ length: 700 }, (_, length) => length);
  await using on = await open(
    (_, results) =>
      tell(
        results,
        [number, wide],
        lengths.map((length) => [length, 'x'.repeat(length)]),
      ),
    {
      packetSize: 512,
    },
  );
  const { results } = await ask(on.connection, 'select 1');
  expect(results[0]?.map(([n, v]) => [n, String(v).length])).toEqual(lengths.map((length) => [length, length]));
});

test('a reader that pauses holds the engine back', async () => {
  const count = 20_000;
  let told = 0;
  let isHeld = false;
  await using on = await open(async (_, results) => {
    results.columns([number, wide]);
    for (; told < count; told++) {
      const held = results.row([told, 'x'.repeat(1000)]);
      isHeld = held !== undefined;
      await held;
    }
    results.done(told);
  });
  let rows = 0;
  let request: Request | undefined;
  const ended = new Promise<Error | undefined>((resolve) => {
    request = requestFor('select', resolve);
    request.on('row', () => {
      rows++;
      if (rows === 1) request?.pause();
    });
    on.connection.execSql(request);
  });
  await waitFor(() => isHeld && rows > 0, { what: 'an engine that waits' });
  expect(told).toBeLessThan(count);
  request?.resume();
  expect(await ended).toBeUndefined();
  expect(rows).toBe(count);
});
