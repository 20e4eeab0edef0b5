import { follow, never, type SeenChange } from '@lienthong/conformance/reading';
import { isLienThongError } from '@lienthong/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSource, select, type TestServer, targets } from './server.ts';

// Definitions that change while a table is followed, and before its changes were read.

const [target] = targets;
let server: TestServer;
beforeAll(async () => {
  if (target === undefined) throw new Error('there is no server');
  server = await target.open();
});
afterAll(async () => {
  for (const source of Object.values(sources)) await source.close();
  await server[Symbol.asyncDispose]();
});

type ToldBy = 'logminer' | 'flashback';
type Opened = Awaited<ReturnType<typeof openSource>>;

const sources: Partial<Record<ToldBy, Opened>> = {};
async function open(changes: ToldBy): Promise<Opened> {
  sources[changes] ??= await openSource({ ...server.input, changes }, { signal: AbortSignal.timeout(300_000) });
  return sources[changes];
}

interface Case {
  readonly what: string;
  readonly statements: (table: string) => readonly string[];
  /** What is told then: the row that is written behind the change, or a refusal. */
  readonly logminer: string;
  readonly flashback: string;
  /** By LogMiner, when the row before the change was not read yet. Left out, it is the same. */
  readonly behind?: string;
  /** How the row is written. */
  readonly write?: (table: string) => string;
}

const goesOn = 'goes on';
const lost = 'SOURCE_HISTORY_LOST';
const altered = 'SCHEMA_CHANGED';
const gone = 'COLLECTION_MISSING';
const busy = 'SOURCE_BUSY';
const create = (table: string) =>
  `create table ${table} (id number(9) not null primary key, ten varchar2(20), ghi_chu varchar2(20)) partition by range (id) (partition p1 values less than (100), partition p2 values less than (maxvalue))`;
const logged = (table: string) => `alter table ${table} add supplemental log data (all) columns`;

const cases: readonly Case[] = [
  {
    what: 'a column is added beside the selection',
    statements: (t) => [`alter table ${t} add (moi number(3))`],
    logminer: goesOn,
    flashback: lost,
    behind: altered,
  },
  {
    what: 'a column beside the selection is dropped',
    statements: (t) => [`alter table ${t} drop column ghi_chu`],
    logminer: goesOn,
    flashback: lost,
    behind: altered,
  },
  {
    what: 'a selected column is dropped',
    statements: (t) => [`alter table ${t} drop column ten`],
    logminer: altered,
    flashback: altered,
    write: (t) => `insert into ${t} (id) values (2)`,
  },
  {
    what: 'a selected column is renamed',
    statements: (t) => [`alter table ${t} rename column ten to ho_ten`],
    logminer: altered,
    flashback: altered,
    write: (t) => `insert into ${t} (id) values (2)`,
  },
  {
    what: 'a selected column gets another type',
    statements: (t) => [`alter table ${t} modify ten varchar2(40)`],
    logminer: altered,
    flashback: lost,
  },
  { what: 'the table is emptied', statements: (t) => [`truncate table ${t}`], logminer: lost, flashback: lost },
  {
    what: 'a partition is emptied',
    statements: (t) => [`alter /* tháng */ table ${t} truncate partition p2`],
    logminer: lost,
    flashback: lost,
  },
  {
    what: 'the table is dropped and made again',
    statements: (t) => [`drop table ${t}`, create(t), logged(t)],
    logminer: lost,
    flashback: lost,
  },
  {
    what: 'the table is renamed',
    statements: (t) => [`alter table ${t} rename to ${t}_cu`],
    logminer: gone,
    flashback: gone,
    write: (t) => `insert into ${t}_cu values (2, 'sau', null)`,
  },
];

let tables = 0;

/** What comes of following over a change of the definition: what is told, or the code of what it is refused with. */
async function outcome(by: ToldBy, { statements, write }: Case, keepsUp: boolean): Promise<string> {
  tables += 1;
  const table = `T${tables}`;
  await server.sql(create(table));
  await server.sql(logged(table));
  const selection = select(table, ['ID', 'TEN'], ['ID'], server.schema);
  const source = await open(by);
  const start = await source.changes.start([selection], never);
  const change = async () => {
    for (const statement of statements(table)) await server.sql(statement);
    await server.sql(write?.(table) ?? `insert into ${table} (id, ten) values (2, 'sau')`);
  };
  await server.sql(`insert into ${table} values (1, 'trước', null)`);
  if (!keepsUp) await change();
  let changing: Promise<void> | undefined;
  const has = (all: readonly SeenChange[], id: string) => all.some((one) => one.op !== 't' && one.row[0] === id);
  const attempt = async (): Promise<string> => {
    try {
      await follow(source.changes, [selection], start, (all) => {
        if (keepsUp && has(all, '1')) changing ??= change();
        return has(all, '2');
      });
      return goesOn;
    } catch (error) {
      if (isLienThongError(error)) return error.code;
      throw error;
    }
  };
  const told = await attempt();
  await changing;
  // Seen while the definition was being changed: trying again, as a connector does, tells what has become of it.
  return told === gone || told === busy ? await attempt() : told;
}

describe.each(['logminer', 'flashback'] as const)('by %s', (by) => {
  it.each(cases)('$what while it is followed', async (one) => {
    expect(await outcome(by, one, true)).toBe(one[by]);
  });
  it.each(cases)('$what before its changes were read', async (one) => {
    expect(await outcome(by, one, false)).toBe(by === 'logminer' ? (one.behind ?? one.logminer) : one.flashback);
  });
});
