import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Client, type OracleFixture, oracleFixture } from './oracle-session.ts';

let fixture: OracleFixture;
let [system, reader]: [Client, Client] = [undefined as never, undefined as never];

beforeAll(async () => {
  fixture = await oracleFixture();
  system = await fixture.login();
  for (const statement of [
    'create user owner identified by x quota unlimited on users',
    'create user reader identified by x',
    'create role readers',
    'grant create session, readers to reader',
    'create table owner.seen (id number(10) constraint seen_pk primary key, name varchar2(20 char) not null, born timestamp(3) with time zone, v as (upper(name)), supplemental log data (all) columns)',
    'create table owner.hidden (id number)',
    "comment on table owner.seen is 'persons'",
    "comment on column owner.seen.name is 'as it is written'",
    'create unique index owner.seen_name on owner.seen (name)',
    'create view owner.names as select name from seen',
    'grant select on owner.seen to readers',
    "create table owner.parts (id number, kind varchar2(3)) partition by list (kind) (partition a values ('A'), partition others values (default))",
  ])
    await system.run(statement);
  reader = await fixture.login('READER');
});

afterAll(async () => {
  await fixture?.[Symbol.asyncDispose]();
});

it('shows and gives a login what it was granted, and nothing else', async () => {
  expect(await reader.rows("select table_name from all_tables where owner = 'OWNER'")).toEqual([['SEEN']]);
  expect(await reader.rows('select count(*) from owner.seen')).toEqual([['0']]);
  expect(await reader.refusal('select * from owner.hidden')).toBe(942);
  expect(await reader.refusal('delete from owner.seen')).toBe(1031);
  expect(await reader.refusal('select * from dba_tables')).toBe(942);
  expect(await reader.refusal('create table mine (id number)')).toBe(1031);
});

it('describes columns with their sizes', async () => {
  const columns = await system.rows(
    "select column_name, data_type, data_length, char_length, char_used, data_precision, data_scale, nullable, virtual_column from all_tab_cols where table_name = 'SEEN' order by column_id",
  );
  expect(columns).toEqual([
    ['ID', 'NUMBER', '22', '0', null, '10', '0', 'N', 'NO'],
    ['NAME', 'VARCHAR2', '80', '20', 'C', null, null, 'N', 'NO'],
    ['BORN', 'TIMESTAMP(3) WITH TIME ZONE', '13', '0', null, null, '3', 'Y', 'NO'],
    ['V', 'VARCHAR2', '80', '20', 'C', null, null, 'Y', 'YES'],
  ]);
});

it('knows keys, indexes, comments, log groups and partitions', async () => {
  expect(
    await system.rows(
      "select c.constraint_type, k.column_name from all_constraints c join all_cons_columns k on k.constraint_name = c.constraint_name and k.owner = c.owner where c.constraint_name = 'SEEN_PK'",
    ),
  ).toEqual([['P', 'ID']]);
  expect(await system.rows("select index_name, uniqueness from all_indexes where table_name = 'SEEN' order by 1")).toEqual([
    ['SEEN_NAME', 'UNIQUE'],
    ['SEEN_PK', 'UNIQUE'],
  ]);
  expect(await system.rows("select comments from all_tab_comments where table_name = 'SEEN'")).toEqual([['persons']]);
  expect(await system.rows("select comments from all_col_comments where table_name = 'SEEN' and column_name = 'NAME'")).toEqual([
    ['as it is written'],
  ]);
  expect(await system.rows("select log_group_type from all_log_groups where table_name = 'SEEN'")).toEqual([['ALL COLUMN LOGGING']]);
  expect(
    await system.rows("select partition_name, high_value from all_tab_partitions where table_name = 'PARTS' order by partition_position"),
  ).toEqual([
    ['A', "'A'"],
    ['OTHERS', 'default'],
  ]);
});

it('changes tables that have rows', async () => {
  await system.run('create table changing (id number)');
  await system.run('insert into changing values (1)');
  await system.run("alter table changing add (kind varchar2(5) default 'new' not null, born date)");
  expect(await system.rows('select * from changing')).toEqual([['1', 'new', null]]);
  await system.run('alter table changing drop column born');
  await system.run('alter table changing rename column kind to sort');
  await system.run('insert into changing (id) values (2)');
  expect(await system.rows('select id, sort from changing order by id')).toEqual([
    ['1', 'new'],
    ['2', 'new'],
  ]);
  await system.run('truncate table changing');
  expect(await system.rows('select count(*) from changing')).toEqual([['0']]);
  await system.run('drop table changing');
  expect(await system.refusal('select * from changing')).toBe(942);
});

it('lets a view read with the rights of its owner', async () => {
  await system.run("insert into owner.seen (id, name) values (1, 'An')");
  await system.run('commit');
  await system.run('grant select on owner.names to readers');
  expect(await reader.rows('select name from owner.names')).toEqual([['An']]);
});

it('keeps the root apart from the pluggable database', async () => {
  const root = await fixture.login('SYSTEM', 'ORCL');
  expect(await root.rows("select sys_context('USERENV', 'CON_NAME') from dual")).toEqual([['CDB$ROOT']]);
  expect(await root.refusal('select * from owner.seen')).toBe(942);
  await root.run('alter session set container = PDB1');
  expect(await root.rows('select name from owner.seen')).toEqual([['An']]);
});

it('runs blocks: calls by name, variables, handlers', async () => {
  const out = { type: { name: 'varchar2', length: 100 } as const, value: null };
  const text = `declare n number := 0; begin dbms_application_info.set_module(module_name => 'm', action_name => 'a'); for i in 1 .. 4 loop n := n + i; end loop;
    begin select name into :1 from owner.seen where id = 99; exception when no_data_found then :1 := 'none ' || n; end; end;`;
  expect((await system.run(text, out)).outputs.get(0)).toEqual(['none 10']);
  expect(await system.refusal('begin no_such.thing; end;')).toBe(6550);
});
