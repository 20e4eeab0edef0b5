import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { never, until } from '@lienthong/conformance/reading';
import { describe, expect, it } from 'vitest';
import type { PostgresInput } from '../src/index.ts';
import { openSource, select, type TestServer, targets } from './server.ts';
import { openPair } from './standby.ts';

/** Every id that the probe's sources can tell. */
function tellable(): readonly string[] {
  const folder = fileURLToPath(new URL('../src/', import.meta.url));
  const sources = readdirSync(folder).filter((file) => /^probe.*(?<!\.test)\.ts$/.test(file));
  const ids = sources.flatMap((file) => [...readFileSync(`${folder}${file}`, 'utf8').matchAll(/(?:\bid: |\bgap\(\s*)'([a-z-]+)'/g)]);
  return [...new Set(ids.map((match) => match[1] ?? ''))].sort();
}

/** What cannot be brought about here: ten minutes of patience, a server that is not there, and a database of another encoding (test/stored-text). */
const beyondReach = ['transaction-long', 'version-untested', 'encoding-unconvertible'];

describe.each(targets)('findings of the probe of $label', (target) => {
  it('G-32: every finding that doctor can tell is told where its cause is, and none where there is no cause', async (context) => {
    if (target.major < 13) return context.skip('slots have a limit from PostgreSQL 13 on');
    const told = new Set<string>();
    const look = async (input: PostgresInput): Promise<readonly string[]> => {
      await using source = await openSource(input);
      const ids = (await source.probe(never)).findings.map(({ id }) => id);
      for (const id of ids) told.add(id);
      return ids;
    };
    const as = ({ embedded }: TestServer, user: string): PostgresInput => {
      const { host, port, database } = embedded ?? { host: '', port: 0, database: '' };
      return { host, port, database, user, password: user };
    };
    {
      await using server = await target.open();
      await server.sql(
        "create table good (id int primary key); create role reader login replication password 'reader'; grant select on good to reader; create publication lienthong for table good",
      );
      expect(await look(as(server, 'reader'))).toEqual([]);
      await using source = await openSource(server.input);
      await source.changes.start([select('good', ['id'], ['id'])], never);
      await look(server.input); // slot-unlimited
    }
    {
      await using server = await target.open({ wal_level: 'replica', max_wal_senders: '0', max_replication_slots: '0' });
      await look({ ...server.input, createPublication: false });
    }
    {
      await using server = await target.open({
        max_slot_wal_keep_size: '1MB',
        max_wal_size: '32MB',
        min_wal_size: '32MB',
        max_prepared_transactions: '2',
      });
      await server.sql(`create table good (id int primary key); create table bare (id int); create unlogged table light (id int primary key); create table hidden (id int primary key);
        create table secured (id int primary key); alter table secured enable row level security; create role poor login password 'poor'; grant select on good, bare, light, secured to poor`);
      await server.sql("begin; insert into good values (1); prepare transaction 'forgotten'");
      await look(as(server, 'poor'));
      await server.sql("rollback prepared 'forgotten'");
      await server.sql("select pg_create_physical_replication_slot('forgotten', true)");
      const ours = { ...server.input, slot: 'ours' };
      await using source = await openSource(ours);
      await source.changes.start([select('good', ['id'], ['id'])], never);
      await look(ours);
      await until(async () => {
        await server.sql("select pg_logical_emit_message(false, 'fill', repeat('x', 1000000)) from generate_series(1, 20)");
        await server.sql('select pg_switch_wal()');
        await server.sql('checkpoint');
        return (await look(ours)).includes('slot-lost');
      });
    }
    {
      await using pair = await openPair(target);
      await look(pair.standby.input);
    }
    expect(tellable().length).toBeGreaterThan(15);
    expect([...told, ...beyondReach].sort()).toEqual(tellable());
  });
});
