import { startNationalReceiver } from '@lienthong/testbed';
import { expect, test } from 'vitest';
import { createConnector, listDeadLetters } from '../src/index.ts';
import { never } from './connect.ts';
import { citizens, dataset, fillPersons } from './persons.ts';
import { sourceServer } from './source-server.ts';
import { sourceRows, type World } from './world.ts';

const newWorld = sourceServer();

test('a table is told as national messages: its rows, then its changes, and what was refused waits for a person', async () => {
  await using world = await newWorld(3_000);
  const receiver = await startNationalReceiver({ judge: (data) => (data.get('name') === 'Sai Tên' ? 'NAME_INVALID' : undefined) });
  const platform = { profile: 'qcvn-09-2025-bca', url: receiver.url, form: 'xml' } as const;
  const national = { dataType: 'H26_001', updatedAt: 'updatedAt' };
  const run = (newEpoch: readonly string[] = []) =>
    createConnector(world.options([{ ...citizens, national }], { platform })).run(never, { once: true, newEpoch });
  const rows = () =>
    [...receiver.kept.values()]
      .filter(({ event }) => event !== 'CANCEL')
      .map(({ data }) =>
        ['id', 'name', 'born', 'income']
          .map((name) => data.get(name))
          .filter((value) => value !== undefined)
          .join('|'),
      )
      .sort();
  try {
    await run();
    expect(rows()).toEqual(await rowsOf(world));
    expect(receiver.arrived.every(({ event }) => event === 'NEW')).toBe(true);
    const first = receiver.arrived.length;

    await world.source.query(`update cong_dan set ho_ten = 'Trần Thị Bé' where id <= 5`);
    await world.source.query('delete from cong_dan where id between 6 and 10');
    await world.source.query(`update cong_dan set ho_ten = 'Sai Tên' where id = 11`);
    // An answer that never comes: the batch is sent again.
    receiver.fail({ kind: 'lose-answer' });
    await run();
    expect(listDeadLetters(world.state).map(({ code, origin }) => ({ code, origin }))).toEqual([
      { code: 'receiver-refused', origin: 'platform' },
    ]);
    // A refused change leaves the last valid record.
    await world.source.query(`update cong_dan set ho_ten = 'Đúng Tên' where id = 11`);
    await run();
    expect(rows()).toEqual(await rowsOf(world));
    const events = receiver.arrived.slice(first).map(({ event }) => event);
    expect(new Set(events)).toEqual(new Set(['UPDATE', 'CANCEL']));

    // Read from scratch, nothing is told that the receiver has.
    const before = receiver.arrived.length;
    await run([dataset]);
    expect(receiver.arrived.slice(before)).toEqual([]);

    await world.source.query('truncate cong_dan');
    await world.source.query(fillPersons('cong_dan', 5, 7));
    await run();
    expect(rows()).toEqual(await rowsOf(world));
  } finally {
    await receiver.close();
  }
});

async function rowsOf(world: World): Promise<readonly string[]> {
  return (await sourceRows(world, 'cong_dan')).map((row) => row.split('|').slice(0, -1).join('|')).sort();
}

test('a dataset without a plan of its messages is told before anything is read, and a state of other messages is refused', async () => {
  await using world = await newWorld(10);
  const receiver = await startNationalReceiver();
  try {
    const platform = { profile: 'qcvn-09-2025-bca', url: receiver.url } as const;
    const run = (change: object) => createConnector(world.options([{ ...citizens, ...change }], { platform })).run(never, { once: true });
    await expect(run({})).rejects.toMatchObject({
      code: 'OPTIONS_INVALID',
      message: expect.stringContaining('datasets.0.national is missing'),
    });
    await run({ national: { dataType: 'H26_001' } });
    expect(receiver.kept.size).toBe(10);
    const other = { ...world.options([citizens]), platform: { ...world.options([citizens]).platform, url: receiver.url } };
    await expect(createConnector(other).run(never, { once: true })).rejects.toMatchObject({ code: 'STATE_DAMAGED' });
  } finally {
    await receiver.close();
  }
});
