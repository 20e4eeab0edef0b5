import { randomBytes } from 'node:crypto';
import { catalogSql } from '../src/oracle/engine/catalog/schema.ts';
import type { ExtensionSession, PastTable } from '../src/oracle/engine/extensions.ts';
import { flashbackRoom } from '../src/oracle/engine/flashback/room.ts';
import { functionsSql } from '../src/oracle/engine/library/functions.ts';
import { rowidsSql } from '../src/oracle/engine/library/rowids.ts';
import { contentsView } from '../src/oracle/engine/logminer/contents-view.ts';
import { logMinerConstants, logMinerProcedures } from '../src/oracle/engine/logminer/procedures.ts';
import { connectPostgres, type Postgres } from '../src/oracle/engine/postgres.ts';
import { quote } from '../src/oracle/engine/quote.ts';
import { type LogControl, logControl } from '../src/oracle/engine/redo/control.ts';
import { redoRoom } from '../src/oracle/engine/redo/room.ts';
import { journalSql } from '../src/oracle/engine/storage/schema.ts';
import { createTableSql } from '../src/oracle/engine/storage/tables.ts';
import { storageOf } from '../src/oracle/engine/values/storage.ts';
import { OracleError, type OracleType, type OracleValue } from '../src/oracle/index.ts';

/** The storage of the engine without its SQL: what LogMiner and flashback stand on, driven as sessions drive it. */
export interface Journal extends AsyncDisposable {
  readonly postgres: Postgres;
  readonly logs: LogControl;
  readonly session: ExtensionSession;
  readonly privileges: Set<string>;
  table(name: string, columns: Readonly<Record<string, OracleType>>, key?: readonly number[]): Promise<PastTable>;
  begin(): Promise<Transaction>;
  scn(): Promise<string>;
  /** Calls a procedure as a block does. */
  call(name: string, values?: Readonly<Record<string, OracleValue>>): Promise<void>;
  /** Adds every log that is there and starts. */
  start(options: number, low?: string, high?: string): Promise<void>;
  contents(columns: readonly string[], where?: string): Promise<readonly (readonly (string | null)[])[]>;
}

export interface Transaction {
  readonly id: string;
  /** SQL of PostgreSQL; what it changed is in the journal when it returns. */
  run(sql: string): Promise<void>;
  rollbackTo(place: number): Promise<void>;
  /** The highest place so far. */
  readonly place: number;
  commit(): Promise<string>;
  rollback(): Promise<void>;
}

export async function openJournal(connectionString: string): Promise<Journal> {
  const name = `oracle_${randomBytes(6).toString('hex')}`;
  const outside = await connectPostgres(connectionString);
  await outside.query(`create database ${name}`);
  await outside.query(`alter database ${name} set ora.server_offset = '25200'; alter database ${name} set search_path = pg_temp, public`);
  const own = Object.assign(new URL(connectionString), { pathname: `/${name}` }).href;
  const [postgres, writer, reader] = [await connectPostgres(own), await connectPostgres(own), await connectPostgres(own)];
  await postgres.query('create schema ora');
  // Types and functions of each use the other's only when they run.
  for (const sql of ['set check_function_bodies = off', functionsSql, journalSql, rowidsSql, catalogSql]) await postgres.query(sql);
  await postgres.query(redoRoom.install ?? '');
  await postgres.query(flashbackRoom.install ?? '');
  await postgres.query(`insert into cat.database (dbid, name, log_mode, supplemental_min, supplemental_all, resetlogs_scn, resetlogs_at, incarnation) values (4711, 'ORCL', 'ARCHIVELOG', 'YES', 'YES', 1, ora.now(), 1);
    insert into cat.containers values (3, 'PDB1', 1, '', 'READ WRITE')`);
  await reader.query('select redo.open_session()');
  const privileges = new Set(['LOGMINING']);
  const session: ExtensionSession = {
    sid: 11,
    serial: 1,
    user: 'READER',
    schema: 'READER',
    container: 'CDB$ROOT',
    instance: 1,
    settings: new Map([
      ['NLS_DATE_FORMAT', 'YYYY-MM-DD HH24:MI:SS'],
      ['TIME_ZONE', '+00:00'],
    ]),
    state: new Map(),
    has: (privilege) => privileges.has(privilege),
    hasOn: () => true,
    query: (sql) => reader.query(sql),
    copy: async (sql, lines) => void (await reader.copyIn(sql, lines, 'select 1')),
  };
  const call: Journal['call'] = async (procedure, values = {}) => {
    const found = logMinerProcedures[procedure];
    if (found === undefined) throw new OracleError(6550, procedure);
    await found.run(
      session,
      new Map(found.parameters.map((parameter) => [parameter.name, values[parameter.name] ?? parameter.default ?? null])),
    );
  };
  return {
    postgres,
    logs: logControl(postgres),
    session,
    privileges,
    call,
    table: (table, columns, key = [1]) => createTable(postgres, table, columns, key),
    begin: async () => beginTransaction(await connectPostgres(own), writer),
    scn: async () => (await postgres.query('select ora.current_scn()')).rows[0]?.[0] ?? '',
    start: async (options, low = '0', high = '0') => {
      const { rows } = await postgres.query(
        'select coalesce(case when not removed then name end, member) from redo.online_logs union select name from redo.archived_logs where not removed',
      );
      for (const [index, [file]] of rows.entries())
        await call('DBMS_LOGMNR.ADD_LOGFILE', { LOGFILENAME: file ?? '', OPTIONS: String(index === 0 ? 1 : 3) });
      await call('DBMS_LOGMNR.START_LOGMNR', { STARTSCN: low, ENDSCN: high, OPTIONS: String(options) });
    },
    contents: async (columns, where = 'true') => {
      await contentsView.prepare?.(session);
      const all = contentsView.columns.map(([column, , sql]) => `${sql} as "${column}"`).join(', ');
      return (
        await reader.query(
          `select ${columns.map((column) => `"${column}"`).join(', ')} from (select ${all} from ${contentsView.from}) v where ${where}`,
        )
      ).rows;
    },
    [Symbol.asyncDispose]: async () => {
      for (const connection of [postgres, writer, reader]) await connection.close();
      await outside.query(`drop database ${name} with (force)`);
      await outside.close();
    },
  };
}

async function createTable(
  postgres: Postgres,
  name: string,
  columns: Readonly<Record<string, OracleType>>,
  key: readonly number[],
): Promise<PastTable> {
  const { rows } = await postgres.query(
    `insert into cat.objects (container, owner, name, type, ddl_scn) values ('PDB1', 'HR', ${quote(name)}, 'TABLE', nextval('ora.scns')) returning object_id, ddl_scn`,
  );
  const [id, definedAtScn] = [Number(rows[0]?.[0]), Number(rows[0]?.[1])];
  await postgres.query(`update cat.objects set data_object_id = object_id where object_id = ${id}`);
  const list = Object.entries(columns).map(([column, type], place) => ({ column, type, name: `c${place + 1}`, storage: storageOf(type) }));
  for (const [place, { column, type }] of list.entries())
    await postgres.query(
      `insert into cat.columns (object_id, column_id, name, type) values (${id}, ${place + 1}, ${quote(column)}, ${quote(JSON.stringify(type))})`,
    );
  await postgres.query(
    `insert into cat.constraints (object_id, container, owner, name, type, columns) values (${id}, 'PDB1', 'HR', 'PK_${id}', 'P', '${JSON.stringify(key)}')`,
  );
  await postgres.query(
    createTableSql(
      id,
      list.map((column) => `${column.name} ${column.storage}`),
    ),
  );
  return { objectId: id, owner: 'HR', name, definedAtScn, columns: list };
}

async function beginTransaction(connection: Postgres, writer: Postgres): Promise<Transaction> {
  await connection.query('select redo.open_session(); begin');
  const { rows } = await writer.query("select redo.start(11, 1, 'HR', 'PDB1', 'test', 'here')");
  const id = rows[0]?.[0] ?? '';
  let place = 0;
  return {
    id,
    get place() {
      return place;
    },
    run: async (sql) => {
      await connection.query(`savepoint s${place}`);
      await connection.query(sql);
      const found = await connection.query(
        "with gone as (delete from pending returning *) select coalesce(jsonb_agg(gone order by n), '[]'), count(*) from gone",
      );
      await writer.query(`select redo.write(${id}, ${place + 1}, ${quote(found.rows[0]?.[0] ?? '[]')})`);
      place += Number(found.rows[0]?.[1] ?? 0);
    },
    rollbackTo: async (to) => {
      await connection.query(`rollback to savepoint s${to}`);
      place = Number((await writer.query(`select redo.undo(${id}, ${to})`)).rows[0]?.[0]);
    },
    commit: async () => {
      const found = await connection.query(`select redo.finish(${id}, ${place + 1})`);
      await connection.query('commit');
      await connection.close();
      return found.rows[0]?.[0] ?? '';
    },
    rollback: async () => {
      await connection.query('rollback');
      await writer.query(`select redo.abandon(${id})`);
      await connection.close();
    },
  };
}

export const options = (...names: readonly string[]): number =>
  names.reduce((sum, name) => sum + (logMinerConstants[`DBMS_LOGMNR.${name}`] ?? Number.NaN), 0);
