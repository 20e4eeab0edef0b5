import { readdirSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { waitFor } from '@lienthong/testbed';
import { expect, test } from 'vitest';
import { createConnector, deliverPackages, exportPackages, importReceipts, listDeadLetters } from '../src/index.ts';
import { connect, never } from './connect.ts';
import { packageParties } from './package-parties.ts';
import { citizens, dataset } from './persons.ts';
import { sourceServer } from './source-server.ts';
import { platformRows, sourceRows, type World } from './world.ts';

const newWorld = sourceServer();

/** A connector without a network, a courier with one, and the folders of two sticks. */
async function newParties(world: World) {
  const directory = await mkdtemp(join(tmpdir(), 'lienthong-packages-'));
  const [out, back] = [join(directory, 'out'), join(directory, 'back')];
  await mkdir(out);
  await mkdir(back);
  const online = world.options([citizens]);
  const { platform, courier } = await packageParties(directory, online.platform);
  const options = { ...online, platform };
  const filesOf = (folder: string) => readdirSync(folder).map((name) => join(folder, name));
  return {
    out,
    back,
    options,
    courier,
    run: () => createConnector(options).run(never, { once: true }),
    export: () => exportPackages({ options, to: out, mostBytes: 60_000, signal: never }),
    deliver: (files = filesOf(out)) => deliverPackages({ options: courier, files, to: back, signal: never }),
    import: (files = filesOf(back)) => importReceipts({ options, files }),
    async empty() {
      for (const file of [...filesOf(out), ...filesOf(back)]) await rm(file);
    },
    [Symbol.asyncDispose]: () => rm(directory, { recursive: true, force: true }),
  };
}

test('a table and its changes reach the platform on media, and the spool is acknowledged by the receipts that come back', async () => {
  await using world = await newWorld(6_000);
  await using parties = await newParties(world);
  const first = await parties.run();
  expect(first.pendingBatches).toBeGreaterThan(3);
  expect(await platformRows(world, dataset)).toEqual([]);
  const exported = await parties.export();
  expect(exported.length).toBeGreaterThan(1);
  expect(exported.reduce((sum, { records }) => sum + records, 0)).toBe(6_001);

  // Nothing came back yet: the next export holds the same packages, and the changes in another one.
  await world.source.query(`update cong_dan set ho_ten = 'Trần Thị Bé' where id <= 5`);
  await world.source.query('delete from cong_dan where id between 6 and 10');
  await parties.run();
  const again = await parties.export();
  expect(again.map(({ number, isRepeated, records }) => ({ number, isRepeated, records }))).toEqual([
    ...exported.map(({ number, records }) => ({ number, isRepeated: true, records })),
    { number: exported.length + 1, isRepeated: false, records: expect.any(Number) },
  ]);

  const delivered = await parties.deliver();
  expect(delivered.every(({ left, refused, isRepeated }) => left === 0 && refused === 0 && !isRepeated)).toBe(true);
  expect(await platformRows(world, dataset)).toEqual(await sourceRows(world, 'cong_dan'));
  // The receipts were lost on their way: delivering once more changes nothing, and writes them again.
  const repeated = await parties.deliver();
  expect(repeated.every(({ isRepeated }) => isRepeated)).toBe(true);

  const imported = await parties.import();
  expect(imported).toMatchObject({ imported: again.map(({ number }) => number), waiting: [], refused: 0 });
  expect(await parties.import()).toMatchObject({ imported: [], repeated: again.map(({ number }) => number) });
  // Each run adds one without records, which says how far it came.
  expect((await parties.run()).pendingBatches).toBe(1);
  expect((await parties.export()).map(({ records, isRepeated }) => ({ records, isRepeated }))).toEqual([{ records: 0, isRepeated: false }]);
});

test('a connector that runs finds receipts by itself', async () => {
  await using world = await newWorld(500);
  await using parties = await newParties(world);
  const { connector, events } = connect(parties.options);
  const stop = new AbortController();
  const running = connector.run(stop.signal);
  try {
    const waiting = () => events.filter(({ name }) => name === 'batch-spooled').length;
    await waitFor(() => events.some(({ name }) => name === 'snapshot-finished'), { what: 'the end of the snapshot' });
    const spooled = waiting();
    await parties.export();
    await parties.deliver();
    await parties.import();
    await waitFor(() => events.filter(({ name }) => name === 'batch-delivered').length >= spooled, { what: 'the receipts' });
  } finally {
    stop.abort();
    await running;
  }
  expect(await platformRows(world, dataset)).toEqual(await sourceRows(world, 'cong_dan'));
});

test('a state directory that was lost begins a new chain and, once the platform said so, a new epoch', async () => {
  await using world = await newWorld(300);
  await using parties = await newParties(world);
  const round = async (newChain = false) => {
    await parties.empty();
    await parties.export();
    const files = readdirSync(parties.out).map((name) => join(parties.out, name));
    await deliverPackages({ options: parties.courier, files, to: parties.back, newChain, signal: never });
    return await parties.import();
  };
  await parties.run();
  await round();
  await world.source.query(`update cong_dan set ho_ten = 'Lê Văn Mới' where id <= 100`);
  await world.source.query(`delete from cong_dan where id > 290`);
  await rm(parties.options.state, { recursive: true });
  await parties.run();
  await expect(round()).rejects.toMatchObject({ code: 'PACKAGE_OUT_OF_ORDER', message: expect.stringContaining('another chain') });
  expect(await round(true)).toMatchObject({ refused: expect.any(Number) });
  // As over HTTP: this number bears another content there, so the dataset is read anew.
  await expect(parties.run()).rejects.toMatchObject({ code: 'PLATFORM_REFUSED' });
  await parties.run();
  await round();
  expect(await platformRows(world, dataset)).toEqual(await sourceRows(world, 'cong_dan'));
  expect((await parties.run()).pendingBatches).toBe(1);
  expect(listDeadLetters(parties.options.state)).toEqual([]);
});
