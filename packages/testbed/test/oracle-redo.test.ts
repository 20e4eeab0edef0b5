import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Client, type OracleFixture, oracleFixture } from './oracle-session.ts';

let fixture: OracleFixture;
let root: Client;
let system: Client;

beforeAll(async () => {
  fixture = await oracleFixture();
  [root, system] = [await fixture.login('SYSTEM', 'ORCL'), await fixture.login()];
  await root.run('alter database add supplemental log data');
  await system.run('create user app identified by secret quota unlimited on users');
}, 60_000);

afterAll(async () => {
  await fixture[Symbol.asyncDispose]();
});

const start =
  'dbms_logmnr.start_logmnr(options => dbms_logmnr.dict_from_online_catalog + dbms_logmnr.no_sql_delimiter + dbms_logmnr.no_rowid_in_stmt);';

/** All online and archived logs, as a client adds them. */
async function mine(client: Client, options = start): Promise<void> {
  const logs =
    await client.rows(`select min(f.member) from v$log l join v$logfile f on f.group# = l.group# where l.archived = 'NO' group by l.sequence#
    union all select name from v$archived_log where name is not null`);
  const adds = logs.map(
    (_, place) => `dbms_logmnr.add_logfile(logfilename => :f${place}, options => dbms_logmnr.${place === 0 ? 'new' : 'addfile'});`,
  );
  await client.run(`begin ${adds.join(' ')} ${options} end;`, ...logs.map(([name]) => name ?? null));
}

async function contents(name: string): Promise<readonly string[]> {
  await mine(root);
  const rows = await root.rows(
    `select operation, rollback, status, csf, sql_redo from v$logmnr_contents c where c.seg_owner = :o and c.table_name = :n and c.operation_code in (1, 2, 3, 5, 9, 10) and rownum < 100`,
    'APP',
    name,
  );
  return rows.map((row) => row.join(' | '));
}

describe('the log of a session', () => {
  test('tells rows, what was taken back, and definitions', async () => {
    await system.run('create table app.t (id number(10) primary key, name varchar2(20 char), v as (upper(name)))');
    await system.run('alter table app.t add supplemental log data (all) columns');
    await system.run(`insert into app.t (id, name) values (1, 'An''s')`);
    await system.run('savepoint a');
    await system.run(`insert into app.t (id, name) values (2, 'B')`);
    await system.run('rollback to savepoint a');
    await system.run(`update app.t set name = null where id = 1`);
    await system.run('delete from app.t');
    await system.run('commit');
    expect(await contents('T')).toEqual([
      'DDL | 0 | 0 | 0 | create table app.t (id number(10) primary key, name varchar2(20 char), v as (upper(name)))',
      'DDL | 0 | 0 | 0 | alter table app.t add supplemental log data (all) columns',
      `INSERT | 0 | 0 | 0 | insert into "APP"."T"("ID","NAME") values ('1','An''s')`,
      `INSERT | 0 | 0 | 0 | insert into "APP"."T"("ID","NAME") values ('2','B')`,
      'DELETE | 1 | 0 | 0 | delete from "APP"."T"',
      `UPDATE | 0 | 0 | 0 | update "APP"."T" set "NAME" = NULL where "ID" = '1' and "NAME" = 'An''s'`,
      `DELETE | 0 | 0 | 0 | delete from "APP"."T" where "ID" = '1' and "NAME" IS NULL`,
    ]);
  });

  test('undoes each record by one of its own, those of large objects too', async () => {
    await system.run('create table app.lob (id number(10), c clob)');
    await system.run('savepoint a');
    await system.run(`insert into app.lob (id, c) values (1, 'short')`);
    await system.run('rollback to savepoint a');
    await system.run('commit');
    expect((await contents('LOB')).slice(1)).toEqual([
      `INSERT | 0 | 0 | 0 | insert into "APP"."LOB"("ID","C") values ('1',EMPTY_CLOB())`,
      expect.stringMatching(/^UPDATE \| 0 \| 0 \| 0 \| update "APP"."LOB" set "C" = 'short' where ROWID = '.{18}'$/),
      'UPDATE | 1 | 0 | 0 | update "APP"."LOB" set "C" = NULL',
      'DELETE | 1 | 0 | 0 | delete from "APP"."LOB"',
    ]);
  });

  test('knows rows of an older definition by numbers alone', async () => {
    await system.run('create table app.old (id number(10), name varchar2(20))');
    await system.run(`insert into app.old (id, name) values (1, 'a')`);
    await system.run('commit');
    await system.run('alter table app.old add (more number)');
    await system.run(`insert into app.old (id, name, more) values (2, 'b', 3)`);
    await system.run('commit');
    const told = await contents('OLD');
    expect(told[told.length - 1]).toBe(`INSERT | 0 | 0 | 0 | insert into "APP"."OLD"("ID","NAME","MORE") values ('2','b','3')`);
    const [[id] = []] = await system.rows(`select object_id from all_objects where owner = 'APP' and object_name = 'OLD'`);
    const rows = await root.rows(
      `select status, info, data_obj#, sql_redo from v$logmnr_contents where seg_owner = 'UNKNOWN' and status = 2`,
    );
    expect(rows).toHaveLength(1);
    const [status, info, object, redo] = rows[0] ?? [];
    expect(object).toBe(id);
    expect([status, info, redo]).toEqual([
      '2',
      'Dictionary Mismatch',
      `insert into "UNKNOWN"."OBJ# ${String(object)}"("COL 1","COL 2") values (HEXTORAW('c102'),HEXTORAW('61'))`,
    ]);
  });

  test('goes on over a switch, an archiver that waits, and ends where a log is gone', async () => {
    await system.run('create table app.s (id number(10))');
    await fixture.engine.logs.holdArchiver();
    for (const id of [1, 2, 3]) {
      await system.run(`insert into app.s (id) values (${id})`);
      await system.run('commit');
      await root.run('alter system switch logfile');
    }
    const waiting = await root.rows(`select status from v$log where archived = 'NO' order by sequence#`);
    expect(waiting.map(([status]) => status)).toEqual(['ACTIVE', 'ACTIVE', 'ACTIVE', 'CURRENT']);
    expect(await root.rows('select count(*) from v$archived_log')).toEqual([['0']]);
    expect((await contents('S')).filter((row) => row.startsWith('INSERT'))).toHaveLength(3);
    await fixture.engine.logs.releaseArchiver();
    expect(await root.rows('select count(*) from v$archived_log')).toEqual([['3']]);
    const [[low] = []] = await root.rows('select min(first_change#) from v$archived_log');
    await fixture.engine.logs.removeArchivedLogs();
    expect(await root.rows(`select deleted, status from v$archived_log where name is null`)).toEqual([
      ['YES', 'D'],
      ['YES', 'D'],
      ['YES', 'D'],
    ]);
    await root.run(`begin dbms_logmnr.add_logfile(logfilename => '/opt/oracle/oradata/redo04.log', options => dbms_logmnr.new); end;`);
    expect(await root.refusal('begin dbms_logmnr.start_logmnr(startscn => :low); end;', String(low))).toBe(1291);
  });
});

describe('an account that mines', () => {
  test('needs the package, the views and LOGMINING', async () => {
    await system.run('create user reader identified by secret');
    await system.run('grant create session to reader');
    const reader = await fixture.login('READER');
    expect(await reader.refusal('select scn from v$logmnr_contents')).toBe(942);
    expect(await reader.refusal('select group# from v$log')).toBe(942);
    expect(await reader.refusal('begin dbms_logmnr.end_logmnr; end;')).toBe(6550);
    expect(await reader.refusal('alter system switch logfile')).toBe(1031);
    for (const view of ['v_$log', 'v_$logfile', 'v_$archived_log', 'v_$logmnr_contents'])
      await system.run(`grant select on ${view} to reader`);
    await system.run('grant execute on dbms_logmnr to reader');
    expect(await reader.refusal('select scn from v$logmnr_contents')).toBe(1306);
    await expect(mine(reader)).rejects.toMatchObject({ number: 1031 });
    await system.run('grant logmining to reader');
    await mine(reader);
    expect(await reader.refusal('select scn from v$logmnr_contents')).toBeUndefined();
  });
});

describe('a query of the past', () => {
  test('reads a table as of an SCN or a moment, and its versions, for who may', async () => {
    await system.run('create table app.f (id number(10) primary key, name varchar2(20))');
    await system.run(`insert into app.f (id, name) values (1, 'a')`);
    await system.run('commit');
    const [[scn] = []] = await system.rows('select ora_rowscn from app.f');
    await system.run(`update app.f set name = 'b'`);
    await system.run('commit');
    await system.run(`update app.f set name = 'open'`);
    expect(await system.rows('select name from app.f as of scn :s', String(scn))).toEqual([['a']]);
    expect(await system.rows('select name from app.f as of timestamp systimestamp')).toEqual([['b']]);
    const versions = await system.rows(
      'select versions_operation, name, versions_startscn from app.f versions between scn :a and maxvalue order by versions_startscn',
      String(scn),
    );
    expect(versions.map(([operation, name]) => [operation, name])).toEqual([
      ['I', 'a'],
      ['U', 'b'],
    ]);
    expect(versions[0]?.[2]).toBe(scn);
    await system.run('rollback');
    await system.run('create user past identified by secret');
    await system.run('grant create session to past');
    await system.run('grant select on app.f to past');
    const past = await fixture.login('PAST');
    expect(await past.refusal('select name from app.f as of timestamp systimestamp')).toBe(1031);
    await system.run('grant flashback on app.f to past');
    expect(await past.rows('select name from app.f as of timestamp systimestamp')).toEqual([['b']]);
    expect(await system.refusal('select name from app.f as of scn 999999999')).toBe(8181);
    await fixture.engine.logs.expireUndo();
    expect(await system.refusal('select name from app.f as of scn :s', String(scn))).toBe(1555);
  });
});
