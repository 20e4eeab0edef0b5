import { once } from 'node:events';
import { expect, test } from 'vitest';
import { OracleError } from '../src/oracle/index.ts';
import { number, openScene, query, type Script } from './scripted-oracle.ts';

/** Waits where the text says so, until it is aborted. */
const script: Script = async ({ text }, signal) => {
  if (text.includes('slow') && !signal.aborted) await once(signal, 'abort');
  if (signal.aborted) throw new OracleError(1013, 'user requested cancel of current operation');
  return query([['ONE', number]], [['1']]);
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
  const asked = connection.execute('select slow from dual').catch((error: unknown) => error);
  await expect.poll(() => scene.engine.requests.at(-1)?.text).toMatch(/slow/);
  await connection.break();
  expect(await asked).toMatchObject({ errorNum: 1013 });
  expect((await connection.execute('select 1 from dual')).rows).toEqual([[1]]);
  expect(scene.engine.openSessions()).toBe(1);
  await connection.close();
});
