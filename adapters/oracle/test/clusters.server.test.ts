import { type Change, isLienThongError, type Position, valuesOfRow } from '@lienthong/core';
import { type OracleTestEngine, type OracleWire, startOracle } from '@lienthong/testbed/oracle';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type AdminSession, openAdmin } from './admin.ts';
import { password } from './scripted-engine.ts';
import { type ScriptedLog, scriptedLog } from './scripted-log.ts';
import { openSource, select } from './server.ts';
import { openTestEngine } from './test-engine.ts';

// Two instances write the same database, each a thread of redo of its own.

const privileges = ['create session', 'create table', 'select any dictionary', 'logmining', 'execute on sys.dbms_logmnr'];

let engine: OracleTestEngine;
let wire: OracleWire;
let first: AdminSession;
let second: AdminSession;
let source: Awaited<ReturnType<typeof openSource>>;

beforeAll(async () => {
  engine = await openTestEngine({ pluggable: null, instances: 2 });
  wire = await startOracle({ engine });
  const server = { host: wire.host, port: wire.port };
  {
    await using admin = await openAdmin({ ...server, ...engine.administrator }, 'ORCL');
    await admin.sql('create user owner identified by "Lienthong0"');
    for (const privilege of privileges) await admin.sql(`grant ${privilege} to owner`);
    await admin.sql('alter database add supplemental log data');
  }
  const login = { ...server, user: 'OWNER', password: 'Lienthong0' };
  [first, second] = [await openAdmin(login, 'ORCL'), await openAdmin(login, 'ORCL_2')];
  await first.sql('create table t (id number(9) primary key, name varchar2(20))');
  await first.sql('alter table t add supplemental log data (all) columns');
  source = await openSource({ ...login, database: 'ORCL', changes: 'logminer' });
}, 60_000);

afterAll(async () => {
  await source.close();
  await first[Symbol.asyncDispose]();
  await second[Symbol.asyncDispose]();
  await wire.close();
  await engine.close();
});

const t = select('T', ['ID', 'NAME'], ['ID'], 'OWNER');
const insert = (session: AdminSession, id: number, name: string) => session.sql(`insert into t values (${id}, '${name}')`);
const commit = (session: AdminSession) => session.sql('commit');

interface Told {
  readonly changes: readonly Change[];
  readonly position: Position;
}

async function follow(after: Position, count: number): Promise<Told> {
  const changes: Change[] = [];
  let position = after;
  const request = { after, selections: [t], heartbeatMs: 50, batchChanges: 100, maxTransactionChanges: 1_000 };
  for await (const batch of source.changes.read({ ...request, signal: AbortSignal.timeout(20_000) })) {
    changes.push(...batch.changes);
    position = JSON.parse(JSON.stringify(batch.position)) as Position;
    if (changes.length >= count) break;
  }
  return { changes, position };
}

const shown = ({ changes }: Told) => changes.map((change) => (change.op === 't' ? ['t'] : [change.op, ...valuesOfRow(change.row)]));

it('tells what both instances of a cluster write, in the order of the commits', async () => {
  const start = await source.changes.start([t], AbortSignal.timeout(20_000));
  await insert(first, 1, 'một');
  await insert(second, 2, 'hai');
  await commit(second);
  await insert(second, 3, 'ba');
  await commit(first);
  await commit(second);
  const told = await follow(start, 3);
  expect(shown(told)).toEqual([
    ['c', '2', 'hai'],
    ['c', '1', 'một'],
    ['c', '3', 'ba'],
  ]);
  const versions = told.changes.map(({ version }) => version);
  expect([...versions].sort()).toEqual(versions);

  // The logs of one thread are switched many times while the other stays in its first.
  for (let id = 4; id <= 6; id++) {
    await insert(second, id, 'sau');
    await commit(second);
    await engine.logs.switchLog(2);
  }
  await insert(first, 7, 'bảy');
  await commit(first);
  expect(shown(await follow(told.position, 4))).toEqual([
    ['c', '4', 'sau'],
    ['c', '5', 'sau'],
    ['c', '6', 'sau'],
    ['c', '7', 'bảy'],
  ]);
});

it('a log of the other thread that is gone is lost history, though this thread has all of its own', async () => {
  const start = await source.changes.start([t], AbortSignal.timeout(20_000));
  await insert(second, 11, 'lost');
  await commit(second);
  // As many switches as write every group of that thread again.
  for (let round = 0; round < 5; round++) await engine.logs.switchLog(2);
  await insert(first, 12, 'kept');
  await commit(first);
  await engine.logs.removeArchivedLogs({ thread: 2 });
  const refused = await follow(start, 2).then(
    (told) => shown(told),
    (error: unknown) => (isLienThongError(error) ? error.code : error),
  );
  expect(refused).toBe('SOURCE_HISTORY_LOST');
});

it('a commit that comes to disk late is told, though a later one of the other instance was there before it', async () => {
  const log = scriptedLog();
  log.online = ['1', '2'].map((thread) => [thread, '7', '1', null, 'CURRENT', 'NO', `/redo0${thread}`]);
  await using scripted = await startScripted(log);
  const selection = select('T', ['ID', 'NAME'], ['ID']);
  const signal = AbortSignal.timeout(15_000);
  const after = await scripted.source.changes.start([selection], signal);
  const row = (id: number) => `insert into "LIENTHONG"."T"("ID","NAME") values ('${id}','x')`;
  log.write({ scn: 105, operation: 1, xid: xids.first, sql: row(1) }, { scn: 106, operation: 7, xid: xids.first });
  log.scn = 107;
  const told: Change[] = [];
  let isLate = true;
  const request = { after, selections: [selection], heartbeatMs: 50, batchChanges: 100, maxTransactionChanges: 1_000, signal };
  for await (const batch of scripted.source.changes.read(request)) {
    told.push(...batch.changes);
    if (isLate) log.write({ scn: 101, operation: 1, xid: xids.second, sql: row(2) }, { scn: 103, operation: 7, xid: xids.second });
    isLate = false;
    if (told.length >= 2) break;
  }
  expect(shown({ changes: told, position: after })).toEqual([
    ['c', '2', 'x'],
    ['c', '1', 'x'],
  ]);
});

const xids = { first: '0A000100C7030000', second: '0B000200C8030000' };

async function startScripted(log: ScriptedLog) {
  const server = await startOracle({ engine: log.engine });
  const of = await openSource({ host: server.host, port: server.port, database: 'hotich', user: 'lienthong', password });
  return {
    source: of,
    [Symbol.asyncDispose]: async () => {
      await of.close();
      await server.close();
    },
  };
}
