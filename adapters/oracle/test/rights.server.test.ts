import { follow, never, readAll } from '@lienthong/conformance/reading';
import { isLienThongError, type LienThongError, type ProbeFinding } from '@lienthong/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AdminSession, openAdmin } from './admin.ts';
import { runScript } from './script.ts';
import { openSource, select, type TestServer, targets } from './server.ts';

// Each right that the page asks for: taken away, it is told by name; what the doctor says gives it back.

const [target] = targets;
const user = 'C##CHI_DOC';
const password = 'Chi0Doc';

let server: TestServer;
let root: AdminSession;
let home: AdminSession;
beforeAll(async () => {
  if (target === undefined) throw new Error('there is no server');
  server = await target.open();
  await server.sql('create table ho_so (id number(9) not null primary key, ten varchar2(20 char))');
  await server.sql("insert into ho_so values (1, 'An')");
  home = await openAdmin(server.administrator, 'PDB1');
  root = await openAdmin(server.administrator, 'ORCL');
  await runScript(root, 'root', user, password);
  await runScript(root, 'logminer', user);
  await runScript(home, 'login', user, password, server.schema, 'HO_SO');
  await runScript(home, 'logminer-table', user, server.schema, 'HO_SO');
  await runScript(home, 'flashback', user, server.schema, 'HO_SO');
});
afterAll(async () => {
  for (const source of Object.values(sources)) await source.close();
  await root[Symbol.asyncDispose]();
  await home[Symbol.asyncDispose]();
  await server[Symbol.asyncDispose]();
});

type ToldBy = 'logminer' | 'flashback';
const selection = () => select('HO_SO', ['ID', 'TEN'], ['ID'], server.schema);
type Opened = Awaited<ReturnType<typeof openSource>>;
const sources: Partial<Record<ToldBy, Opened>> = {};
/** One for all: a grant counts from the next statement on. */
async function open(changes: ToldBy): Promise<Opened> {
  const signal = AbortSignal.timeout(300_000);
  sources[changes] ??= await openSource({ ...server.input, user, password, changes }, { signal });
  return sources[changes];
}

async function findings(changes: ToldBy): Promise<readonly ProbeFinding[]> {
  return (await (await open(changes)).probe(never)).findings;
}

/** What becomes of following; undefined when it is told a change. */
async function refusal(changes: ToldBy): Promise<LienThongError | undefined> {
  const source = await open(changes);
  try {
    const start = await source.changes.start([selection()], never);
    await server.sql('update ho_so set ten = ten where id = 1');
    await follow(source.changes, [selection()], start, (all) => all.length > 0);
    return undefined;
  } catch (error) {
    if (isLienThongError(error)) return error;
    throw error;
  }
}

interface Case {
  readonly by: ToldBy;
  /** As an administrator, in the root or where the tables are. */
  readonly at: 'root' | 'home';
  readonly take: string;
  readonly finding: string;
  /** What the finding has to say, beside `GRANT` of what was taken. */
  readonly remedy?: string;
  /** Following is refused so; without it, it works. */
  readonly code?: string;
}

const revoked = (by: ToldBy, at: 'root' | 'home', right: string, finding: string, code?: string): Case => ({
  ...{ by, at, finding, take: `revoke ${right} from ${user}` },
  ...(code === undefined ? {} : { code }),
});
const hidden = 'SOURCE_PERMISSION_MISSING';

const cases: readonly Case[] = [
  revoked('logminer', 'root', 'LOGMINING', 'logmining-permission-missing', undefined),
  revoked('logminer', 'root', 'SELECT ANY TRANSACTION', 'any-transaction-missing'),
  revoked('logminer', 'root', 'EXECUTE on SYS.DBMS_LOGMNR', 'logmining-permission-missing', hidden),
  revoked('logminer', 'root', 'SELECT on SYS.V_$LOGMNR_CONTENTS', 'logmining-permission-missing', hidden),
  revoked('logminer', 'root', 'SELECT on SYS.V_$DATABASE', 'log-state-hidden', hidden),
  revoked('logminer', 'root', 'SELECT on SYS.V_$LOG', 'log-views-hidden', hidden),
  revoked('logminer', 'root', 'SELECT on SYS.V_$LOGFILE', 'log-views-hidden', hidden),
  revoked('logminer', 'root', 'SELECT on SYS.V_$ARCHIVED_LOG', 'log-views-hidden', hidden),
  revoked('logminer', 'root', 'SELECT on SYS.GV_$TRANSACTION', 'log-views-hidden', hidden),
  revoked('logminer', 'home', 'SELECT on SYS.V_$DATABASE', 'database-state-hidden', hidden),
  revoked('logminer', 'home', 'SELECT on SYS.V_$CONTAINERS', 'database-state-hidden', hidden),
  revoked('logminer', 'home', 'SELECT on SYS.GV_$LOCKED_OBJECT', 'locks-hidden'),
  revoked('flashback', 'home', 'SELECT on SYS.V_$DATABASE', 'database-state-hidden', hidden),
  revoked('flashback', 'home', 'SELECT on SYS.V_$PARAMETER', 'undo-retention-hidden'),
  { ...{ by: 'logminer', at: 'root', take: 'alter database noarchivelog', finding: 'archivelog-off' }, code: 'SOURCE_NOT_READY' },
  {
    ...{ by: 'logminer', at: 'root', take: 'alter database drop supplemental log data', finding: 'supplemental-logging-off' },
    code: 'SOURCE_NOT_READY',
  },
  { by: 'flashback', at: 'home', take: 'alter system set undo_retention = 900', finding: 'undo-retention-short' },
];

/** As a person would who does what the doctor says: what restarts the database is not his to do here. */
async function mend(session: AdminSession, remedy: string): Promise<void> {
  for (const statement of remedy.split(';').map((one) => one.trim()))
    if (!/^(?:|SHUTDOWN .*|STARTUP .*|ALTER DATABASE OPEN)$/.test(statement)) await session.sql(statement);
}

describe('G-29', () => {
  it.each(['logminer', 'flashback'] as const)(
    'reads and follows by %s with what the scripts grant, and the doctor is silent',
    async (by) => {
      expect(await findings(by)).toEqual([]);
      expect(await refusal(by)).toBeUndefined();
    },
  );

  it.each(cases)('$by without it, $at: $take', async ({ by, at, take, finding: id, code }) => {
    const session = at === 'root' ? root : home;
    await session.sql(take);
    const found = (await findings(by)).find((one) => one.id === id);
    expect(found?.remedy).toMatch(/;$/);
    const error = await refusal(by);
    expect(error?.code).toBe(code);
    const right = /on (SYS\.\S+) from/.exec(take)?.[1];
    // Who is refused hears the same as who asked the doctor.
    if (right !== undefined) for (const remedy of [found?.remedy, error?.remedy ?? found?.remedy]) expect(remedy).toContain(right);
    await mend(session, found?.remedy ?? '');
    expect(await findings(by)).toEqual([]);
  });

  it('says of a table what the log holds too little of: nothing, or keys alone, which is enough to follow', async () => {
    const told = async () => (await findings('logminer')).filter((one) => one.id.startsWith('table-'));
    expect(await told()).toEqual([]);
    await server.sql('alter table ho_so drop supplemental log data (all) columns');
    const [unlogged] = await told();
    expect(unlogged).toMatchObject({ id: 'table-unlogged', level: 'info' });
    expect(await refusal('logminer')).toMatchObject({ code: 'SOURCE_NOT_READY', remedy: unlogged?.remedy });
    await server.sql('alter table ho_so add supplemental log data (primary key) columns');
    const [byKey] = await told();
    expect(byKey).toMatchObject({ id: 'table-logged-by-key', level: 'info' });
    expect(await refusal('logminer')).toBeUndefined();
    await mend(home, byKey?.remedy ?? '');
    expect(await told()).toEqual([]);
    // Of the whole database.
    await server.sql('alter table ho_so drop supplemental log data (all) columns');
    await server.sql('alter table ho_so drop supplemental log data (primary key) columns');
    await root.sql('alter database add supplemental log data (primary key) columns');
    expect(await told()).toMatchObject([{ id: 'table-logged-by-key' }]);
    expect(await refusal('logminer')).toBeUndefined();
    await root.sql('alter database add supplemental log data (all) columns');
    expect(await told()).toEqual([]);
    expect(await refusal('logminer')).toBeUndefined();
    for (const kind of ['primary key', 'all']) await root.sql(`alter database drop supplemental log data (${kind}) columns`);
    await server.sql('alter table ho_so add supplemental log data (all) columns');
  });

  it('says which table may not be read, and of which the past may not', async () => {
    await home.sql(`revoke FLASHBACK on ${server.schema}.ho_so from ${user}`);
    const past = (await findings('flashback')).find(({ id }) => id === 'flashback-permission-missing');
    expect(past).toMatchObject({ level: 'info', remedy: `GRANT FLASHBACK ON "${server.schema}"."HO_SO" TO "${user}";` });
    expect(await refusal('flashback')).toMatchObject({ code: hidden, remedy: past?.remedy });
    await mend(home, past?.remedy ?? '');
    expect(await refusal('flashback')).toBeUndefined();

    await home.sql(`revoke SELECT on ${server.schema}.ho_so from ${user}`);
    await home.sql(`revoke FLASHBACK on ${server.schema}.ho_so from ${user}`);
    const source = await open('logminer');
    expect((await source.probe(never)).readiness.snapshot).toMatchObject({ ready: false });
    expect(await source.describe(never)).toEqual([]);
    const refused: unknown = await readAll(source.snapshot, selection(), 10, 10).catch((error: unknown) => error);
    expect(refused).toMatchObject({
      remedy: expect.stringContaining(`GRANT SELECT ON "${server.schema}"."HO_SO" TO "${user}";`) as string,
    });
    await home.sql(`grant select, flashback on ${server.schema}.ho_so to ${user}`);
    expect(await readAll(source.snapshot, selection(), 10, 10)).toEqual([['1', 'An']]);
  });
});
