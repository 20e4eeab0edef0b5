import { readFile } from 'node:fs/promises';
import { follow, never, readAll } from '@lienthong/conformance/reading';
import { describe, expect, it } from 'vitest';
import { everywhere, openSource, select, type TestServer } from './server.ts';

/** As sqlcmd runs it. */
async function runScript(server: TestServer, name: string, variables: Readonly<Record<string, string>>): Promise<void> {
  const text = await readFile(new URL(`../setup/${name}.sql`, import.meta.url), 'utf8');
  const filled = text.replaceAll(/\$\((\w+)\)/g, (_, variable: string) => {
    const value = variables[variable];
    if (value === undefined) throw new Error(`${name}.sql asks for ${variable}`);
    return value;
  });
  await using session = await server.session();
  for (const batch of filled.split(/^GO$/m)) if (batch.replaceAll(/--.*/g, '').trim() !== '') await session.sql(batch);
}

describe.each(everywhere)('setup scripts on $label', (target) => {
  it.each(['change-tracking', 'cdc'] as const)(
    'a login that they made reads and follows, by %s, and the doctor misses nothing',
    async (keptBy) => {
      await using server = await target.open({ tracking: false, capture: false, snapshotIsolation: false });
      const login = { user: `lap_${process.pid}_${keptBy.length}`, password: 'Lap-va-theo-1' };
      await server.sql('create table khai_sinh (id int not null primary key, ten nvarchar(20) null)');
      await server.sql("insert into khai_sinh values (1, N'An')");
      const variables = { database: server.input.database, login: login.user, password: login.password, schema: 'dbo', table: 'khai_sinh' };
      await runScript(server, 'login', variables);
      await runScript(server, keptBy, variables);
      // A second table of the same login.
      await server.sql('create table khai_tu (id int not null primary key)');
      await runScript(server, 'login', { ...variables, table: 'khai_tu' });
      await runScript(server, keptBy, { ...variables, table: 'khai_tu' });

      await using source = await openSource({ ...server.input, ...login, changes: keptBy });
      const { readiness, findings } = await source.probe(never);
      expect(readiness).toMatchObject({ snapshot: { ready: true }, changes: { ready: true } });
      expect(findings.filter(({ level }) => level !== 'info')).toEqual([]);
      const selection = select('khai_sinh', ['id', 'ten'], ['id']);
      expect(await readAll(source.snapshot, selection, 10, 10)).toEqual([['1', 'An']]);
      const start = await source.changes.start([selection], never);
      await server.sql("update khai_sinh set ten = N'Ân' where id = 1");
      const seen = await follow(source.changes, [selection], start, (all) => all.length > 0);
      expect(seen.changes).toMatchObject([{ op: 'u', row: ['1', 'Ân'] }]);
    },
  );
});
