import type { OracleValue } from '../engine.ts';
import type { Rows } from './postgres.ts';

/** What a room of its own adds to the engine: views, procedures, constants, commands. rooms.ts lists them. */
export interface Extension {
  /** SQL that installs what the room keeps in PostgreSQL, run once when the engine opens, behind the core's own. */
  readonly install?: string;
  readonly views?: Readonly<Record<string, SystemView>>;
  /** By `DBMS_LOGMNR.START_LOGMNR`. */
  readonly procedures?: Readonly<Record<string, Procedure>>;
  /** By `DBMS_LOGMNR.NEW`; usable in blocks. */
  readonly constants?: Readonly<Record<string, number>>;
  readonly commands?: readonly Command[];
  readonly flashback?: Flashback;
}

/**
 * A view of SYS that everybody knows by its name alone. Columns are [name, type, SQL over `from`]; the types are `number`, `text` (of 4000
 * bytes), `name` (of 128), `date`, `timestamp`, `raw`, `clob`, `long`, `rowid` and, with its size, `text(30)`. Dates are seconds since 1970
 * as the server's local time shows them (`ora.local(…)` makes them of UTC). In the SQL stand `$sid`, `$user` (quoted), `$container`
 * (quoted), `$schema` (quoted), `$user_id`, `$con_id`, `$instance`, `$dba` (true when the user sees everything), `$any` (SELECT ANY
 * TABLE), `$grantees` (the user, PUBLIC and his roles, for IN), `$settings` (of the session, jsonb), `$version`.
 */
export interface SystemView {
  readonly columns: readonly (readonly [name: string, type: string, sql: string])[];
  readonly from: string;
  /** Who may read it: everybody, or who was granted it (or SELECT_CATALOG_ROLE, SELECT ANY DICTIONARY, DBA). */
  readonly access: 'public' | 'dictionary';
  /** Before a statement that names the view runs: to fill what `from` reads, or to refuse. */
  readonly prepare?: (session: ExtensionSession) => Promise<void>;
}

/** What an extension sees of a session. */
export interface ExtensionSession {
  readonly sid: number;
  readonly serial: number;
  readonly user: string;
  readonly schema: string;
  readonly container: string;
  /** From 1; its redo thread has the same number. */
  readonly instance: number;
  /** NLS_DATE_FORMAT and the like, in upper case. */
  readonly settings: ReadonlyMap<string, string>;
  /** What an extension keeps for the length of the session. */
  readonly state: Map<string, unknown>;
  /** A role or privilege, direct or through roles: `LOGMINING`, `SELECT ANY DICTIONARY`, `EXECUTE_CATALOG_ROLE`. */
  has(privilege: string): boolean;
  /** `EXECUTE` and the like on an object of SYS, by grant or by being DBA. */
  hasOn(privilege: string, object: string): boolean;
  /** On the session's own connection; values as texts. */
  query(sql: string): Promise<Rows>;
  /** Lines of `copy … from stdin`, on the same connection. */
  copy(sql: string, lines: string): Promise<void>;
}

export interface Procedure {
  readonly parameters: readonly {
    /** In upper case. */
    readonly name: string;
    readonly type: 'number' | 'text' | 'date' | 'timestamp' | 'raw' | 'boolean';
    readonly out?: true;
    /** Without one the parameter is demanded (PLS-00306). */
    readonly default?: OracleValue;
  }[];
  /** The privilege EXECUTE that it needs: the package's name; undefined for those that PUBLIC may. */
  readonly guarded?: boolean;
  /** By name. What it gives back goes to OUT parameters of these names; under `RETURN` a function's result. */
  run(session: ExtensionSession, values: ReadonlyMap<string, OracleValue>): Promise<ReadonlyMap<string, OracleValue> | undefined>;
}

/** A statement that the core's grammar does not know: `alter system switch logfile`. */
export interface Command {
  /** Matched against the text without comments, blanks made single, in upper case outside quotes. */
  readonly pattern: RegExp;
  readonly privilege?: string;
  run(session: ExtensionSession, match: RegExpExecArray): Promise<void>;
}

/** The table that a query of the past reads. `columns` are storage columns (`c1`, …) with their types in PostgreSQL. */
export interface PastTable {
  readonly objectId: number;
  readonly owner: string;
  readonly name: string;
  /** When its definition was last changed (ORA-01466). */
  readonly definedAtScn: number;
  readonly columns: readonly { readonly name: string; readonly storage: string }[];
}

/** SQL of PostgreSQL, for use in FROM within parentheses, whose columns are `row_id`, `tx` and those of the table. */
export interface Flashback {
  /** `scn` and `moment` are SQL of a number: an SCN, or seconds since 1970 in UTC. */
  asOf(table: PastTable, at: { readonly scn: string } | { readonly moment: string }): string;
  /**
   * Besides: `v_startscn`, `v_endscn` (numeric), `v_starttime`, `v_endtime` (seconds, local), `v_xid` (bytea), `v_operation` (I, U, D).
   * Undefined bounds are MINVALUE and MAXVALUE.
   */
  versions(table: PastTable, by: 'scn' | 'timestamp', from: string | undefined, to: string | undefined): string;
}
