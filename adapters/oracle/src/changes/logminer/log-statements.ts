import { createBinds, plain, type Statement } from '../../sql.ts';

/** When the oldest open transaction began, of all instances. */
export const oldestTransactionStatement = plain('select min(t.start_scn) from gv$transaction t where t.start_scn > 0');

/** The online logs, each by one of its members. */
export const onlineLogsStatement = plain(
  'select l.thread#, l.sequence#, l.first_change#, l.next_change#, l.status, l.archived, min(f.member) from v$log l join v$logfile f on f.group# = l.group# group by l.thread#, l.sequence#, l.first_change#, l.next_change#, l.status, l.archived order by l.thread#, l.sequence#',
);

/** Archived logs that reach behind a place; without a name, or deleted, they are gone. */
export function archivedLogsStatement(low: bigint, high: bigint): Statement {
  const binds = createBinds();
  const from = binds.add('low', 'text', String(low));
  const to = binds.add('high', 'text', String(high));
  return {
    text: `select a.thread#, a.sequence#, a.first_change#, a.next_change#, a.deleted, a.name from v$archived_log a join v$database d on d.resetlogs_change# = a.resetlogs_change# where a.standby_dest = 'NO' and a.next_change# > to_number(${from}) and a.first_change# <= to_number(${to}) order by a.thread#, a.sequence#, a.deleted, a.dest_id`,
    binds: binds.all,
  };
}

/** A list of logs of its own for this session; the first call forgets those of before. */
export function addLogsStatement(names: readonly string[]): Statement {
  const binds = createBinds();
  const calls = names.map((name, index) => {
    const how = index === 0 ? 'dbms_logmnr.new' : 'dbms_logmnr.addfile';
    return `dbms_logmnr.add_logfile(logfilename => ${binds.add('f', 'text', name)}, options => ${how});`;
  });
  return { text: `begin ${calls.join(' ')} end;`, binds: binds.all };
}

/** The definitions of the tables are those of now; statements come without semicolon and without ROWID, which has a column of its own. */
export function startMiningStatement(low: bigint, high: bigint): Statement {
  const binds = createBinds();
  const from = binds.add('low', 'text', String(low));
  const to = binds.add('high', 'text', String(high));
  return {
    text: `begin dbms_logmnr.start_logmnr(startscn => to_number(${from}), endscn => to_number(${to}), options => dbms_logmnr.dict_from_online_catalog + dbms_logmnr.no_sql_delimiter + dbms_logmnr.no_rowid_in_stmt); end;`,
    binds: binds.all,
  };
}

export const endMiningStatement = plain('begin dbms_logmnr.end_logmnr; end;');

export interface MinedTable {
  readonly schema: string;
  readonly name: string;
  readonly objectId: number;
}

/**
 * What happened to our tables, and every end of a transaction, in the order of the log. Codes: 1 insert, 2 delete, 3 update, 5 DDL,
 * 7 commit, 9 to 11 and 29 pieces of large objects, 34 a gap, 36 rollback, 68 to 71 pieces of XML, 255 what LogMiner cannot tell.
 */
export function contentsStatement(tables: readonly MinedTable[], container: string | undefined, low: bigint, high: bigint): Statement {
  const binds = createBinds();
  const from = binds.add('low', 'text', String(low));
  const to = binds.add('high', 'text', String(high));
  const named = tables.map(
    ({ schema, name, objectId }) =>
      `c.seg_owner = ${binds.add('s', 'text', schema)} and c.table_name = ${binds.add('n', 'text', name)} or c.data_obj# = ${binds.add('o', 'number', objectId)}`,
  );
  const within = container === undefined ? '' : ` and c.src_con_name = ${binds.add('c', 'text', container)}`;
  return {
    text: `select c.scn, c.operation_code, c.rollback, rawtohex(c.xid), c.row_id, c.seg_owner, c.table_name, c.csf, c.status, c.thread#, c.rs_id, c.ssn, to_char(c.timestamp, 'YYYY-MM-DD HH24:MI:SS'), c.sql_redo
from v$logmnr_contents c where c.scn >= to_number(${from}) and c.scn <= to_number(${to}) and (c.operation_code in (7, 34, 36) or c.operation_code in (1, 2, 3, 5, 9, 10, 11, 29, 68, 70, 71, 255)${within} and (${named.join(' or ')}))`,
    binds: binds.all,
  };
}
