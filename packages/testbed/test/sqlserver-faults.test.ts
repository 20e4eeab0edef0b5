import { once } from 'node:events';
import { connect as connectTcp } from 'node:net';
import { ISOLATION_LEVEL } from 'tedious';
import { expect, test } from 'vitest';
import { SqlServerError, startSqlServer } from '../src/sqlserver/index.ts';
import { waitFor } from '../src/wait-for.ts';
import { ask, connect, refusal, requestFor } from './sqlserver-client.ts';
import { number, scriptedEngine, tell } from './sqlserver-engine.ts';

const rows = Array.from({ length: 1000 }, (_, index) => [index + 1]);

async function start() {
  const engine = scriptedEngine((_, results) => tell(results, [number], rows));
  return Object.assign(await startSqlServer({ engine }), { engine });
}

/** How many rows came before the statement ended, and with what. */
function countRows(connection: Awaited<ReturnType<typeof connect>>, text: string): Promise<{ count: number; error: Error | undefined }> {
  return new Promise((resolve) => {
    let count = 0;
    const request = requestFor(text, (error) => resolve({ count, error }));
    request.on('row', () => count++);
    connection.execSql(request);
  });
}

test('statements that match fail as often as was planned, do not run, and others do', async () => {
  await using server = await start();
  const connection = await connect(server);
  const happened = server.faults.failOn(/citizen/, new SqlServerError(1222, 'Lock request time out period exceeded.'), { times: 2 });
  await expect(ask(connection, 'select * from citizen')).rejects.toMatchObject({ number: 1222 });
  expect((await countRows(connection, 'select * from house')).count).toBe(1000);
  await expect(ask(connection, 'select * from citizen', [], 'execSqlBatch')).rejects.toMatchObject({ number: 1222 });
  await happened;
  expect((await countRows(connection, 'select * from citizen')).count).toBe(1000);
  expect(server.engine.requests.map(({ text }) => text)).toEqual(['select * from house', 'select * from citizen']);
  connection.close();
});

test('a deadlock in the middle of rows comes behind those before it, and takes the transaction', async () => {
  await using server = await start();
  const connection = await connect(server);
  await new Promise<void>((resolve, reject) =>
    connection.beginTransaction((error) => (error ? reject(error) : resolve()), '', ISOLATION_LEVEL.SNAPSHOT),
  );
  const rolledBack = once(connection, 'rollbackTransaction');
  const happened = server.faults.failOn(/select/, new SqlServerError(1205, 'Transaction was deadlocked.', { severity: 13 }), {
    atRow: 701,
  });
  expect(await countRows(connection, 'select')).toMatchObject({ count: 700, error: { number: 1205 } });
  await Promise.all([happened, rolledBack]);
  expect(server.engine.transactions).toEqual(['begin snapshot', 'rollback']);
  expect((await countRows(connection, 'select')).count).toBe(1000);
  connection.close();
});

test('a connection is dropped in place of an answer, or in the middle of one', async () => {
  await using server = await start();
  const first = await connect(server);
  const happened = server.faults.dropOn(/select/);
  expect(await countRows(first, 'select')).toMatchObject({ count: 0, error: { code: 'ECONNRESET' } });
  await happened;
  expect(server.engine.requests).toEqual([]);
  const second = await connect(server);
  const later = server.faults.dropOn(/select/, { atRow: 1000 });
  const { count, error } = await countRows(second, 'select');
  expect(error).toMatchObject({ code: 'ECONNRESET' });
  expect(count).toBeLessThan(1000);
  await later;
  await waitFor(() => server.engine.sessions.open === 0, { what: 'the end of both sessions' });
});

test('a fault that waits for a row which does not come stays planned', async () => {
  await using server = await start();
  const connection = await connect(server);
  const happened = server.faults.failOn(/select/, new SqlServerError(1205, 'Deadlock.'), { atRow: 1001 });
  expect(await countRows(connection, 'select')).toMatchObject({ count: 1000, error: undefined });
  server.faults.clear();
  await happened;
  connection.close();
});

test('a statement waits as long as it is delayed, and can be cancelled meanwhile', async () => {
  await using server = await start();
  const connection = await connect(server);
  const delayed = server.faults.delayOn(/select/, 600_000);
  const answered = countRows(connection, 'select');
  await delayed;
  connection.cancel();
  expect(await answered).toMatchObject({ count: 0, error: { code: 'ECANCEL' } });
  expect(server.engine.requests).toEqual([]);
  server.faults.clear();
  expect((await countRows(connection, 'select')).count).toBe(1000);
  connection.close();
});

test('logins are refused as planned', async () => {
  await using server = await start();
  const happened = server.faults.failLogin(new SqlServerError(40613, 'Database is not currently available.', { severity: 14 }), 2);
  expect([await refusal(server), await refusal(server), await refusal(server)]).toEqual([[40613], [40613], []]);
  await happened;
});

test('connections of one application are cut, or all', async () => {
  await using server = await start();
  const [one, other] = [await connect(server, { appName: 'one' }), await connect(server, { appName: 'other' })];
  const ended = once(one, 'end');
  server.cut('one');
  await ended;
  await waitFor(() => server.connections('one') === 0, { what: 'the end of the connection' });
  expect((await countRows(other, 'select')).count).toBe(1000);
  const otherEnded = once(other, 'end');
  server.cut();
  await otherEnded;
});

test('a failover ends all connections and refuses new ones until it is over, with an error or by nobody listening', async () => {
  await using server = await start();
  for (const error of [new SqlServerError(40613, 'Database is not currently available.', { severity: 14 }), undefined]) {
    const connection = await connect(server);
    const ended = once(connection, 'end');
    await server.faults.failOver(error);
    await ended;
    if (error === undefined) await expect(connect(server)).rejects.toMatchObject({ code: 'ESOCKET', message: /ECONNREFUSED/ });
    else expect(await refusal(server)).toEqual([40613]);
    await server.faults.recover();
    const again = await connect(server);
    expect((await countRows(again, 'select')).count).toBe(1000);
    again.close();
  }
});

test('a server closes with connections that are open, also in the middle of a failover', async () => {
  const server = await start();
  const connection = await connect(server);
  const ended = once(connection, 'end');
  // One that has not said anything, too.
  const silent = connectTcp({ host: server.host, port: server.port });
  silent.on('error', () => undefined);
  const silentEnded = new Promise((resolve) => silent.once('close', resolve));
  await once(silent, 'connect');
  await server.close();
  await ended;
  await silentEnded;
  await server.close();
  const other = await start();
  await other.faults.failOver();
  await other.close();
});
