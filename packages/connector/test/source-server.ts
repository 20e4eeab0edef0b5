import { type EmbeddedPostgres, startPostgres } from '@lienthong/embedded-postgres';
import { afterAll, beforeAll } from 'vitest';
import { fillPersons, personTable } from './persons.ts';
import { createWorld, type World } from './world.ts';

/** The embedded server, or the one whose programs are named. */
export function startSourceServer(binaries?: string, settings: Readonly<Record<string, string>> = {}): Promise<EmbeddedPostgres> {
  const own = { wal_level: 'logical', max_wal_senders: '20', max_replication_slots: '20', fsync: 'off' };
  return startPostgres({ binaries, settings: { ...own, ...settings } });
}

/**
 * One server for the tests of a file, or of a `describe`; each call of the result makes a world on it, or on a server
 * of the test's own. With `citizens`, the world has the table `cong_dan` with so many rows.
 */
export function sourceServer(
  binaries?: string,
  settings?: Readonly<Record<string, string>>,
): (citizens?: number, own?: EmbeddedPostgres) => Promise<World> {
  let shared: EmbeddedPostgres | undefined;
  beforeAll(async () => {
    shared = await startSourceServer(binaries, settings);
  });
  afterAll(async () => {
    await shared?.stop();
  });
  return async (citizens, own) => {
    const server = own ?? shared;
    if (server === undefined) throw new Error('a world was asked before the server started');
    const world = await createWorld(server);
    if (citizens === undefined) return world;
    await world.source.query(personTable('cong_dan'));
    if (citizens > 0) await world.source.query(fillPersons('cong_dan', 1, citizens));
    return world;
  };
}
