/** What stands behind the wire: an engine that understands Oracle's SQL. The wire knows nothing of SQL, the engine nothing of TNS. */
export interface OracleEngine {
  /** What names the engine for the handshake: settings of a database that clients are told at their login. */
  readonly database: DatabaseFacts;
  /** How a client may call it: a service name or a SID, without regard to case. Undefined when the listener knows of no such service. */
  find(kind: 'service' | 'sid', name: string): Target | undefined;
  /** What the login is proven against; the name as the server keeps it (`SCOTT`). Undefined for an unknown account. */
  password(target: Target, user: string): string | undefined;
  /** After the proof. Refuses with an `OracleError` (1045, 28000, 28001, …). */
  connect(login: Login): Promise<OracleSession>;
  close(): Promise<void>;
}

export interface DatabaseFacts {
  /** `19.0.0.0.0`. */
  readonly version: string;
  /** NLS_CHARACTERSET, `AL32UTF8`; the driver takes UTF-8 whatever it is: the server converts. */
  readonly characterSet: string;
  /** NLS_NCHAR_CHARACTERSET, `AL16UTF16`. */
  readonly nationalCharacterSet: string;
}

/** A container that a service leads to. */
export interface Target {
  readonly serviceName: string;
  readonly instanceName: string;
  /** `CDB$ROOT`, a pluggable database, or the database's own name where there are no containers. */
  readonly container: string;
  readonly databaseName: string;
}

export interface Login {
  readonly target: Target;
  readonly user: string;
  /** SYSDBA and the like, when the client asked for it. */
  readonly role: 'sysdba' | undefined;
  readonly program: string;
  readonly machine: string;
  /** `V$SESSION.SID` and `SERIAL#`. */
  readonly sid: number;
  readonly serial: number;
}

/** One connection; one call at a time. */
export interface OracleSession {
  /** A transaction is open: drivers are told with each answer. */
  readonly inTransaction: boolean;
  readonly currentSchema: string;
  /** The session's time zone, `+07:00` or a region, by which values with local time zone are told. Left out, it is UTC. */
  readonly timeZone?: string | undefined;
  /**
   * Parses and executes a statement or an anonymous block. Errors are thrown as `OracleError`, with the offset of the parser where Oracle
   * gives one. Aborting it is what a client's break does: 1013.
   */
  execute(request: OracleRequest, signal: AbortSignal): Promise<Execution>;
  /** Parses alone: what a statement would tell. */
  describe(text: string): Promise<readonly ResultColumn[]>;
  commit(): Promise<void>;
  rollback(): Promise<void>;
  /** Rolls back what is open and ends every cursor. May be called twice. */
  close(): Promise<void>;
}

export interface OracleRequest {
  readonly text: string;
  /** A row of values for each execution (`executeMany`); one empty row without binds. In the order in which the statement names them. */
  readonly binds: readonly (readonly Bind[])[];
  /** The client asked for a commit with this call. */
  readonly commit: boolean;
  /** Rows at which errors are gathered and not thrown, in `batchErrors`. */
  readonly gatherErrors?: boolean | undefined;
}

export interface Bind {
  readonly type: OracleType;
  /** Null for a bind that only takes a value out, too. */
  readonly value: OracleValue;
}

export interface Execution {
  /** Of a query. */
  readonly cursor: Cursor | undefined;
  /** Rows of DML; 0 otherwise. */
  readonly rowCount: number;
  /** Of the last row that DML touched. */
  readonly rowId?: string | undefined;
  /**
   * What a block or `returning … into` gave back, by the place of the bind, for each row of binds; what `returning` gave back to one row
   * of binds, for each row that it touched.
   */
  readonly outputs: ReadonlyMap<number, readonly OracleValue[]>;
  /** For each row of binds that failed: its place, and why. */
  readonly batchErrors?: readonly { readonly row: number; readonly error: OracleError }[] | undefined;
  /** `success with compilation error` and the like. */
  readonly warning?: OracleError | undefined;
}

/** An open query, which the client fetches from, call by call. It stays consistent with its beginning. */
export interface Cursor {
  readonly columns: readonly ResultColumn[];
  /** At most `count` rows; fewer only at the end. */
  fetch(count: number, signal: AbortSignal): Promise<readonly (readonly OracleValue[])[]>;
  close(): Promise<void>;
}

export interface ResultColumn {
  readonly name: string;
  readonly type: OracleType;
  readonly nullable: boolean;
}

/** A type as Oracle has it. */
export type OracleType =
  /** Precision 0 and scale -127 for a bare NUMBER; scale -127 with a precision for FLOAT. */
  | { readonly name: 'number'; readonly precision: number; readonly scale: number }
  | { readonly name: 'binary_float' | 'binary_double' | 'date' | 'rowid' | 'urowid' | 'long' | 'long raw' }
  | { readonly name: 'timestamp' | 'timestamp with time zone' | 'timestamp with local time zone'; readonly scale: number }
  | { readonly name: 'interval year to month'; readonly precision: number }
  | { readonly name: 'interval day to second'; readonly precision: number; readonly scale: number }
  /** `length` in bytes; `characters` when it was declared by characters (nvarchar2 and nchar always are). */
  | { readonly name: 'varchar2' | 'char' | 'nvarchar2' | 'nchar'; readonly length: number; readonly characters?: number | undefined }
  | { readonly name: 'raw'; readonly length: number }
  | { readonly name: 'clob' | 'nclob' | 'blob' | 'bfile' | 'json' | 'xmltype' | 'boolean' | 'cursor' }
  | { readonly name: 'object'; readonly schema: string; readonly typeName: string };

/**
 * A value, by the type of its column:
 * number its digits as text ('-1234.5', '1E+120' never: plain digits); binary_float and binary_double a number; date
 * '2024-02-29 13:45:30' (years before Christ with a minus, '-4712-01-01 00:00:00'); timestamps the same with nine digits of a second;
 * with time zone followed by ' +07:00' or ' Asia/Ho_Chi_Minh' (local time); with local time zone in the session's zone, without it;
 * intervals '+01-02' and '+01 02:03:04.000000000'; texts, clob, nclob, long and xmltype a string, as the server has converted it for a
 * UTF-8 client; raw, long raw and blob bytes; rowid and urowid their text ('AAAR3sAAEAAAACXAAA'); json the text of it; boolean itself.
 * An empty text is null, as everywhere in Oracle. A large object that is empty is not: '' or no bytes.
 */
export type OracleValue = null | boolean | number | string | Buffer | Cursor;

/** An error as the server words it: `ORA-00942: table or view does not exist`. */
export class OracleError extends Error {
  override readonly name = 'OracleError';
  readonly number: number;
  /** From 0, in the statement; undefined where Oracle gives none. */
  readonly offset: number | undefined;
  /** The session is gone with it (28, 1012, 3113, 1089). */
  readonly isFatal: boolean;

  /** @param message without the number in front */
  constructor(number: number, message: string, { offset, isFatal = false }: { readonly offset?: number; readonly isFatal?: boolean } = {}) {
    super(`ORA-${String(number).padStart(5, '0')}: ${message}`);
    this.number = number;
    this.offset = offset;
    this.isFatal = isFatal;
  }
}
