import { postgres } from '@lienthong/adapter-postgres';
import { startNationalReceiver, waitFor } from '@lienthong/testbed';
import { expect, test } from 'vitest';
import { createConnector, listDeadLetters } from '../src/index.ts';
import { connect, never } from './connect.ts';
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

test('of two connectors that publish the same messages by mistake one is told, and brings both sides together alone', async () => {
  await using world = await newWorld(20);
  const receiver = await startNationalReceiver();
  const { host, port, user, password } = world.server;
  const claim = async (name: string) => {
    const options = world.options([{ ...citizens, national: { dataType: 'H26_001' } }], {
      platform: { profile: 'qcvn-09-2025-bca', url: receiver.url },
      state: await world.newState(),
    });
    const adapter = postgres({ host, port, user, password, database: world.sourceDatabase, slot: `${world.sourceDatabase}_${name}` });
    return { ...options, source: { ...options.source, adapter } };
  };
  const follow = async (name: string) => {
    const options = await claim(name);
    const { connector, events } = connect(options);
    const stop = new AbortController();
    const ended = connector.run(stop.signal).catch(() => undefined);
    await waitFor(() => events.some((event) => event.name === 'batch-delivered'), { what: `the first batch of the ${name}` });
    return {
      options,
      isTold: () => events.some((event) => event.name === 'dataset-failed' && event.code === 'STREAM_TAKEN_OVER'),
      stop() {
        stop.abort(new Error('enough'));
        return ended;
      },
    };
  };
  try {
    const both = [await follow('first'), await follow('second')] as const;
    // Both tell each change within the same second, unless it ends just then.
    const isOneTold = async () => {
      await world.source.query('update cong_dan set thu_nhap = thu_nhap + 1 where id <= 5');
      return both.some((one) => one.isTold());
    };
    await waitFor(isOneTold, { what: 'one of the two to be told', timeoutMs: 20_000 });
    await Promise.all(both.map((one) => one.stop()));
    await world.source.query('delete from cong_dan where id > 15');
    const told = both.find((one) => one.isTold());
    if (told === undefined) throw new Error('nobody was told');
    const before = receiver.arrived.length;
    await createConnector(told.options).run(never, { once: true, newEpoch: [dataset] });
    const living = [...receiver.kept.values()].filter(({ event }) => event !== 'CANCEL');
    expect(living.map(({ data }) => `${String(data.get('id'))} ${String(data.get('income'))}`).sort()).toEqual(
      (await sourceRows(world, 'cong_dan'))
        .map((row) => row.split('|'))
        .map(([id, , , income]) => `${id} ${income}`)
        .sort(),
    );
    // Every record once more, and those that are gone.
    expect(new Set(receiver.arrived.slice(before).map(({ id }) => id)).size).toBe(20);
  } finally {
    await receiver.close();
  }
});
