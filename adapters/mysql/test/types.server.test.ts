import { never, readAll } from '@lienthong/conformance/reading';
import { describe, expect, it } from 'vitest';
import { everywhere, openSource, select, targets } from './server.ts';
import { casesOf, writerSettings } from './type-cases.ts';

/** Servers that print in their own way, whatever we ask. */
const surroundings = [
  { name: 'Hà Nội', settings: { 'default-time-zone': '+08:00', 'character-set-server': 'utf8mb4' } },
  {
    name: 'a server of 2005',
    settings: {
      'default-time-zone': '-04:00',
      'character-set-server': 'latin1',
      'sql-mode': 'ANSI_QUOTES,NO_BACKSLASH_ESCAPES,PAD_CHAR_TO_FULL_LENGTH,NO_ENGINE_SUBSTITUTION',
      'transaction-isolation': 'READ-UNCOMMITTED',
      autocommit: 'OFF',
    },
  },
];

describe.each(targets)('types of $label', (target) => {
  it.each(surroundings)('AC-MY-4, G-30: are read as they are stored, whatever the server prints: $name', async ({ settings }) => {
    await using server = await target.open(settings);
    const cases = casesOf(target);
    const columns = cases.map((_, index) => `c${index}`);
    {
      await using writer = await server.session();
      for (const setting of [...writerSettings, 'set autocommit = 1']) await writer.sql(setting);
      await writer.sql(
        `create table t (id int primary key, ${cases.map((entry, index) => `c${index} ${entry.type}`).join(', ')}) character set utf8mb4 row_format = dynamic`,
      );
      await writer.sql(`insert into t values (1, ${cases.map((entry) => entry.value).join(', ')})`);
    }
    await using source = await openSource(server.input);
    const selection = select('t', ['id', ...columns], ['id']);
    const [read] = await readAll(source.snapshot, selection);
    const named = (row: readonly unknown[] | undefined) =>
      cases.map((entry, index) => [entry.type, entry.value.slice(0, 40), row?.[index + 1]]);
    expect(named(read)).toEqual(named(['1', ...cases.map((entry) => entry.raw)]));

    const description = (await source.describe(never)).find(({ collection }) => collection.name === 't');
    for (const [index, entry] of cases.entries()) {
      const column = description?.columns.find((candidate) => candidate.name === `c${index}`);
      expect([entry.type, column?.type?.canonical.kind]).not.toEqual([entry.type, undefined]);
      if (entry.read !== undefined) expect([entry.type, column?.type?.read?.(entry.raw)]).toEqual([entry.type, entry.read]);
    }
  });
});

describe.each(everywhere)('policies of columns on $label', (target) => {
  it('AC-MY-4: makes of zero dates and of spans what the options say, and never a silent NULL', async () => {
    await using server = await target.open();
    {
      await using writer = await server.session();
      for (const setting of writerSettings) await writer.sql(setting);
      await writer.sql('create table lich (id int primary key, a date, b datetime(2), c timestamp null, d time)');
      await writer.sql(
        "insert into lich values (1, '0000-00-00', '2026-00-00 01:00:00', '0000-00-00', '-25:00:00'), (2, '2026-01-10', '2000-10-20', '2026-01-01', '00:00:00'), (3, null, null, null, null)",
      );
    }
    const { database } = server.input;
    const selection = select('lich', ['id', 'a', 'b', 'c', 'd'], ['id'], database);
    const read = async (zeroDates: Record<string, 'null' | 'text' | 'refuse'>, durations: string[]) => {
      await using source = await openSource({ ...server.input, zeroDates, durations });
      const [description] = await source.describe(never);
      return [description?.columns.map((column) => column.type?.canonical.kind).slice(1), ...(await readAll(source.snapshot, selection))];
    };
    const column = (name: string) => `${database}.lich.${name}`;
    expect(await read({}, [])).toEqual([
      ['date', 'timestamp', 'timestamptz', 'time'],
      ['1', '0000-00-00', '2026-00-00 01:00:00.00', '0000-00-00 00:00:00+00', '-25:00:00'],
      ['2', '2026-01-10', '2000-10-20 00:00:00.00', '2026-01-01 04:00:00+00', '00:00:00'],
      ['3', null, null, null, null],
    ]);
    expect(await read({ [column('a')]: 'null', [column('b')]: 'null', [column('C')]: 'null' }, [])).toEqual([
      ['date', 'timestamp', 'timestamptz', 'time'],
      ['1', null, null, null, '-25:00:00'],
      ['2', '2026-01-10', '2000-10-20 00:00:00.00', '2026-01-01 04:00:00+00', '00:00:00'],
      ['3', null, null, null, null],
    ]);
    expect(await read({ [column('a')]: 'text', [column('c')]: 'text', [column('b')]: 'refuse' }, [column('d')])).toEqual([
      ['string', 'timestamp', 'string', 'string'],
      ['1', '0000-00-00', '2026-00-00 01:00:00.00', '0000-00-00 00:00:00', '-25:00:00'],
      ['2', '2026-01-10', '2000-10-20 00:00:00.00', '2026-01-01 04:00:00', '00:00:00'],
      ['3', null, null, null, null],
    ]);
  });

  it('G-30: tells no text of a character set that it cannot read, and names it', async () => {
    await using server = await target.open();
    await server.sql('create table chu (id int primary key, ten varchar(20) character set gbk, anh varchar(9) character set latin1)');
    await using source = await openSource(server.input);
    const [description] = await source.describe(never);
    expect(description?.columns.map((column) => [column.nativeType, column.type?.canonical.kind])).toEqual([
      [expect.stringMatching(/^int/), 'integer'],
      ['varchar(20) character set gbk', undefined],
      ['varchar(9) character set latin1', 'string'],
    ]);
  });
});
