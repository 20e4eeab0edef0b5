import { followToNow, never, readAll } from '@lienthong/conformance/reading';
import { describe, expect, it } from 'vitest';
import { openSource, select, type Target, targets } from './server.ts';
import { casesOf, writerSettings } from './type-cases.ts';

/** Logs of every form that a server may write. */
function logsOf({ product }: Target): readonly { readonly name: string; readonly settings: Readonly<Record<string, string>> }[] {
  const old = {
    'default-time-zone': '-04:00',
    'character-set-server': 'latin1',
    'sql-mode': 'ANSI_QUOTES,NO_BACKSLASH_ESCAPES,PAD_CHAR_TO_FULL_LENGTH,NO_ENGINE_SUBSTITUTION',
  };
  return [
    { name: 'with names of columns', settings: { 'default-time-zone': '+08:00' } },
    { name: 'with as few words as possible', settings: { ...old, 'binlog-row-metadata': product === 'MySQL' ? 'MINIMAL' : 'NO_LOG' } },
    { name: 'without checksums', settings: { 'binlog-checksum': 'NONE' } },
    {
      name: 'compressed',
      settings:
        product === 'MySQL'
          ? { 'binlog-transaction-compression': 'ON' }
          : { 'log-bin-compress': 'ON', 'log-bin-compress-min-len': '10', 'binlog-row-metadata': 'MINIMAL' },
    },
  ];
}

describe.each(targets)('types in the log of $label', (target) => {
  it.each(logsOf(target))('AC-MY-5, G-30, MY-04: tells the whole type table as a read does, byte for byte, $name', async ({ settings }) => {
    await using server = await target.open(settings);
    const cases = casesOf(target);
    const columns = cases.map((_, index) => `c${index}`);
    await using writer = await server.session();
    for (const setting of [...writerSettings, 'set autocommit = 1']) await writer.sql(setting);
    await writer.sql(
      `create table t (id int primary key, ${cases.map((entry, index) => `c${index} ${entry.type}`).join(', ')}) character set utf8mb4 row_format = dynamic`,
    );
    await using source = await openSource(server.input);
    const selection = select('t', ['id', ...columns], ['id']);
    const start = await source.changes.start([selection], never);
    await writer.sql(`insert into t values (1, ${cases.map((entry) => entry.value).join(', ')})`);
    await writer.sql('update t set id = 2');
    const named = (row: readonly unknown[] | undefined) =>
      cases.map((entry, index) => [entry.type, entry.value.slice(0, 40), row?.[index + 1]]);
    const { changes } = await followToNow(source.changes, [selection], start);
    const [created, updated] = changes.map((change) => (change.op === 't' ? undefined : change));
    expect(named(created?.row)).toEqual(named(['1', ...cases.map((entry) => entry.raw)]));
    const [read] = await readAll(source.snapshot, selection);
    expect(named(updated?.row)).toEqual(named(read));
    expect(updated?.oldKey).toEqual(['1', ...cases.map(() => null)]);
    await writer.sql('delete from t');
    const all = await followToNow(source.changes, [selection], start);
    expect(all.changes.map(({ op }) => op)).toEqual(['c', 'u', 'd']);
    expect(all.changes.at(-1)).toMatchObject({ row: ['2', ...cases.map(() => null)] });
  });
});
