import { startPostgres } from '@lienthong/embedded-postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { OracleType } from '../src/oracle/index.ts';
import { type Journal, openJournal, options } from './oracle-journal.ts';

const number: OracleType = { name: 'number', precision: 0, scale: -127 };
const text: OracleType = { name: 'varchar2', length: 4000 };
const online = options('DICT_FROM_ONLINE_CATALOG', 'NO_SQL_DELIMITER', 'NO_ROWID_IN_STMT');

let server: Awaited<ReturnType<typeof startPostgres>>;

beforeAll(async () => {
  server = await startPostgres({ settings: { max_connections: '60' } });
}, 60_000);

afterAll(async () => {
  await server.stop();
});

const open = (): Promise<Journal> => openJournal(server.connectionString);
const numbered = (error: number): object => expect.objectContaining({ number: error }) as object;

describe('V$LOGMNR_CONTENTS', () => {
  test('shows transactions as they were written, one within the other', async () => {
    await using journal = await open();
    const table = await journal.table('EMP', { ID: number, NAME: text });
    const [first, second] = [await journal.begin(), await journal.begin()];
    await first.run(`insert into data.t${table.objectId} (c1, c2) values (1, 'An'), (12345678901234567890.123456789, 'Bình')`);
    await second.run(`insert into data.t${table.objectId} (c1, c2) values (3, 'C')`);
    await first.run(`update data.t${table.objectId} set c2 = 'B' where c1 = 1`);
    const committed = await first.commit();
    await second.rollback();
    await journal.start(online);
    const rows = await journal.contents(
      ['OPERATION', 'ROLLBACK', 'SQL_REDO', 'XIDUSN'],
      `"SEG_OWNER" = 'HR' or "OPERATION_CODE" in (6, 7, 36)`,
    );
    const [one, two] = [String(1 + (Number(first.id) % 10)), String(1 + (Number(second.id) % 10))];
    expect(rows).toEqual([
      ['START', '0', 'set transaction read write', one],
      ['START', '0', 'set transaction read write', two],
      ['INSERT', '0', `insert into "HR"."EMP"("ID","NAME") values ('1','An')`, one],
      ['INSERT', '0', `insert into "HR"."EMP"("ID","NAME") values ('12345678901234567890.123456789','Bình')`, one],
      ['INSERT', '0', `insert into "HR"."EMP"("ID","NAME") values ('3','C')`, two],
      ['UPDATE', '0', `update "HR"."EMP" set "NAME" = 'B' where "ID" = '1' and "NAME" = 'An'`, one],
      ['COMMIT', '0', 'commit', one],
      ['DELETE', '1', `delete from "HR"."EMP"`, two],
      ['ROLLBACK', '0', 'rollback', two],
    ]);
    const [[scn, commitScn] = []] = await journal.contents(['SCN', 'COMMIT_SCN'], `"OPERATION" = 'COMMIT'`);
    expect([scn, commitScn]).toEqual([committed, null]);
  });

  test('shows only what was committed, by the order of commits, where that is asked for', async () => {
    await using journal = await open();
    const table = await journal.table('EMP', { ID: number });
    const [early, late, gone] = [await journal.begin(), await journal.begin(), await journal.begin()];
    await early.run(`insert into data.t${table.objectId} (c1) values (1)`);
    await late.run(`insert into data.t${table.objectId} (c1) values (2)`);
    await late.run(`insert into data.t${table.objectId} (c1) values (20)`);
    await late.rollbackTo(1);
    await gone.run(`insert into data.t${table.objectId} (c1) values (3)`);
    await gone.rollback();
    const [second, first] = [await late.commit(), await early.commit()];
    await journal.start(online + options('COMMITTED_DATA_ONLY'));
    expect(await journal.contents(['SQL_REDO', 'COMMIT_SCN'], `"OPERATION_CODE" in (1, 2, 3)`)).toEqual([
      [`insert into "HR"."EMP"("ID") values ('2')`, second],
      [`insert into "HR"."EMP"("ID") values ('1')`, first],
    ]);
  });

  test('shows records in the order of the log, however long each is', async () => {
    await using journal = await open();
    const table = await journal.table('EMP', { ID: number, NAME: text });
    const transaction = await journal.begin();
    // Long ones that nothing makes shorter, and short ones between them.
    const name = "(select string_agg(md5(g || '-' || n), '') from generate_series(1, 1 + (g * 53) % 90) n)";
    await transaction.run(`insert into data.t${table.objectId} (c1, c2) select g, ${name} from generate_series(1, 300) g`);
    await transaction.commit();
    await journal.start(online);
    const rows = await journal.contents(['CSF', 'SQL_REDO'], `"OPERATION_CODE" = 1`);
    const ids = rows.flatMap(([, redo]) => /^insert into .* values \('(\d+)'/.exec(redo ?? '')?.[1] ?? []);
    expect(ids).toEqual(Array.from({ length: 300 }, (_, index) => String(index + 1)));
  });

  test('shows what a savepoint undid, with the row id of the record that it undoes', async () => {
    await using journal = await open();
    const table = await journal.table('EMP', { ID: number });
    const transaction = await journal.begin();
    await transaction.run(`insert into data.t${table.objectId} (c1) values (1)`);
    await transaction.run(`insert into data.t${table.objectId} (c1) values (2)`);
    await transaction.rollbackTo(1);
    await transaction.commit();
    await journal.start(options('DICT_FROM_ONLINE_CATALOG'));
    const rows = await journal.contents(['OPERATION_CODE', 'ROLLBACK', 'ROW_ID', 'SQL_REDO'], `"SEG_OWNER" = 'HR'`);
    expect(rows.map(([code, rollback]) => `${code} ${rollback}`)).toEqual(['1 0', '1 0', '2 1']);
    expect(rows[2]?.[2]).toBe(rows[1]?.[2]);
    const told = await journal.postgres.query(`select ora.rowid_text(row_id) from redo.records where kind = 'insert' order by seq`);
    expect(rows.slice(0, 2).map(([, , rowId]) => rowId)).toEqual(told.rows.map(([rowId]) => rowId));
    expect(rows[2]?.[3]).toBe(`delete from "HR"."EMP" where ROWID = '${rows[1]?.[2]}';`);
  });

  test('logs by what supplemental logging asked for when a row changed', async () => {
    await using journal = await open();
    const table = await journal.table('EMP', { ID: number, NAME: text, AGE: number });
    await journal.postgres.query("update cat.database set supplemental_all = 'NO'");
    const change = async (age: number): Promise<void> => {
      const transaction = await journal.begin();
      await transaction.run(
        `insert into data.t${table.objectId} (c1, c2, c3) select 1, 'A', 0 where not exists (select from data.t${table.objectId})`,
      );
      await transaction.run(`update data.t${table.objectId} set c3 = ${age}`);
      await transaction.commit();
    };
    await change(1);
    await journal.postgres.query(
      `insert into cat.log_groups (object_id, name, type) values (${table.objectId}, 'G', 'PRIMARY KEY LOGGING')`,
    );
    await change(2);
    await journal.postgres.query(
      `insert into cat.log_groups (object_id, name, type) values (${table.objectId}, 'H', 'ALL COLUMN LOGGING')`,
    );
    await change(3);
    await journal.postgres.query("update cat.database set supplemental_min = 'NO'");
    await change(4);
    await journal.start(online);
    expect(await journal.contents(['SQL_REDO'], `"OPERATION_CODE" in (3, 255)`)).toEqual([
      [`update "HR"."EMP" set "AGE" = '1' where "AGE" = '0'`],
      [`update "HR"."EMP" set "AGE" = '2' where "ID" = '1' and "AGE" = '1'`],
      [`update "HR"."EMP" set "AGE" = '3' where "ID" = '1' and "NAME" = 'A' and "AGE" = '2'`],
      ['Unsupported'],
    ]);
  });

  test('has numbers for names behind a change of the definition, and bytes for values', async () => {
    await using journal = await open();
    const table = await journal.table('EMP', { ID: number, NAME: text });
    const transaction = await journal.begin();
    await transaction.run(`insert into data.t${table.objectId} (c1, c2) values (1, 'a')`);
    await transaction.commit();
    await journal.postgres.query(`insert into redo.definitions select object_id, 1, 0, (select jsonb_agg(jsonb_build_object('id', column_id, 'name', name, 'type', type)) from cat.columns c where c.object_id = o.object_id) from cat.objects o;
      update cat.objects set definition = 2`);
    await journal.start(online);
    expect(await journal.contents(['SEG_OWNER', 'TABLE_NAME', 'DATA_OBJ#', 'STATUS', 'INFO', 'SQL_REDO'], `"OPERATION_CODE" = 1`)).toEqual([
      [
        'UNKNOWN',
        `OBJ# ${table.objectId}`,
        String(table.objectId),
        '2',
        'Dictionary Mismatch',
        `insert into "UNKNOWN"."OBJ# ${table.objectId}"("COL 1","COL 2") values (HEXTORAW('c102'),HEXTORAW('61'))`,
      ],
    ]);
  });

  test('reads every type as the session wrote it', async () => {
    await using journal = await open();
    const table = await journal.table('T', {
      ID: number,
      D: { name: 'date' },
      Z: { name: 'timestamp with time zone', scale: 3 },
      L: { name: 'timestamp with local time zone', scale: 0 },
      Y: { name: 'interval year to month', precision: 2 },
      S: { name: 'interval day to second', precision: 2, scale: 6 },
      R: { name: 'raw', length: 10 },
      F: { name: 'binary_double' },
      C: { name: 'clob' },
    });
    const transaction = await journal.begin();
    await transaction.run(`insert into data.t${table.objectId} (c2, c3, c4, c5, c6, c7, c8, c9)
      values (-2, row(1700000000.25, 'Asia/Ho_Chi_Minh'), 0, -14, 90061.5, '\\xde00', 'NaN', repeat('x', 5000))`);
    await transaction.commit();
    await journal.start(online);
    const rows = await journal.contents(['OPERATION', 'SQL_REDO'], `"SEG_OWNER" = 'HR'`);
    expect(rows[0]?.[1]).toContain(
      `values (NULL,TO_DATE('1969-12-31 23:59:58', 'YYYY-MM-DD HH24:MI:SS'),TO_TIMESTAMP_TZ('15-NOV-23 05.13.20.250 AM +07:00'),TO_TIMESTAMP_ITZ('01-JAN-70 12.00.00. AM'),TO_YMINTERVAL('-01-02'),TO_DSINTERVAL('+01 01:01:01.500000'),HEXTORAW('de00'),'Nan',EMPTY_CLOB())`,
    );
    expect(rows.map(([operation]) => operation)).toEqual(['INSERT', 'SEL_LOB_LOCATOR', 'LOB_WRITE', 'LOB_WRITE', 'LOB_WRITE']);
  });

  test('reads a hundred thousand changes, and a window of few without them', async () => {
    await using journal = await open();
    const table = await journal.table('EMP', { ID: number, NAME: text });
    const transaction = await journal.begin();
    await transaction.run(`insert into data.t${table.objectId} (c1, c2) select i, 'Nguyễn Văn ' || i from generate_series(1, 100000) i`);
    await transaction.commit();
    const low = await journal.scn();
    const last = await journal.begin();
    await last.run(`update data.t${table.objectId} set c2 = 'x' where c1 = 7`);
    await last.commit();
    const timed = async (from: string, code: number): Promise<readonly [rows: number, milliseconds: number]> => {
      await journal.start(online, from);
      const began = performance.now();
      const { length } = await journal.contents(['SQL_REDO'], `"OPERATION_CODE" = ${code}`);
      return [length, performance.now() - began];
    };
    const [few, small] = await timed(low, 3);
    const [many, large] = await timed('0', 1);
    expect([few, many]).toEqual([1, 100_000]);
    expect(small).toBeLessThan(large / 5);
  }, 120_000);
});

describe('DBMS_LOGMNR', () => {
  test('refuses what Oracle refuses', async () => {
    await using journal = await open();
    const add = (name: string, option = '3'): Promise<void> =>
      journal.call('DBMS_LOGMNR.ADD_LOGFILE', { LOGFILENAME: name, OPTIONS: option });
    const start = (values: Readonly<Record<string, string>> = {}): Promise<void> =>
      journal.call('DBMS_LOGMNR.START_LOGMNR', { OPTIONS: '16', ...values });
    await expect(journal.call('DBMS_LOGMNR.END_LOGMNR')).rejects.toEqual(numbered(1307));
    await expect(journal.contents(['SCN'])).rejects.toEqual(numbered(1306));
    await expect(start()).rejects.toEqual(numbered(1292));
    await expect(add('/nowhere.log')).rejects.toEqual(numbered(1284));
    await add('/opt/oracle/oradata/redo01.log', '1');
    await expect(add('/opt/oracle/oradata/redo01.log')).rejects.toEqual(numbered(1289));
    await expect(start({ OPTIONS: String(16 + 1024) })).rejects.toEqual(numbered(44609));
    await expect(start({ STARTSCN: '1' })).rejects.toEqual(numbered(1291));
    await expect(start({ STARTSCN: '9000000', ENDSCN: '8000000' })).rejects.toEqual(numbered(1281));
    journal.privileges.clear();
    await expect(start()).rejects.toEqual(numbered(1031));
    journal.privileges.add('LOGMINING');
    await start();
    expect(await journal.contents(['SCN'])).toEqual([]);
    await journal.call('DBMS_LOGMNR.END_LOGMNR');
    await expect(journal.contents(['SCN'])).rejects.toEqual(numbered(1306));
  });

  test('misses a log in the middle, and one that is gone', async () => {
    await using journal = await open();
    await journal.logs.switchLog();
    await journal.logs.switchLog();
    const { rows } = await journal.postgres.query('select name from redo.archived_logs order by sequence');
    const [first, second] = rows.map(([name]) => name ?? '');
    await journal.call('DBMS_LOGMNR.ADD_LOGFILE', { LOGFILENAME: first ?? '', OPTIONS: '1' });
    await journal.call('DBMS_LOGMNR.ADD_LOGFILE', { LOGFILENAME: '/opt/oracle/oradata/redo03.log' });
    await expect(journal.call('DBMS_LOGMNR.START_LOGMNR')).rejects.toEqual(numbered(1291));
    await journal.call('DBMS_LOGMNR.ADD_LOGFILE', { LOGFILENAME: second ?? '' });
    await journal.call('DBMS_LOGMNR.START_LOGMNR', { OPTIONS: '16' });
    await journal.contents(['SCN']);
    expect(await journal.logs.removeArchivedLogs({ listed: true })).toBe(2);
    await expect(journal.contents(['SCN'])).rejects.toEqual(numbered(308));
    await expect(journal.call('DBMS_LOGMNR.ADD_LOGFILE', { LOGFILENAME: first ?? '', OPTIONS: '1' })).rejects.toEqual(numbered(1284));
  });
});

describe('the log files', () => {
  const view = async (journal: Journal): Promise<string> =>
    (
      await journal.postgres.query(
        "select string_agg(sequence || case when next_scn is null then ' current' when archived_at is null then ' waits' else ' archived' end, ', ' order by sequence) from redo.logs",
      )
    ).rows[0]?.[0] ?? '';

  test('wait for an archiver that is held, without being written over', async () => {
    await using journal = await open();
    await journal.logs.holdArchiver();
    for (let count = 0; count < 4; count++) await journal.logs.switchLog();
    expect(await view(journal)).toBe('41 waits, 42 waits, 43 waits, 44 waits, 45 current');
    await journal.logs.releaseArchiver();
    expect(await view(journal)).toBe('41 archived, 42 archived, 43 archived, 44 archived, 45 current');
  });

  test('switch by themselves when they are full', async () => {
    await using journal = await open();
    const table = await journal.table('EMP', { ID: number });
    await journal.logs.setLogSize(10);
    const transaction = await journal.begin();
    for (let count = 0; count < 3; count++)
      await transaction.run(`insert into data.t${table.objectId} (c1) select i from generate_series(1, 10) i`);
    await transaction.commit();
    expect(await view(journal)).toBe('41 archived, 42 archived, 43 archived, 44 current');
    await journal.start(online);
    const rows = await journal.contents(['RBASQN', 'RS_ID'], `"OPERATION_CODE" = 1`);
    expect(new Set(rows.map(([sequence]) => sequence))).toEqual(new Set(['41', '42', '43']));
    expect(new Set(rows.map(([, place]) => place)).size).toBe(30);
  });

  test('begin anew in another incarnation', async () => {
    await using journal = await open();
    await journal.logs.switchLog();
    await journal.logs.failOver();
    const { rows } = await journal.postgres.query(
      "select d.resetlogs_scn > 1, d.incarnation, (select string_agg(incarnation || ' ' || sequence, ', ' order by incarnation, sequence) from redo.logs) from cat.database d",
    );
    expect(rows).toEqual([['t', '2', '1 41, 1 42, 2 1']]);
    const archived = await journal.postgres.query('select distinct resetlogs_scn from redo.archived_logs');
    expect(archived.rows).toEqual([['1']]);
  });
});
