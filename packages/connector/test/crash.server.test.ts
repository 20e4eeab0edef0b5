import { once } from 'node:events';
import { listPostgresInstallations } from '@lienthong/embedded-postgres';
import { beforeAll, describe, expect, test } from 'vitest';
import { createConnector } from '../src/index.ts';
import { inspectStore } from '../src/state/store.ts';
import { buildChild, startChild } from './build-child.ts';
import { never } from './connect.ts';
import type { CrashChildInput, CrashPoint } from './crash-child.ts';
import { citizens, dataset, fillPersons } from './persons.ts';
import { sourceServer } from './source-server.ts';
import { platformRows, sourceRows, type World } from './world.ts';

describe.each(listPostgresInstallations())('a connector that is killed at a point, PostgreSQL $version', ({ binaries }) => {
  const newWorld = sourceServer(binaries);
  let program: string;
  beforeAll(async () => {
    program = await buildChild('crash-child.ts');
  });

  async function crashAt(world: World, point: CrashPoint, passing: number): Promise<void> {
    const { source, platform, ...options } = world.options([citizens]);
    if (!('key' in platform)) throw new Error('the world has a platform with an address');
    const { adapter: _adapter, ...rest } = source;
    const { host, port, user, password } = world.server;
    const input: CrashChildInput = {
      postgres: { host, port, user, password, database: world.sourceDatabase },
      options: { ...options, source: rest, platform },
      point,
      passing,
    };
    const child = startChild(program, input);
    if (child.process.exitCode === null && child.process.signalCode === null) await once(child.process, 'exit');
    // A point that was never passed would prove nothing.
    expect([child.process.signalCode, child.errors()]).toEqual(['SIGKILL', '']);
  }

  const confirmed = async (world: World): Promise<string> => {
    const { rows } = await world.source.query<{ lsn: string }>(
      'select confirmed_flush_lsn::text as lsn from pg_replication_slots where database = current_database()',
    );
    return rows[0]?.lsn ?? '';
  };

  function storedLsn(world: World): string {
    const store = inspectStore(world.state);
    try {
      return String(store.position('changes')?.position['lsn']);
    } finally {
      store.close();
    }
  }

  async function expectEqual(world: World): Promise<void> {
    const summary = await createConnector(world.options([citizens])).run(never, { once: true });
    expect(summary).toMatchObject({ pendingBatches: 0, datasets: [{ epoch: 1, phase: 'following', failure: undefined }] });
    expect(await platformRows(world, dataset)).toEqual(await sourceRows(world, 'cong_dan'));
  }

  test.each([
    ['opened', 1],
    ['started', 1],
    ['snapshot-batch', 1],
    ['snapshot-batch', 4],
    ['before-send', 2],
    ['after-send', 3],
    ['before-acknowledge', 1],
  ] as const)('G-04: in a first run at %s, passing %i, loses and doubles nothing', async (point, passing) => {
    await using world = await newWorld(3_000);
    await crashAt(world, point, passing);
    await world.source.query('delete from cong_dan where id % 10 = 0; update cong_dan set id = id + 100000 where id % 10 = 1');
    await world.source.query("update cong_dan set ho_ten = 'Sau khi chết' where id % 10 = 2");
    await crashAt(world, point, 1);
    await world.source.query('delete from cong_dan where id % 10 = 3');
    await expectEqual(world);
  });

  test.each([
    ['changes-batch', 1],
    ['before-acknowledge', 1],
    ['after-acknowledge', 1],
    ['before-send', 1],
    ['after-send', 1],
  ] as const)('AC-PG-3, G-04: while following at %s, passing %i, a replay leaves no gap', async (point, passing) => {
    await using world = await newWorld(1_000);
    await createConnector(world.options([citizens])).run(never, { once: true });
    const acknowledged = await confirmed(world);
    const client = await world.source.connect();
    try {
      // A transaction that began before what will be published first, and commits behind it.
      await client.query('begin');
      await client.query("update cong_dan set ho_ten = 'Giao dịch dài' where id <= 10");
      await world.source.query('delete from cong_dan where id between 11 and 300');
      await crashAt(world, point, passing);
      const stored = storedLsn(world);
      const { rows } = await world.source.query<{ ahead: boolean; moved: boolean }>(
        'select $1::pg_lsn > $2::pg_lsn as ahead, $1::pg_lsn > $3::pg_lsn as moved',
        [await confirmed(world), stored, acknowledged],
      );
      // The server is never told of more than is durable here; and after the acknowledgement it does know.
      expect(rows[0]?.ahead).toBe(false);
      if (!point.endsWith('-send')) expect(rows[0]?.moved).toBe(point === 'after-acknowledge');
      await client.query('commit');
    } finally {
      client.release();
    }
    await world.source.query("update cong_dan set ho_ten = 'Sau khi chết' where id between 301 and 400");
    await crashAt(world, point, passing);
    await expectEqual(world);
  });

  test('G-11: in the middle of a transaction that is larger than a batch, nothing of it is acknowledged, and all of it arrives', async () => {
    await using world = await newWorld(0);
    await createConnector(world.options([citizens])).run(never, { once: true });
    const acknowledged = await confirmed(world);
    await world.source.query(fillPersons('cong_dan', 1, 20_000));
    for (const passing of [2, 3]) {
      await crashAt(world, 'changes-batch', passing);
      expect(await confirmed(world)).toBe(acknowledged);
    }
    await expectEqual(world);
  });
});
