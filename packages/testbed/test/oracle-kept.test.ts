import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { OracleType } from '../src/oracle/index.ts';
import { type Client, type OracleFixture, oracleFixture } from './oracle-session.ts';

let oracle: OracleFixture;
let client: Client;

beforeAll(async () => {
  oracle = await oracleFixture();
  client = await oracle.login();
}, 60_000);

afterAll(async () => {
  await oracle[Symbol.asyncDispose]();
});

const signal = new AbortController().signal;
const number: OracleType = { name: 'number', precision: 0, scale: -127 };
const text: OracleType = { name: 'varchar2', length: 4000 };

describe('what Oracle’s test engine keeps of statements', () => {
  test('a text that is known is translated anew for another table, setting, schema and type of a bind', async () => {
    await client.run('create table kept (a number(4))');
    await client.run('insert into kept values (7)');
    expect(await client.rows('select * from kept')).toEqual([['7']]);
    await client.session.commit();
    await client.run('drop table kept');
    await client.run('create table kept (a varchar2(9), b date)');
    await client.run("insert into kept values ('seven', date '2024-02-29')");
    expect(await client.rows('select * from kept')).toEqual([['seven', '2024-02-29 00:00:00']]);

    const shown = "select to_char(b) from kept where a = 'seven'";
    expect(await client.rows(shown)).toEqual([['29-FEB-24']]);
    await client.run("alter session set nls_date_format = 'YYYY-MM-DD'");
    expect(await client.rows(shown)).toEqual([['2024-02-29']]);

    expect(await client.rows('select :1 || 1 from dual', 'x')).toEqual([['x1']]);
    expect(await client.rows('select :1 || 1 from dual', 5)).toEqual([['51']]);

    await client.run('create user other identified by "x"');
    await client.run('create table other.kept (a number)');
    await client.run('insert into other.kept values (1)');
    await client.run('alter session set current_schema = OTHER');
    expect(await client.rows('select * from kept')).toEqual([['1']]);
    await client.run('alter session set current_schema = SYSTEM');
    expect(await client.rows('select a from kept')).toEqual([['seven']]);
  });

  test('a right that was revoked is missing for a text that is known, too', async () => {
    await client.run('create user reader identified by "x"');
    await client.run('grant create session to reader');
    await client.run('create table lent (a number)');
    await client.run('grant select on lent to reader');
    const reader = await oracle.login('READER');
    expect(await reader.rows('select * from system.lent')).toEqual([]);
    await client.run('revoke select on lent from reader');
    expect(await reader.refusal('select * from system.lent')).toBe(942);
    await reader.session.close();
  });

  test('a refused text is refused again, and heard once its table is there', async () => {
    expect(await client.refusal('select * from later_on')).toBe(942);
    expect(await client.refusal('select * from later_on')).toBe(942);
    await client.run('create table later_on (a number)');
    expect(await client.rows('select * from later_on')).toEqual([]);
  });

  test('an update with binds takes those of each call', async () => {
    await client.run('create table counted (id number primary key, n number)');
    const insert = 'insert into counted values (:1, :2)';
    for (let id = 1; id <= 3; id++) await client.run(insert, id, id * 10);
    for (let id = 1; id <= 3; id++) await client.run('update counted set n = n + :1 where id = :2', id, id);
    expect(await client.rows('select id, n from counted order by id')).toEqual([
      ['1', '11'],
      ['2', '22'],
      ['3', '33'],
    ]);
  });

  test('the next session finds nothing of the one before it on its connection', async () => {
    const first = await oracle.login();
    await first.run('create table left_behind (a number)');
    await first.run('insert into left_behind values (1)');
    await first.session.close();
    const second = await oracle.login();
    expect(await second.rows('select * from left_behind')).toEqual([]);
    await second.run('set transaction read only');
    await second.session.close();
    const third = await oracle.login();
    await third.run('insert into left_behind values (3)');
    await third.session.commit();
    expect(await third.refusal('select * from v$logmnr_contents')).toBe(1306);
    expect(third.session.inTransaction).toBe(false);
    await third.session.close();
  });

  test('a connection that PostgreSQL ended is not given to the next session', async () => {
    const first = await oracle.login();
    await first.session.close();
    await client.rows('select 1 from dual');
    const { connectPostgres } = await import('../src/oracle/engine/postgres.ts');
    const outside = await connectPostgres(oracle.engine.connectionString);
    await outside.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and state = 'idle' and query like '%rollback%' or query = 'select 1'",
    );
    await outside.close();
    const next = await oracle.login();
    expect(await next.rows('select 1 from dual')).toEqual([['1']]);
    await next.session.close();
  });
});

describe('many rows at once in Oracle’s test engine', () => {
  test('a union of rows of DUAL has the types that all its parts have in common, and keeps what is NULL', async () => {
    const rows = "select 1 as id, null as word, date '2024-01-02' as day from dual union all select 2.5, 'two', null from dual union all";
    expect(await client.rows(`select * from (${rows} select 3, 'three', timestamp '2024-01-03 04:05:06.7' from dual) order by id`)).toEqual(
      [
        ['1', null, '2024-01-02 00:00:00.000000000'],
        ['2.5', 'two', null],
        ['3', 'three', '2024-01-03 04:05:06.700000000'],
      ],
    );
    expect(await client.refusal('select 1 from dual union all select 1, 2 from dual')).toBe(1789);
    expect(
      await client.rows(
        'select rownum from dual union all select count(*) from dual union all select level from dual connect by level <= 2',
      ),
    ).toEqual([['1'], ['1'], ['1'], ['2']]);
  });

  test('operations of sets keep their order: what is taken away comes back when it is added behind', async () => {
    expect(
      await client.rows('select 1 from dual union all select 2 from dual minus select 1 from dual union all select 1 from dual order by 1'),
    ).toEqual([['1'], ['2']]);
    expect(await client.rows('select 1 from dual union select 1 from dual union select 2 from dual order by 1')).toEqual([['1'], ['2']]);
  });

  test('a statement of many rows is in the log row by row as it was, with tabs, quotes, backslashes and line ends', async () => {
    await client.run('alter database add supplemental log data');
    await client.run('create table many (id number primary key, word varchar2(100))');
    await client.run('alter system switch logfile');
    const odd = ['a\tb', "it's", 'back\\slash\\', 'two\nlines\r', '"n": 5, "', 'Đặng\u00a0Thị', '\\N', 'x'];
    const binds = Array.from({ length: 160 }, (_, id) => [
      { type: number, value: String(id) },
      { type: text, value: odd[id % odd.length] ?? '' },
    ]);
    await client.session.execute({ text: 'insert into many values (:1, :2)', binds, commit: false }, signal);
    await client.run("update many set word = word || '!' where id < 100");
    await client.session.rollback();
    await client.session.execute({ text: 'insert into many values (:1, :2)', binds: binds.slice(0, 60), commit: true }, signal);
    await client.run('alter system switch logfile');
    const [[file, low] = []] = await client.rows(
      'select name, first_change# from v$archived_log where sequence# = (select max(sequence#) from v$archived_log)',
    );
    await client.run('begin dbms_logmnr.add_logfile(:1, 1); end;', String(file));
    await client.run(`begin dbms_logmnr.start_logmnr(startscn => ${String(low)}, options => 2128); end;`);
    const mined = await client.rows(
      "select operation, rollback, sql_redo from v$logmnr_contents where table_name = 'MANY' order by scn, rs_id, ssn",
    );
    const count = (operation: string, undone: string): number =>
      mined.filter(([of, rollback]) => of === operation && rollback === undone).length;
    expect([count('INSERT', '0'), count('UPDATE', '0'), count('UPDATE', '1'), count('DELETE', '1')]).toEqual([220, 100, 100, 160]);
    const inserted = mined.filter(([operation]) => operation === 'INSERT').map(([, , redo]) => redo);
    const written = binds.map(
      ([, word], id) => `insert into "SYSTEM"."MANY"("ID","WORD") values ('${id}','${String(word?.value).replaceAll("'", "''")}')`,
    );
    expect(inserted).toEqual([...written, ...written.slice(0, 60)]);
    await client.run('begin dbms_logmnr.end_logmnr; end;');
  });
});
