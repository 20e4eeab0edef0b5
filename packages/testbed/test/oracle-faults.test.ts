import { expect, test } from 'vitest';
import { OracleError } from '../src/oracle/index.ts';
import { waitFor } from '../src/wait-for.ts';
import { number, openScene, query, type Script } from './scripted-oracle.ts';

const script: Script = () =>
  query(
    [['N', number]],
    Array.from({ length: 1000 }, (_, index) => [String(index)]),
  );

test('statements that match fail as often as was planned, do not run, and others do', async () => {
  await using scene = await openScene(script);
  const connection = await scene.connect();
  const happened = scene.server.faults.failOn(/citizen/, new OracleError(60, 'deadlock detected while waiting for resource'), { times: 2 });
  await expect(connection.execute('select * from citizen')).rejects.toMatchObject({ errorNum: 60 });
  expect((await connection.execute('select * from house')).rows).toHaveLength(1000);
  await expect(connection.execute('select * from citizen')).rejects.toMatchObject({ errorNum: 60 });
  await happened;
  expect((await connection.execute('select * from citizen')).rows).toHaveLength(1000);
  expect(scene.engine.requests.slice(1).map(({ text }) => text)).toEqual(['select * from house', 'select * from citizen']);
  await connection.close();
});

test('a snapshot that is too old comes behind the rows before it', async () => {
  await using scene = await openScene(script);
  const connection = await scene.connect();
  void scene.server.faults.failOn(/citizen/, new OracleError(1555, 'snapshot too old'), { atRow: 251 });
  const { resultSet } = await connection.execute('select * from citizen', [], { resultSet: true, fetchArraySize: 50 });
  for (let batch = 0; batch < 5; batch++) expect(await resultSet?.getRows(50)).toHaveLength(50);
  await expect(resultSet?.getRows(50)).rejects.toMatchObject({ errorNum: 1555 });
  expect((await connection.execute('select * from citizen')).rows).toHaveLength(1000);
  await connection.close();
});

test.each(['before', 'after', 'within'] as const)('a connection is dropped %s the answer', async (when) => {
  await using scene = await openScene(script);
  const connection = await scene.connect();
  const dropped = scene.server.faults.dropOn(/citizen/, { when });
  await expect(connection.execute('select * from citizen')).rejects.toMatchObject({ code: 'NJS-500' });
  await dropped;
  expect(scene.engine.requests.filter(({ text }) => /citizen/.test(text))).toHaveLength(when === 'before' ? 0 : 1);
  await waitFor(() => scene.engine.openSessions() === 0 && scene.engine.openCursors() === 0);
  const other = await scene.connect();
  expect((await other.execute('select * from citizen')).rows).toHaveLength(1000);
  await other.close();
});

test('statements wait until they are released, and a break gives them up', async () => {
  await using scene = await openScene(script);
  const connection = await scene.connect();
  const hold = scene.server.faults.holdOn(/citizen/);
  const asked = connection.execute('select * from citizen');
  await hold.held;
  const other = await scene.connect();
  expect((await other.execute('select * from house')).rows).toHaveLength(1000);
  hold.release();
  expect((await asked).rows).toHaveLength(1000);
  const second = scene.server.faults.holdOn(/citizen/);
  const broken = connection.execute('select * from citizen').catch((error: unknown) => error);
  await second.held;
  await connection.break();
  expect(await broken).toMatchObject({ errorNum: 1013 });
  second.release();
  expect((await connection.execute('select * from citizen')).rows).toHaveLength(1000);
  await connection.close();
  await other.close();
});

test('a server that fails over ends its connections and takes none until it is back', async () => {
  await using scene = await openScene(script);
  const connection = await scene.connect();
  await scene.server.faults.failOver();
  await expect(connection.execute('select * from citizen')).rejects.toMatchObject({ code: 'NJS-500' });
  await expect(scene.connect()).rejects.toMatchObject({ code: 'NJS-503' });
  await scene.server.faults.recover();
  await scene.server.faults.failOver(new OracleError(1033, 'ORACLE initialization or shutdown in progress'));
  await expect(scene.connect()).rejects.toMatchObject({ errorNum: 1033 });
  await scene.server.faults.failOver(new OracleError(12_528, 'TNS:listener: all appropriate instances are blocking new connections'));
  await expect(scene.connect()).rejects.toThrow(/12528/);
  await scene.server.faults.recover();
  const other = await scene.connect();
  await other.ping();
  scene.server.cut();
  await expect(other.ping()).rejects.toMatchObject({ code: 'NJS-500' });
  await waitFor(() => scene.server.connections() === 0);
});
