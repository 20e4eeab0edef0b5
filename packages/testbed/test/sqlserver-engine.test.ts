import { startPostgres } from '@lienthong/embedded-postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSqlEngine, type TestEngine } from '../src/sqlserver/engine/index.ts';
import type { SqlSession } from '../src/sqlserver/engine.ts';
import { ask, given, rowsOf } from './sqlserver-session.ts';

const login = { user: 'sa', password: 'sa', identity: undefined, database: '', applicationName: 'test', hostName: 'here', spid: 51 };
let postgres: Awaited<ReturnType<typeof startPostgres>>;
let engine: TestEngine;
let session: SqlSession;

beforeAll(async () => {
  postgres = await startPostgres({ settings: { max_connections: '60' } });
  engine = await openSqlEngine({ postgres: postgres.connectionString });
  session = await engine.connect(login);
});

afterAll(async () => {
  await engine?.close();
  await postgres?.stop();
});

const scalar = async (expression: string): Promise<unknown> => (await rowsOf(session, `select ${expression}`))[0]?.[0];

describe('expressions', () => {
  it.each([
    ['1 + 2 * 3', 7],
    ['7 / 2', 3],
    ["N'a' + N'b'", 'ab'],
    ['convert(varchar(41), convert(decimal(38, 10), -12345678901234567890.5))', '-12345678901234567890.5000000000'],
    ["convert(varchar(30), convert(money, '922337203685477.5807'), 2)", '922337203685477.5807'],
    ['convert(varchar(30), convert(money, 1234567.891), 1)', '1,234,567.89'],
    ["convert(varchar(27), convert(datetime2(7), '2024-02-29 13:45:30.1234567'), 121)", '2024-02-29 13:45:30.1234567'],
    ["convert(varchar(27), convert(datetime, '2024-02-29 13:45:30.125'), 121)", '2024-02-29 13:45:30.127'],
    ["convert(varchar(27), convert(smalldatetime, '2024-02-29 13:45:30'), 121)", '2024-02-29 13:46:00.000'],
    ["convert(varchar(33), convert(datetimeoffset(7), '2024-02-29 13:45:30.1234567 +07:00'), 126)", '2024-02-29T13:45:30.1234567+07:00'],
    ["convert(varchar(33), convert(datetimeoffset(7), '2024-02-29 13:45:30 +07:00'), 126)", '2024-02-29T13:45:30+07:00'],
    ["convert(varchar(16), convert(time(3), '13:45:30.9996'), 121)", '13:45:31.000'],
    ["convert(varchar(10), convert(date, '0001-01-01'), 23)", '0001-01-01'],
    ["convert(varchar(30), convert(datetime, '2024-02-09 13:45:30'))", 'Feb  9 2024  1:45PM'],
    ['convert(varchar(50), convert(float, 0.1), 3)', '1.0000000000000001e-001'],
    ['convert(varchar(50), convert(float, -1), 2)', '-1.000000000000000e+000'],
    ['convert(varchar(50), convert(float, 1234567))', '1.23457e+006'],
    ['convert(varchar(50), convert(float, 0.001))', '0.001'],
    ['convert(varchar(18), convert(binary(8), 2001), 1)', '0x00000000000007D1'],
    ["convert(varchar(36), convert(uniqueidentifier, '6f9619ff-8b86-d011-b42d-00c04fc964ff'))", '6F9619FF-8B86-D011-B42D-00C04FC964FF'],
    ["convert(uniqueidentifier, '6f9619ff-8b86-d011-b42d-00c04fc964ff')", '6F9619FF-8B86-D011-B42D-00C04FC964FF'],
    ["try_convert(int, 'x')", null],
    ["len(N'ab  ')", 2],
    ["datalength(N'ab')", 4],
    ["case when 'ABC' = 'abc ' then 1 else 0 end", 1],
    ["case when N'đ' = N'd' then 1 else 0 end", 0],
    ["case when 'abc' collate Latin1_General_BIN2 = 'ABC' then 1 else 0 end", 0],
    ["convert(hierarchyid, '/1/3/20/').ToString()", '/1/3/20/'],
    ["datediff(day, '2024-02-28', '2024-03-01')", 2],
    ["convert(varchar(27), dateadd(month, 1, convert(datetime2(3), '2024-01-31')), 121)", '2024-02-29 00:00:00.000'],
    ["quotename('a]b')", '[a]]b]'],
    ['@@trancount', 0],
    ["convert(nvarchar(128), serverproperty('Edition'))", 'Developer Edition (64-bit)'],
  ])('%s', async (expression, expected) => {
    const value = await scalar(expression);
    expect(Buffer.isBuffer(value) ? value.toString('latin1') : value).toEqual(expected);
  });

  it.each([
    ['convert(varbinary(8), 1)', '00000001'],
    ["convert(varbinary(16), convert(uniqueidentifier, '6F9619FF-8B86-D011-B42D-00C04FC964FF'))", 'ff19966f868b11d0b42d00c04fc964ff'],
    ["convert(varbinary(20), N'Tú')", '5400fa00'],
    ['convert(varbinary(20), 12.5)', '030100017d000000'],
    ["convert(varbinary(8), convert(datetime, '1900-01-02 00:00:01'))", '000000010000012c'],
    ["convert(varbinary(8), convert(date, '0001-01-02'))", '010000'],
    ["convert(varbinary(3), '0x0aFF', 1)", '0aff'],
    ['0x0A + 0x0B', '0a0b'],
  ])('%s', async (expression, hex) => {
    const value = await scalar(expression);
    expect((value as Buffer).toString('hex')).toBe(hex === 'ff19966f868b11d0b42d00c04fc964ff' ? 'ff19966f868b11d0b42d00c04fc964ff' : hex);
  });
});

describe('tables', () => {
  beforeAll(async () => {
    await ask(
      session,
      `create table dbo.people (id bigint identity(1, 1) not null primary key, code varchar(20) collate Vietnamese_CI_AS not null unique, name nvarchar(60) null,
      amount decimal(15, 2) null, guid uniqueidentifier not null default newid(), born date null, changed rowversion not null)`,
    );
    await ask(
      session,
      "insert into dbo.people (code, name, amount, born) values ('A1', N'Nguyễn', 1.005, '1990-01-02'), ('b2', N'Đặng', null, null)",
    );
  });

  it('keeps what was written', async () => {
    expect(
      await rowsOf(
        session,
        "select id, convert(nvarchar(20), code), name, convert(varchar(41), amount) from dbo.people where code = 'a1 '",
      ),
    ).toEqual([[1n, 'A1', 'Nguyễn', Buffer.from('1.01')]]);
  });

  it('reads by key', async () => {
    const answer = await rowsOf(
      session,
      'select top (@rows) id from [dbo].[people] where [id] > convert(bigint, @k0) and [id] <= convert(bigint, @k1) order by [id]',
      [given.int('@rows', 5), given.varchar('@k0', '1'), given.varchar('@k1', '9')],
    );
    expect(answer).toEqual([[2n]]);
  });

  it('refuses a duplicate by the collation', async () => {
    await expect(ask(session, "insert into people (code) values ('B2')")).rejects.toMatchObject({ number: 2627 });
    await expect(ask(session, 'insert into people (code) values (null)')).rejects.toMatchObject({ number: 515 });
    await expect(ask(session, "insert into people (code) values (replicate('x', 21))")).rejects.toMatchObject({ number: 2628 });
    await expect(ask(session, 'select nix from people')).rejects.toMatchObject({ number: 207 });
    await expect(ask(session, 'select * from nix')).rejects.toMatchObject({ number: 208 });
    await expect(ask(session, 'selec 1')).rejects.toMatchObject({ number: 102 });
  });

  it('carries out a text as a batch of its own, which does not know the variables around it', async () => {
    const text =
      "declare @n nvarchar(40) = N'Đ', @c varchar(9) = 'A1'; exec ('update people set name = N''' + @n + N''' where code = ''' + @c + '''')";
    await session.begin('read committed', '');
    await ask(session, text);
    expect(await rowsOf(session, "select name from people where code = 'A1'")).toEqual([['Đ']]);
    await session.rollback();
    await ask(
      session,
      "if schema_id(N'made') is null exec(N'create schema made'); exec('create table made.t (a int); insert into made.t values (7)')",
    );
    expect(await rowsOf(session, 'select a from made.t')).toEqual([[7]]);
    await expect(ask(session, "declare @n int = 1; exec ('select @n')")).rejects.toMatchObject({ number: 137 });
    await expect(ask(session, "exec (upper('select 1'))")).rejects.toMatchObject({ number: 102 });
  });

  it('rolls back', async () => {
    await session.begin('read committed', '');
    await ask(session, "update people set name = N'x'");
    await expect(ask(session, 'insert into people (code) values (null)')).rejects.toMatchObject({ number: 515 });
    expect(await scalar("(select count(*) from people where name = N'x')")).toBe(2);
    await session.rollback();
    expect(await scalar("(select count(*) from people where name = N'x')")).toBe(0);
  });

  it('shows itself in the catalogue', async () => {
    const columns = await rowsOf(
      session,
      `select c.name, coalesce(b.name, t.name), convert(int, c.max_length), c.is_nullable, c.collation_name, convert(int, collationproperty(c.collation_name, 'CodePage')) from sys.columns as c join sys.objects as o on o.object_id = c.object_id
      join sys.schemas as s on s.schema_id = o.schema_id join sys.types as t on t.user_type_id = c.user_type_id left join sys.types as b on b.user_type_id = c.system_type_id
      where o.type in ('U', 'V') and has_perms_by_name(quotename(s.name) + N'.' + quotename(o.name), N'OBJECT', N'SELECT', c.name, N'COLUMN') = 1 and o.name = @n0 order by c.column_id`,
      [given.nvarchar('@n0', 'people')],
    );
    expect(columns.map((row) => row.slice(0, 3))).toEqual([
      ['id', 'bigint', 8],
      ['code', 'varchar', 20],
      ['name', 'nvarchar', 120],
      ['amount', 'decimal', 9],
      ['guid', 'uniqueidentifier', 16],
      ['born', 'date', 3],
      ['changed', 'timestamp', 8],
    ]);
    expect(columns[1]?.slice(4)).toEqual(['Vietnamese_CI_AS', 1258]);
  });
});

describe('change tracking', () => {
  it('tells what changed', async () => {
    await ask(session, 'alter database testbed set change_tracking = on (change_retention = 2 days, auto_cleanup = on)');
    await ask(session, 'create table dbo.tracked (id int not null primary key, name nvarchar(20) null)');
    await ask(session, 'alter table dbo.tracked enable change_tracking');
    const before = (await scalar('change_tracking_current_version()')) as bigint;
    await ask(session, "insert into tracked values (1, N'a'), (2, N'b')");
    await ask(session, "update tracked set name = N'c' where id = 1");
    await ask(session, 'delete from tracked where id = 2');
    const changes = await rowsOf(
      session,
      `select top (@rows) with ties ct.sys_change_version, ct.sys_change_operation, ct.[id], t.[name] from changetable(changes [dbo].[tracked], @since) as ct left join [dbo].[tracked] as t on t.[id] = ct.[id]
      where ct.sys_change_version <= convert(bigint, @to) order by ct.sys_change_version`,
      [given.int('@rows', 10), given.bigint('@since', before), given.varchar('@to', '99')],
    );
    expect(changes).toEqual([
      [before + 2n, 'I', 1, 'c'],
      [before + 3n, 'D', 2, null],
    ]);
  });
});

describe('change data capture', () => {
  it('captures behind the commit, and refuses what is out of range', async () => {
    await ask(session, 'exec sys.sp_cdc_enable_db');
    await ask(session, 'create table dbo.captured (id int not null primary key, name nvarchar(20) null, amount decimal(9, 2) null)');
    await ask(session, "exec sys.sp_cdc_enable_table @source_schema = N'dbo', @source_name = N'captured', @role_name = null");
    await engine.capture.pause();
    await ask(session, "insert into captured values (1, N'a', 1.5), (2, N'b', null)");
    await engine.capture.runOnce();
    const low = Buffer.from((await scalar('sys.fn_cdc_increment_lsn(sys.fn_cdc_get_max_lsn())')) as Buffer);
    await ask(session, "update captured set name = N'c' where id = 1");
    await ask(session, 'update captured set id = 3 where id = 2');
    await ask(session, 'delete from captured where id = 1');
    const head = (await scalar('sys.fn_cdc_get_max_lsn()')) as Buffer;
    expect(Buffer.compare(low, head)).toBe(1);
    expect(await engine.capture.runOnce()).toBe(3);
    const high = (await scalar('sys.fn_cdc_get_max_lsn()')) as Buffer;
    const text = `select top (@rows) with ties ch.__$start_lsn, ch.__$seqval, ch.__$operation, ch.__$update_mask, ch.[id], ch.[name], convert(varchar(41), ch.[amount])
      from cdc.[fn_cdc_get_all_changes_dbo_captured](@from, @to, N'all update old') as ch left join cdc.lsn_time_mapping as m on m.start_lsn = ch.__$start_lsn order by ch.__$start_lsn, ch.__$seqval, ch.__$operation`;
    const rows = await rowsOf(session, text, [given.int('@rows', 100), given.varbinary('@from', low), given.varbinary('@to', high)]);
    expect(rows.map(([, , operation, mask, id, name]) => [operation, (mask as Buffer).toString('hex'), id, name])).toEqual([
      [3, '02', 1, 'a'],
      [4, '02', 1, 'c'],
      [1, '07', 2, 'b'],
      [2, '07', 3, 'b'],
      [1, '07', 1, 'c'],
    ]);
    expect(Buffer.compare(rows[2]?.[1] as Buffer, rows[3]?.[1] as Buffer)).toBe(0);
    await expect(
      ask(session, text, [given.int('@rows', 1), given.varbinary('@from', Buffer.alloc(10)), given.varbinary('@to', high)]),
    ).rejects.toMatchObject({ number: 313 });
    expect(
      await rowsOf(
        session,
        'select c.capture_instance, k.column_name, k.column_ordinal from cdc.change_tables as c join cdc.captured_columns as k on k.object_id = c.object_id order by k.column_ordinal',
      ),
    ).toEqual([
      ['dbo_captured', 'id', 1],
      ['dbo_captured', 'name', 2],
      ['dbo_captured', 'amount', 3],
    ]);
  });
});

describe('what a reader of changes asks', () => {
  it('knows the end of the log, its time, and the history of definitions', async () => {
    const [head] = await rowsOf(
      session,
      `select sys.fn_cdc_get_max_lsn(), convert(varchar(27), sysutcdatetime(), 126), convert(varchar(23), dateadd(minute, datediff(minute, getdate(), getutcdate()), getdate()), 121),
        (select top (1) datediff(second, m.tran_end_time, getdate()) from cdc.lsn_time_mapping as m order by m.start_lsn desc)`,
    );
    expect(head?.[0]).toHaveLength(10);
    expect(head?.[3]).toBeLessThan(120);
    expect(await scalar('convert(int, (select count(*) from cdc.ddl_history))')).toBe(0);
    await ask(session, 'alter table captured add more int null');
    expect(await scalar('convert(int, (select count(*) from cdc.ddl_history))')).toBe(1);
    await ask(
      session,
      "exec sys.sp_cdc_enable_table @source_schema = N'dbo', @source_name = N'captured', @role_name = null, @capture_instance = N'second'",
    );
    await expect(
      ask(
        session,
        "exec sys.sp_cdc_enable_table @source_schema = N'dbo', @source_name = N'captured', @role_name = null, @capture_instance = N'third'",
      ),
    ).rejects.toMatchObject({ number: 22962 });
    await ask(session, 'drop table captured');
    expect(await rowsOf(session, 'select capture_instance from cdc.change_tables')).toEqual([]);
  });

  it('has no change before its transaction ends, and gives versions in the order of commits', async () => {
    const other = await engine.connect({ ...login, spid: 60 });
    const first = (await scalar('change_tracking_current_version()')) as bigint;
    await other.begin('read committed', '');
    await ask(other, 'insert into tracked values (10, null)');
    await ask(session, 'insert into tracked values (11, null)');
    const text = 'select ct.id, ct.sys_change_version from changetable(changes tracked, @since) as ct order by ct.sys_change_version';
    expect(await rowsOf(session, text, [given.bigint('@since', first)])).toEqual([[11, first + 1n]]);
    await other.commit();
    expect(await rowsOf(session, text, [given.bigint('@since', first)])).toEqual([
      [11, first + 1n],
      [10, first + 2n],
    ]);
    await other.close();
  });

  it('moves the lowest valid version when a table is truncated or its changes are forgotten', async () => {
    const valid = async () => (await scalar("change_tracking_min_valid_version(object_id(N'dbo.tracked'))")) as bigint;
    const before = await valid();
    await ask(session, 'truncate table tracked');
    const truncated = await valid();
    expect(truncated).toBeGreaterThan(before);
    expect(truncated).toBe(await scalar('change_tracking_current_version()'));
    await ask(session, 'insert into tracked values (1, null)');
    await engine.faults.forgetChanges('testbed', 'dbo', 'tracked');
    expect(await valid()).toBe(truncated + 1n);
  });
});

describe('transactions and locks', () => {
  it('reads one state under SNAPSHOT, where the database allows it', async () => {
    await ask(session, 'create table s (id int not null primary key)');
    const other = await engine.connect({ ...login, spid: 61 });
    await ask(other, 'set transaction isolation level snapshot');
    await expect(ask(other, 'select * from s')).rejects.toMatchObject({ number: 3952 });
    await ask(session, 'alter database testbed set allow_snapshot_isolation on');
    await other.begin('snapshot', '');
    expect(await rowsOf(other, 'select count(*) from s')).toEqual([[0]]);
    await ask(session, 'insert into s values (1)');
    expect(await rowsOf(other, 'select count(*) from s')).toEqual([[0]]);
    await other.commit();
    expect(await rowsOf(other, 'select count(*) from s')).toEqual([[1]]);
    await other.close();
  });

  it('waits for writers under REPEATABLE READ, and gives up behind LOCK_TIMEOUT', async () => {
    const other = await engine.connect({ ...login, spid: 62 });
    await ask(other, 'set transaction isolation level repeatable read; set lock_timeout 50');
    await session.begin('read committed', '');
    await ask(session, 'insert into s values (2)');
    await expect(ask(other, 'select max(id) from s')).rejects.toMatchObject({ number: 1222 });
    await session.commit();
    expect(await rowsOf(other, 'select max(id) from s')).toEqual([[2]]);
    await other.close();
  });

  it('knows the lowest row version that is not yet committed', async () => {
    await ask(session, 'create table v (id int not null primary key, changed rowversion)');
    const version = async () => BigInt(`0x${((await scalar('min_active_rowversion()')) as Buffer).toString('hex')}`);
    const before = await version();
    await session.begin('read committed', '');
    await ask(session, 'insert into v (id) values (1)');
    const other = await engine.connect({ ...login, spid: 63 });
    await ask(other, 'insert into v (id) values (2)');
    expect(await version()).toBe(before);
    await session.commit();
    expect(await version()).toBe(before + 2n);
    await other.close();
  });

  it('ends a statement when its request is cancelled', async () => {
    const cancel = new AbortController();
    const waiting = ask(session, "waitfor delay '00:01:00'", [], cancel.signal);
    cancel.abort(new Error('cancelled'));
    await expect(waiting).rejects.toThrow('cancelled');
    expect(await scalar('1')).toBe(1);
  });
});

describe('rights', () => {
  it('lets a reader read what was granted, and shows him nothing else', async () => {
    await ask(session, "create login reader with password = 'secret'; create user reader for login reader; grant select on s to reader");
    await expect(engine.connect({ ...login, user: 'reader', password: 'wrong' })).rejects.toMatchObject({ number: 18456 });
    await expect(engine.connect({ ...login, user: 'reader', password: 'secret', database: 'nix' })).rejects.toMatchObject({ number: 4060 });
    const reader = await engine.connect({ ...login, user: 'reader', password: 'secret', spid: 64 });
    expect(await rowsOf(reader, 'select id from s order by id')).toEqual([[1], [2]]);
    await expect(ask(reader, 'select id from v')).rejects.toMatchObject({ number: 229 });
    await expect(ask(reader, 'insert into s values (9)')).rejects.toMatchObject({ number: 229 });
    expect(await rowsOf(reader, "select name from sys.objects where type = 'U' order by name")).toEqual([['s']]);
    await reader.close();
  });
});

describe('order', () => {
  it('sorts uniqueidentifiers by their last group first, NULL before all, and texts by their collation', async () => {
    await ask(session, `create table g (id uniqueidentifier null, t nvarchar(9) collate Vietnamese_CI_AS null)`);
    await ask(
      session,
      `insert into g values ('00000000-0000-0000-0000-000000000002', N'b'), ('01000000-0000-0000-0000-000000000001', N'A'), (null, null), ('00000000-0000-0000-0100-000000000001', N'á')`,
    );
    expect((await rowsOf(session, 'select id from g order by id')).flat()).toEqual([
      null,
      '01000000-0000-0000-0000-000000000001',
      '00000000-0000-0000-0100-000000000001',
      '00000000-0000-0000-0000-000000000002',
    ]);
    expect((await rowsOf(session, 'select t from g order by t desc')).flat()).toEqual(['b', 'á', 'A', null]);
    expect(await rowsOf(session, "select t, count(*) from g where t = N'a' group by t")).toEqual([['A', 1]]);
  });

  it('keeps the bytes of a text in the code page of its column', async () => {
    await ask(session, 'create table l (t varchar(20) collate SQL_Latin1_General_CP1_CI_AS null)');
    await ask(session, "insert into l values (0xa7c66e6720ffdd81), (N'ễ')");
    expect(await rowsOf(session, 'select convert(varbinary(20), t) from l')).toEqual([
      [Buffer.from('a7c66e6720ffdd81', 'hex')],
      [Buffer.from('?')],
    ]);
  });
});
