import { once } from 'node:events';
import { expect, test } from 'vitest';
import { OracleError } from '../src/oracle/index.ts';
import { column, number, openScene, query, type Script } from './scripted-oracle.ts';

const broken = new OracleError(1013, 'user requested cancel of current operation');

/** Waits where the text says so, until it is aborted: at its execution, or at the second fetch. */
const script: Script = async ({ text }, signal) => {
  if (text.includes('slow') && !signal.aborted) await once(signal, 'abort');
  if (signal.aborted) throw broken;
  if (!text.includes('lazy')) return query([['ONE', number]], [['1']]);
  let fetches = 0;
  const cursor = {
    columns: [column('N', number)],
    fetch: async (count: number, aborted: AbortSignal) => {
      fetches++;
      if (fetches < 2) return Array.from({ length: count }, () => ['7']);
      await once(aborted, 'abort');
      throw broken;
    },
    close: async () => undefined,
  };
  return { cursor };
};

test('a call that takes too long is broken off, and its connection is of use afterwards', async () => {
  await using scene = await openScene(script);
  const connection = await scene.connect();
  connection.callTimeout = 100;
  for (let time = 0; time < 3; time++) {
    await expect(connection.execute('select slow from dual')).rejects.toMatchObject({ code: 'NJS-123' });
    expect((await connection.execute('select 1 from dual')).rows).toEqual([[1]]);
  }
  await connection.close();
});

test('a break reaches the engine, and the client is told 1013', async () => {
  await using scene = await openScene(script);
  const connection = await scene.connect();
  for (let time = 0; time < 2; time++) {
    const asked = connection.execute('select slow from dual').catch((error: unknown) => error);
    await expect.poll(() => scene.engine.requests.at(-1)?.text).toMatch(/slow/);
    await connection.break();
    expect(await asked).toMatchObject({ errorNum: 1013 });
    expect((await connection.execute('select 1 from dual')).rows).toEqual([[1]]);
  }
  expect(scene.engine.openSessions()).toBe(1);
  await connection.close();
});

test('a break in the middle of a fetch ends it, and the statement may be executed again', async () => {
  await using scene = await openScene(script);
  const connection = await scene.connect();
  connection.callTimeout = 100;
  for (let time = 0; time < 2; time++) {
    const { resultSet } = await connection.execute('select lazy from dual', [], { resultSet: true, fetchArraySize: 10, prefetchRows: 10 });
    expect(await resultSet?.getRows(10)).toHaveLength(10);
    await expect(resultSet?.getRows(10)).rejects.toMatchObject({ code: 'NJS-123' });
    await resultSet?.close();
    expect((await connection.execute('select 1 from dual')).rows).toEqual([[1]]);
  }
  await connection.close();
});

test('a break while nothing runs is told to the next call, which does not run', async () => {
  await using scene = await openScene(script);
  const connection = await scene.connect();
  await connection.break();
  await expect(connection.execute('select 1 from idle')).rejects.toMatchObject({ errorNum: 1013 });
  expect(scene.engine.requests.map(({ text }) => text)).not.toContain('select 1 from idle');
  expect((await connection.execute('select 1 from dual')).rows).toEqual([[1]]);
  await connection.close();
});

test('a client that goes while its statement runs takes it along', async () => {
  await using scene = await openScene(script);
  const connection = await scene.connect();
  const asked = connection.execute('select slow from dual').catch((error: unknown) => error);
  await expect.poll(() => scene.engine.requests.at(-1)?.text).toMatch(/slow/);
  scene.server.cut();
  expect(await asked).toMatchObject({ code: 'NJS-500' });
  await expect.poll(() => scene.engine.openSessions()).toBe(0);
});

test('a server that is closed has closed its sessions, whatever ran in them', async () => {
  await using scene = await openScene(script);
  const connection = await scene.connect();
  const asked = connection.execute('select slow from dual').catch((error: unknown) => error);
  await expect.poll(() => scene.engine.requests.at(-1)?.text).toMatch(/slow/);
  await scene.server.close();
  expect(scene.engine.openSessions()).toBe(0);
  expect(await asked).toMatchObject({ code: 'NJS-500' });
});
