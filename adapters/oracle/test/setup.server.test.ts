import { readFile } from 'node:fs/promises';
import { follow, never, readAll } from '@lienthong/conformance/reading';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openAdmin } from './admin.ts';
import { runScript, scriptStatements } from './script.ts';
import { everywhere, openSource, select, type TestServer } from './server.ts';

describe.each(everywhere)('setup scripts on $label', (target) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await target.open();
    for (const table of ['khai_sinh', 'khai_tu'])
      await server.sql(`create table ${table} (id number(9) not null primary key, ten varchar2(20 char))`);
    await server.sql("insert into khai_sinh values (1, 'An')");
  });
  afterAll(() => server[Symbol.asyncDispose]());

  it.each(['logminer', 'flashback'] as const)(
    'a login that they made reads and follows, by %s, and the doctor misses nothing',
    async (changes) => {
      const { input, schema } = server;
      const root = input.logService;
      const user = `${root === undefined ? '' : 'C##'}LAP_${process.pid}_${changes.slice(0, 3).toUpperCase()}`;
      const password = 'Lap0vaTheo1';
      const admin = async (service: string, name: string, ...values: readonly string[]) => {
        await using session = await openAdmin(server.administrator, service);
        await runScript(session, name, ...values);
      };
      await admin(input.database, 'archivelog');
      if (root !== undefined) await admin(root, 'root', user, password);
      // Twice, for each table and with what is there already.
      for (const table of ['KHAI_SINH', 'KHAI_TU', 'KHAI_SINH']) {
        await admin(input.database, 'login', user, password, schema, table);
        if (changes === 'flashback') await admin(input.database, 'flashback', user, schema, table);
        else {
          await admin(root ?? input.database, 'logminer', user);
          await admin(input.database, 'logminer-table', user, schema, table);
        }
      }
      await using source = await openSource({ ...input, user, password, changes });
      const { readiness, findings } = await source.probe(never);
      expect(readiness).toMatchObject({ snapshot: { ready: true }, changes: { ready: true } });
      expect(findings).toEqual([]);
      const selection = select('KHAI_SINH', ['ID', 'TEN'], ['ID'], schema);
      expect(await readAll(source.snapshot, selection, 10, 10)).toHaveLength(1);
      const start = await source.changes.start([selection], never);
      await server.sql(`update khai_sinh set ten = 'Ân ${changes}' where id = 1`);
      const seen = await follow(source.changes, [selection], start, (all) => all.length > 0);
      expect(seen.changes).toMatchObject([{ op: 'u', row: ['1', `Ân ${changes}`] }]);
    },
  );
});

it('the page shows what the scripts say', async () => {
  const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8');
  const grants = /## What to grant\n([\s\S]*?)\n## /.exec(readme)?.[1] ?? '';
  const shown = [...grants.matchAll(/```sql\n([\s\S]*?)```/g)].flatMap(([, sql = '']) =>
    sql
      .replaceAll(/ *--.*/g, '')
      .split(';\n')
      .map((statement) => statement.trim())
      .filter((statement) => statement !== ''),
  );
  const [login, schema, table] = ['lienthong', 'ho_tich', 'khai_sinh'];
  const scripts = [
    await scriptStatements('login', [login, '…', schema, table]),
    await scriptStatements('logminer', [login]),
    await scriptStatements('logminer-table', [login, schema, table]),
    await scriptStatements('flashback', [login, schema, table]),
  ].flat();
  // A block does what it says at once where it is not done yet.
  const said = scripts.map((statement) => /EXECUTE IMMEDIATE '(.*)';/.exec(statement)?.[1] ?? statement);
  expect([...new Set(shown)].sort()).toEqual([...new Set(said)].sort());
});
