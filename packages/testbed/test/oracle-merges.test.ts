import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Client, type OracleFixture, oracleFixture } from './oracle-session.ts';

let oracle: OracleFixture;
let client: Client;

beforeAll(async () => {
  oracle = await oracleFixture();
  client = await oracle.login();
  await client.run('create table stock (id number(6) primary key, name varchar2(10) not null, n number default 5)');
  await client.run('create table deliveries (id number(6), name varchar2(10), n number)');
  await client.run('create table stock_log (id number(6), word varchar2(20))');
}, 60_000);

beforeEach(async () => {
  for (const table of ['stock', 'deliveries', 'stock_log']) await client.run(`delete from ${table}`);
  await client.run("insert into stock values (1, 'one', 10)");
  await client.run("insert into stock values (2, 'two', 20)");
  await client.run("insert into deliveries select 2, 'zwei', 200 from dual union all select 3, 'drei', 300 from dual");
  await client.session.commit();
});

afterAll(async () => {
  await oracle[Symbol.asyncDispose]();
});

const stock = () => client.rows('select id, name, n from stock order by id');

describe('MERGE in Oracle’s test engine', () => {
  test('updates what is there and inserts what is not, with its conditions, and counts both', async () => {
    await client.run("insert into deliveries values (1, 'eins', 100)");
    const { rowCount } = await client.run(
      `merge into stock s using deliveries d on (s.id = d.id)
       when matched then update set s.name = d.name, s.n = s.n + d.n where s.n > 10
       when not matched then insert (id, name) values (d.id, upper(d.name)) where d.n >= 300`,
    );
    expect(rowCount).toBe(2);
    expect(await stock()).toEqual([
      ['1', 'one', '10'],
      ['2', 'zwei', '220'],
      ['3', 'DREI', '5'],
    ]);
  });

  test('takes a row of binds from DUAL, and writes what it did to the log as inserts and updates', async () => {
    await client.run('alter database add supplemental log data');
    const merge = `merge into stock s using (select :1 as id, :2 as name from dual) d on (s.id = d.id)
      when matched then update set s.name = d.name when not matched then insert (id, name, n) values (d.id, d.name, null)`;
    await client.run('alter system switch logfile');
    await client.run(merge, 1, 'eins');
    await client.run(merge, 9, 'neun');
    await client.session.commit();
    await client.run('alter system switch logfile');
    expect(await stock()).toEqual([
      ['1', 'eins', '10'],
      ['2', 'two', '20'],
      ['9', 'neun', null],
    ]);
    const [[file, low] = []] = await client.rows(
      'select name, first_change# from v$archived_log where sequence# = (select max(sequence#) from v$archived_log)',
    );
    await client.run('begin dbms_logmnr.add_logfile(:1, 1); end;', String(file));
    await client.run(`begin dbms_logmnr.start_logmnr(startscn => ${String(low)}, options => 2128); end;`);
    expect(await client.rows("select operation, sql_redo from v$logmnr_contents where table_name = 'STOCK' order by scn, ssn")).toEqual([
      ['UPDATE', `update "SYSTEM"."STOCK" set "NAME" = 'eins' where "NAME" = 'one'`],
      ['INSERT', `insert into "SYSTEM"."STOCK"("ID","NAME","N") values ('9','neun',NULL)`],
    ]);
  });

  test('refuses two rows for one, a column of its own condition, a missing ON and what it does not know', async () => {
    await client.run("insert into deliveries values (2, 'again', 1)");
    const update = 'when matched then update set s.name = d.name';
    expect(await client.refusal(`merge into stock s using deliveries d on (s.id = d.id) ${update}`)).toBe(30_926);
    expect(await client.refusal('merge into stock s using deliveries d on (s.id = d.id) when matched then update set s.id = d.n')).toBe(
      38_104,
    );
    expect(await client.refusal(`merge into stock s using deliveries d ${update}`)).toBe(969);
    expect(await client.refusal(`merge into stock s using deliveries d on (s.id = d.id) ${update} delete where s.n = 1`)).toBe(3001);
    expect(await client.refusal(`merge into stock s using nowhere d on (s.id = d.id) ${update}`)).toBe(942);
    expect(
      await client.refusal('merge into stock s using deliveries d on (s.id = d.id) when not matched then insert (id) values (d.id, 2)'),
    ).toBe(913);
    expect(await stock()).toHaveLength(2);
  });

  test('sets from a column of the source that has the name of one in its condition', async () => {
    await client.run(
      'merge into stock s using deliveries d on (s.id = d.id and d.name like :1) when matched then update set s.name = d.name',
      '%',
    );
    expect(await stock()).toContainEqual(['2', 'zwei', '20']);
  });
});

describe('INSERT ALL in Oracle’s test engine', () => {
  test('puts each row of the query into every table, and counts them all', async () => {
    const { rowCount } = await client.run(
      `insert all into stock (id, name) values (id + 10, name) into stock_log (id, word) values (id, name || ' came')
       into deliveries select id, name, n from deliveries`,
    );
    expect(rowCount).toBe(6);
    expect(await stock()).toEqual([
      ['1', 'one', '10'],
      ['2', 'two', '20'],
      ['12', 'zwei', '5'],
      ['13', 'drei', '5'],
    ]);
    expect(await client.rows('select id, word from stock_log order by id')).toEqual([
      ['2', 'zwei came'],
      ['3', 'drei came'],
    ]);
    expect(await client.rows('select count(*) from deliveries')).toEqual([['4']]);
  });

  test('is the insert of several rows that scripts have, with binds and DUAL', async () => {
    await client.run(
      'insert all into stock (id, name) values (:1, :2) into stock (id, name) values (:3, :4) select * from dual',
      5,
      'a',
      6,
      'b',
    );
    expect(await stock()).toHaveLength(4);
  });

  test('writes all or nothing, and refuses conditions by name', async () => {
    expect(await client.refusal("insert all into stock_log (id) values (1) into stock (id, name) values (1, 'x') select * from dual")).toBe(
      1,
    );
    expect(await client.rows('select count(*) from stock_log')).toEqual([['0']]);
    expect(await client.refusal('insert all when 1 = 1 then into stock_log (id) values (1) select * from dual')).toBe(3001);
    expect(await client.refusal('insert first when 1 = 1 then into stock_log (id) values (1) select * from dual')).toBe(3001);
    expect(await client.refusal('insert all into stock_log (id, word) values (1) select * from dual')).toBe(947);
  });
});

describe('what a column without NULL refuses in Oracle’s test engine', () => {
  test('an update is told 1407 and an insert 1400, each with the column', async () => {
    await expect(client.run('update stock set name = null where id = 1')).rejects.toThrow(
      'ORA-01407: cannot update ("SYSTEM"."STOCK"."NAME") to NULL',
    );
    await expect(client.run('insert into stock (id) values (7)')).rejects.toThrow(
      'ORA-01400: cannot insert NULL into ("SYSTEM"."STOCK"."NAME")',
    );
    await expect(client.run("begin update stock set name = '' where id = 1; end;")).rejects.toThrow('ORA-01407');
    expect(await client.refusal('merge into stock s using deliveries d on (s.id = d.id) when matched then update set s.name = null')).toBe(
      1407,
    );
  });

  test('a trigger is refused by its name, with what does the same', async () => {
    await expect(
      client.run('create or replace trigger stock_id before insert on stock for each row begin :new.id := 1; end;'),
    ).rejects.toThrow(/ORA-03001: unimplemented feature: CREATE TRIGGER/);
  });
});
