import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OracleValue } from '../src/oracle/index.ts';
import { type Client, type OracleFixture, oracleFixture } from './oracle-session.ts';

let fixture: OracleFixture;
let client: Client;

beforeAll(async () => {
  fixture = await oracleFixture();
  client = await fixture.login();
  await client.run('create user app identified by secret quota unlimited on users');
  await client.run('grant create session, create table, create view, create sequence to app');
  await client.run(
    'create table app.person (id number(10) constraint person_pk primary key, name varchar2(10 char) not null, born date, code varchar2(5), note clob, amount number(8, 2))',
  );
});

afterAll(async () => {
  await fixture?.[Symbol.asyncDispose]();
});

const scalar = async (expression: string): Promise<OracleValue | undefined> =>
  (await client.rows(`select ${expression} from dual`))[0]?.[0];

describe('expressions', () => {
  it.each([
    ['1 / 3', '0.3333333333333333333333333333333333333333'],
    ['10 / 4', '2.5'],
    ["'a' || null || 'b'", 'ab'],
    ["nvl('', 'empty is null')", 'empty is null'],
    ["length('Ầ')", '1'],
    ["lengthb('Ầ')", '3'],
    ["substr('abcdef', -3, 2)", 'ef'.replace('ef', 'de')],
    ["instr('abcabc', 'b', 1, 2)", '5'],
    ['to_char(0.5)', '.5'],
    ["to_char(date '2024-02-29', 'DD/MM/YYYY')", '29/02/2024'],
    ["to_char(date '-0044-03-15', 'SYYYY-MM-DD')", '-0044-03-15'],
    ["to_char(timestamp '2024-01-02 03:04:05.123456789', 'HH24:MI:SS.FF9')", '03:04:05.123456789'],
    ["date '2024-03-01' - date '2024-02-28'", '2'],
    ["date '2024-03-01' - 1/24", '2024-02-29 23:00:00'],
    ["add_months(date '2024-01-31', 1)", '2024-02-29 00:00:00'],
    ["trunc(to_date('2024-05-17 13:14', 'YYYY-MM-DD HH24:MI'))", '2024-05-17 00:00:00'],
    ["to_date('17-MAY-24')", '2024-05-17 00:00:00'],
    ["timestamp '2024-01-01 00:00:00 +07:00' at time zone 'UTC'", '2023-12-31 17:00:00.000000000 UTC'],
    ["decode(null, null, 'same', 'other')", 'same'],
    ["case when 'a' = 'a ' then 'padded' else 'plain' end", 'padded'],
    ["rawtohex(utl_raw.cast_to_raw('An'))", '416E'],
    ['greatest(1, 3, 2)', '3'],
    ["to_number('12.5') + '1'", '13.5'],
    ["extract(year from date '2024-05-17')", '2024'],
    ["numtodsinterval(90, 'MINUTE')", '+00 01:30:00.000000000'],
    ['99999999999999999999999999999999999999 + 1', '100000000000000000000000000000000000000'],
  ])('says of %s: %s', async (expression, expected) => {
    expect(await scalar(expression)).toBe(expected);
  });
});

describe('what Oracle refuses', () => {
  it.each([
    ['select 1', 923],
    ['select * from app.person limit 5', 933],
    ['select * from app.person as p', 933],
    ['select 1 from dual;', 911],
    ['selec 1 from dual', 900],
    ['select nope from app.person', 904],
    ['select nope(1) from dual', 904],
    ['select (1 from dual', 907],
    ['select from dual', 936],
    ['select 1 from nowhere', 942],
    ['select id from app.person a, app.person b', 918],
    ['select id, count(*) from app.person group by name', 979],
    ['select name from app.person group by id', 979],
    ["select 'open from dual", 1756],
    ["select to_number('x') from dual", 1722],
    ["select to_date('2024-13-01', 'YYYY-MM-DD') from dual", 1843],
    ["select to_date('2024-02-30', 'YYYY-MM-DD') from dual", 1839],
    ['select 1 / 0 from dual', 1476],
    ['select a.id from app.person a, app.person b where a.id = b.id(+)', 3001],
    ['select (select level from dual connect by level <= 2) from dual', 1427],
    ['create table app.person (id number)', 955],
    ["insert into app.person (id, name) values (1, '')", 1400],
    ["insert into app.person (id, name) values (1, 'elevenchars')", 12899],
    ["insert into app.person (id, name, code) values (1, 'An', 'ẦẦ')", 12899],
    ["insert into app.person (id, name, amount) values (1, 'An', 1000000)", 1438],
    ['insert into app.person (id) values (1, 2)', 913],
    ['select a.b.c.d from dual a', 904],
    ['select case when true then 1 end from dual', 920],
    [`select 1 as ${'x'.repeat(129)} from dual`, 972],
  ])('%s: ORA-%i', async (statement, number) => {
    expect(await client.refusal(statement)).toBe(number);
    await client.run('rollback');
  });

  it('knows no names beyond 30 bytes before 12.2', async () => {
    await using old = await oracleFixture({ version: '11.2.0.4.0', pluggable: null });
    expect(await (await old.login()).refusal(`select 1 as ${'x'.repeat(31)} from dual`)).toBe(972);
  });
});

describe('rows', () => {
  it('gives a ROWID that no update changes, and an SCN that every commit raises', async () => {
    const { rowId } = await client.run("insert into app.person (id, name) values (10, 'An')");
    await client.run('commit');
    const [first] = await client.rows('select rowid, ora_rowscn from app.person where id = 10');
    await client.run("update app.person set name = 'Bình' where rowid = chartorowid(:1)", rowId ?? null);
    await client.run('commit');
    const [second] = await client.rows('select rowid, ora_rowscn from app.person where id = 10');
    expect(first?.[0]).toBe(rowId);
    expect(second?.[0]).toBe(rowId);
    expect(Number(second?.[1])).toBeGreaterThan(Number(first?.[1]));
  });

  it('returns into binds, and rows of binds share a statement', async () => {
    const out = { type: { name: 'varchar2', length: 100 } as const, value: null };
    const { outputs } = await client.run("insert into app.person (id, name) values (20, 'Chi') returning upper(name) into :1", out);
    expect(outputs.get(0)).toEqual(['CHI']);
    const text = { name: 'varchar2', length: 10 } as const;
    const number = { name: 'number', precision: 0, scale: -127 } as const;
    const binds = Array.from({ length: 700 }, (_, index) => [
      { type: number, value: String(1000 + index) },
      { type: text, value: `p${index}` },
    ]);
    const done = await client.session.execute(
      { text: 'insert into app.person (id, name) values (:1, :2)', binds, commit: true },
      new AbortController().signal,
    );
    expect(done.rowCount).toBe(700);
    expect(await client.rows('select count(*) from app.person where id >= 1000')).toEqual([['700']]);
  });

  it('keeps a key, and names it when it is broken', async () => {
    await client.run("insert into app.person (id, name) values (30, 'x')");
    await expect(client.run("insert into app.person (id, name) values (30, 'y')")).rejects.toThrow(
      'ORA-00001: unique constraint (APP.PERSON_PK) violated',
    );
    expect(await client.rows('select name from app.person where id = 30')).toEqual([['x']]);
    await client.run('rollback');
  });
});

describe('legacy character sets', () => {
  it('keeps bytes of an ASCII database as they are, and shows none of them', async () => {
    await using ascii = await oracleFixture({ characterSet: 'US7ASCII' });
    const legacy = await ascii.login();
    await legacy.run('create table t (x varchar2(10))');
    await legacy.run("insert into t values (utl_raw.cast_to_varchar2(hextoraw('41B5E9')))");
    expect(await legacy.rows('select x, rawtohex(utl_raw.cast_to_raw(x)), lengthb(x) from t')).toEqual([['A\ufffd\ufffd', '41B5E9', '3']]);
  });

  it('turns Windows 1258 into Unicode', async () => {
    await using vietnamese = await oracleFixture({ characterSet: 'VN8MSWIN1258' });
    const legacy = await vietnamese.login();
    await legacy.run('create table t (x varchar2(10))');
    await legacy.run("insert into t values ('đ')");
    expect(await legacy.rows('select x, rawtohex(utl_raw.cast_to_raw(x)) from t')).toEqual([['đ', 'F0']]);
  });
});
