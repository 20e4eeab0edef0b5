import { type OracleEngine, OracleError, type OracleRequest, type OracleValue } from '@lienthong/testbed/oracle';
import { type Answer, number, scriptedEngine, text } from './scripted-engine.ts';

export interface LogLine {
  readonly scn: number;
  readonly operation: number;
  readonly xid: string;
  readonly sql?: string;
  readonly undoes?: boolean;
  readonly rowId?: string;
  readonly status?: number;
  /** More of the statement follows in the next line. */
  readonly more?: boolean;
}

/** A database whose log is written by the test; the table LIENTHONG.T has the columns ID and NAME. */
export interface ScriptedLog {
  readonly engine: OracleEngine;
  /** What a look sees; SCNs of the database go on by themselves where `scn` is raised. */
  write(...lines: readonly LogLine[]): void;
  scn: number;
  /** Rows of the table, for what is read again. */
  readonly rows: Map<string, string>;
  /** Statements that were executed. */
  readonly executed: string[];
  archived: readonly (readonly OracleValue[])[];
  online: readonly (readonly OracleValue[])[];
  oldest: number | null;
  resetlogs: number;
  groups: string;
}

export function scriptedLog(): ScriptedLog {
  const lines: LogLine[] = [];
  let window: readonly [number, number] | undefined;
  const log: ScriptedLog = {
    engine: scriptedEngine((request) => answer(request)),
    write: (...more) => void lines.push(...more),
    scn: 100,
    rows: new Map(),
    executed: [],
    archived: [],
    online: [['1', '7', '1', null, 'CURRENT', 'NO', '/redo07']],
    oldest: null,
    resetlogs: 1,
    groups: 'ALL COLUMN LOGGING',
  };
  const answer = ({ text: sql, binds }: OracleRequest): Answer | undefined => {
    log.executed.push(sql);
    const values = (binds[0] ?? []).map(({ value }) => value);
    if (sql.includes('session_privs')) return { types: [text], rows: [['LOGMINING']] };
    if (sql.includes('v$containers')) return { types: [number, number], rows: [['7', '8']] };
    if (sql.includes('current_scn')) {
      const row = [
        '7',
        String(log.resetlogs),
        'READ WRITE',
        'ARCHIVELOG',
        'YES',
        'NO',
        'NO',
        String(log.scn),
        '2024-02-29 13:45:30.123',
        '+07:00',
      ];
      return { types: [number, number, text, text, text, text, text, number, text, text], rows: [row] };
    }
    if (sql.includes('start_logmnr')) {
      window = [Number(values[0]), Number(values[1])];
      return undefined;
    }
    if (sql.includes('1 = 0')) throw new OracleError(1306, 'dbms_logmnr.start_logmnr() must be invoked first');
    if (sql.includes('v$logmnr_contents')) return contents();
    if (sql.includes('v$archived_log')) return { types: [number, number, number, number, text, text], rows: log.archived };
    if (sql.includes('v$logfile')) return { types: [number, number, number, number, text, text, text], rows: log.online };
    if (sql.includes('gv$transaction')) return { types: [number], rows: [[log.oldest === null ? null : String(log.oldest)]] };
    if (sql.includes('all_log_groups')) return { types: [text], rows: [[log.groups]] };
    if (sql.includes('all_objects')) return { types: tableTypes, rows: [tableRow] };
    if (sql.includes('all_tab_cols')) return { types: columnTypes, rows: columnRows };
    if (sql.includes('all_constraints')) return { types: [text, text, text, text, text], rows: [['LIENTHONG', 'T', 'PK', 'P', 'ID']] };
    if (sql.includes('all_indexes')) return { types: [text, text, text, text, text], rows: [] };
    if (sql.includes('from "LIENTHONG"."T" where')) {
      const rows = values.flatMap((id): OracleValue[][] => {
        const name = log.rows.get(String(id));
        return name === undefined ? [] : [[String(id), String(id), name]];
      });
      return { types: [number, number, text], rows };
    }
    return undefined;
  };
  const contents = (): Answer => {
    if (window === undefined) throw new OracleError(1306, 'dbms_logmnr.start_logmnr() must be invoked first');
    const [low, high] = window;
    // In the order of their SCNs, whenever they came to disk: as LogMiner puts the threads of a cluster together.
    const ordered = lines.map((line, index) => ({ line, index })).sort((one, other) => one.line.scn - other.line.scn);
    const rows = ordered.flatMap(({ line, index }): OracleValue[][] => {
      if (line.scn < low || line.scn > high) return [];
      const { scn, operation, xid, sql = null, undoes = false, rowId = 'AAAAAAAAAAAAAAAAA1', status = 0, more = false } = line;
      const isEnd = operation === 7 || operation === 36;
      const place = `0x${index - (lines[index - 1]?.more === true ? 1 : 0)}`;
      return [
        [
          String(scn),
          String(operation),
          undoes ? '1' : '0',
          xid,
          rowId,
          isEnd ? null : 'LIENTHONG',
          isEnd ? null : 'T',
          more ? '1' : '0',
          String(status),
          '1',
          place,
          '0',
          '2024-02-29 13:45:30',
          sql,
        ],
      ];
    });
    return { types: [number, number, number, text, text, text, text, number, number, number, text, number, text, text], rows };
  };
  return log;
}

const tableTypes = [text, text, text, number, text, number, text, text, text, text, text];
const tableRow = ['LIENTHONG', 'T', 'TABLE', '73001', '2024-02-29 13:45:30', '5', 'NO', null, 'N', null, null];
const columnTypes = [text, text, text, text, number, number, text, number, number, text, text, text];
const columnRows = [
  ['LIENTHONG', 'T', 'ID', 'NUMBER', '22', '0', null, '10', '0', 'N', 'NO', null],
  ['LIENTHONG', 'T', 'NAME', 'VARCHAR2', '240', '60', 'C', null, null, 'Y', 'NO', null],
];
