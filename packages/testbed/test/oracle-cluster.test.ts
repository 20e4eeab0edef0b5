import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Client, type OracleFixture, oracleFixture } from './oracle-session.ts';

let oracle: OracleFixture;
let first: Client;
let second: Client;

beforeAll(async () => {
  oracle = await oracleFixture({ pluggable: null, instances: 2 });
  first = await oracle.login();
  second = await oracle.login('SYSTEM', 'ORCL_2');
  await first.run('alter database add supplemental log data');
  await first.run('create table t (id number primary key, name varchar2(10))');
}, 60_000);

afterAll(async () => {
  await oracle[Symbol.asyncDispose]();
});

const scn = async (): Promise<string> => String((await first.rows('select current_scn from v$database'))[0]?.[0]);
const archived = (thread: number) => first.rows(`select name, first_change# from v$archived_log where thread# = ${thread} order by recid`);
const add = (name: unknown, how: number) => first.run(`begin dbms_logmnr.add_logfile(:1, ${how}); end;`, String(name));
const start = (low: string, high: string) =>
  first.refusal(`begin dbms_logmnr.start_logmnr(startscn => ${low}, endscn => ${high}, options => 2128); end;`);
const mined = () =>
  first.rows("select thread#, sql_redo from v$logmnr_contents where table_name = 'T' and operation = 'INSERT' order by scn");

test('each instance of a cluster has its name, its thread and its logs, whose sequences it counts alone', async () => {
  expect(await first.rows('select instance_name, instance_number, thread# from v$instance')).toEqual([['ORCL1', '1', '1']]);
  expect(await second.rows('select instance_name, instance_number, thread# from v$instance')).toEqual([['ORCL2', '2', '2']]);
  await second.run('alter system switch logfile');
  expect(await first.rows('select thread#, sequence# from v$thread order by 1')).toEqual([
    ['1', '41'],
    ['2', '42'],
  ]);
  expect(await first.rows("select thread#, group#, sequence# from v$log where status = 'CURRENT' order by 1")).toEqual([
    ['1', '1', '41'],
    ['2', '5', '42'],
  ]);
  await first.run('alter system archive log current');
  expect(await first.rows('select thread#, sequence# from v$archived_log order by 1, 2')).toEqual([
    ['1', '41'],
    ['2', '41'],
    ['2', '42'],
  ]);
  await oracle.engine.logs.failOver();
  expect(await first.rows('select thread#, sequence# from v$thread order by 1')).toEqual([
    ['1', '1'],
    ['2', '1'],
  ]);
});

test('LogMiner gives what the files hold that it was given: of one thread, or of both in the order of their SCNs', async () => {
  await oracle.engine.logs.switchLog(1);
  await oracle.engine.logs.switchLog(2);
  const low = await scn();
  await first.run("insert into t values (1, 'one')");
  await second.run("insert into t values (2, 'two')");
  await first.session.commit();
  await first.run("insert into t values (3, 'one')");
  await first.session.commit();
  await second.session.commit();
  const high = await scn();
  await oracle.engine.logs.switchLog(1);
  await oracle.engine.logs.switchLog(2);
  const [one, two] = [(await archived(1)).at(-1)?.[0], (await archived(2)).at(-1)?.[0]];
  const insert = (id: number, name: string): string => `insert into "SYSTEM"."T"("ID","NAME") values ('${id}','${name}')`;

  await add(one, 1);
  expect(await start(low, high)).toBeUndefined();
  expect(await mined()).toEqual([
    ['1', insert(1, 'one')],
    ['1', insert(3, 'one')],
  ]);

  await add(two, 3);
  expect(await start(low, high)).toBeUndefined();
  expect(await mined()).toEqual([
    ['1', insert(1, 'one')],
    ['2', insert(2, 'two')],
    ['1', insert(3, 'one')],
  ]);
  expect(await first.rows('select thread_id, thread_sqn from v$logmnr_logs order by 1')).toEqual([
    ['1', '2'],
    ['2', '2'],
  ]);
});

test('a window that one of the threads does not reach lacks a file', async () => {
  const [one, two] = [await archived(1), await archived(2)];
  await second.run("insert into t values (8, 'late')");
  await second.session.commit();
  const high = await scn();
  await oracle.engine.logs.switchLog(1);
  await add((await archived(1)).at(-1)?.[0], 1);
  const low = String((await archived(1)).at(-1)?.[1]);
  expect(await start(low, high)).toBeUndefined();
  await add(two.at(-1)?.[0], 3);
  expect(await start(low, high)).toBe(1291);
  expect(one.length).toBeGreaterThan(0);
  await oracle.engine.logs.switchLog(2);
  await add((await archived(2)).at(-1)?.[0], 3);
  expect(await start(low, high)).toBeUndefined();
  expect(await mined()).toContainEqual(['2', `insert into "SYSTEM"."T"("ID","NAME") values ('8','late')`]);
});
