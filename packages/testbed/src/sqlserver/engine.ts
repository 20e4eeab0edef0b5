/** What stands behind the wire: an engine that understands T-SQL. The wire knows nothing of SQL, the engine nothing of TDS. */
export interface SqlEngine {
  /** Refuses with a `SqlServerError` (18456, 4060, …). */
  connect(login: Login): Promise<SqlSession>;
  close(): Promise<void>;
}

export interface Login {
  /** Empty when the client logs in by NTLM or a token; then `identity` says who it is. */
  readonly user: string;
  readonly password: string;
  readonly identity: string | undefined;
  readonly database: string;
  readonly applicationName: string;
  readonly hostName: string;
  /** The application says that it only reads (ApplicationIntent). */
  readonly readOnlyIntent?: boolean | undefined;
  /** `@@SPID`. */
  readonly spid: number;
}

/** One connection; one request at a time. */
export interface SqlSession {
  /** The database that the session is in: the login's, or the server's default. */
  readonly database: string;
  /**
   * The descriptor of the open transaction, undefined without one. An engine that has it tells of transactions that statements began or
   * ended (`begin tran`, a deadlock), and of nested ones; without it the wire knows only of those that it asked for.
   */
  readonly transaction?: Buffer | undefined;
  /** A SQL batch, or a statement with parameters (`sp_executesql`). Errors are thrown as `SqlServerError`; what came before stays told. */
  run(request: SqlRequest, results: ResultSink, signal: AbortSignal): Promise<void>;
  /** The TDS transaction manager requests, which tedious sends for `beginTransaction`. The descriptor is 8 bytes, not zero. */
  begin(isolation: IsolationLevel | undefined, name: string): Promise<Buffer>;
  commit(): Promise<void>;
  rollback(): Promise<void>;
  /** Rolls back what is open. May be called twice. */
  close(): Promise<void>;
}

export type IsolationLevel = 'read uncommitted' | 'read committed' | 'repeatable read' | 'serializable' | 'snapshot';

export interface SqlRequest {
  readonly text: string;
  readonly parameters: readonly Parameter[];
}

export interface Parameter {
  /** With its `@`. */
  readonly name: string;
  readonly type: SqlType;
  readonly value: SqlValue;
}

/** Told in the order in which the results of a batch come. Every method waits when the peer is slow. */
export interface ResultSink {
  columns(columns: readonly ResultColumn[]): void;
  row(values: readonly SqlValue[]): Promise<void> | void;
  /** A statement ended; undefined without a count (`set nocount on`, DDL). */
  done(rows: number | undefined): void;
  /** `print`, and messages of a severity below 11. */
  info(message: ServerMessage): void;
  /** The session changed its database (`use`). */
  database(name: string): void;
}

export interface ServerMessage {
  readonly number: number;
  readonly severity: number;
  readonly state: number;
  readonly message: string;
  readonly procedure?: string;
  /** From 1. */
  readonly line: number;
}

export interface ResultColumn {
  /** Empty for an expression without a name. */
  readonly name: string;
  readonly type: SqlType;
  readonly nullable: boolean;
}

/** A type as SQL Server has it. */
export type SqlType =
  | { readonly name: 'bit' | 'tinyint' | 'smallint' | 'int' | 'bigint' | 'real' | 'float' | 'money' | 'smallmoney' }
  | { readonly name: 'decimal' | 'numeric'; readonly precision: number; readonly scale: number }
  | { readonly name: 'date' | 'datetime' | 'smalldatetime' | 'uniqueidentifier' | 'sql_variant' }
  | { readonly name: 'time' | 'datetime2' | 'datetimeoffset'; readonly scale: number }
  /** `length` in characters (char, varchar, nchar, nvarchar) or bytes; 'max' for the large ones. */
  | { readonly name: 'char' | 'varchar' | 'nchar' | 'nvarchar'; readonly length: number | 'max'; readonly collation: string }
  | { readonly name: 'binary' | 'varbinary'; readonly length: number | 'max' }
  | { readonly name: 'text' | 'ntext'; readonly collation: string }
  | { readonly name: 'image' }
  | { readonly name: 'xml' }
  /** hierarchyid, geography, geometry. */
  | { readonly name: 'udt'; readonly typeName: string; readonly assembly: string };

/**
 * A value, by the type of its column:
 * bit a boolean; tinyint, smallint, int, real and float a number; bigint a bigint; decimal, numeric, money and smallmoney their digits
 * as text ('-1234.5600', all digits of the scale); date '2024-02-29'; time '13:45:30.1234567'; datetime, smalldatetime and datetime2
 * '2024-02-29 13:45:30.1234567' (as many digits as the scale); datetimeoffset '2024-02-29 13:45:30.1234567 +07:00' (local time);
 * uniqueidentifier '6F9619FF-8B86-D011-B42D-00C04FC964FF'; char, varchar and text the bytes in the code page of the collation;
 * nchar, nvarchar, ntext and xml a string; binary, varbinary, image and udt bytes; sql_variant `{ type, value }`.
 */
export type SqlValue = null | boolean | number | bigint | string | Buffer | Variant;

export interface Variant {
  readonly type: SqlType;
  readonly value: Exclude<SqlValue, Variant | null>;
}

/** An error as the server words it. Severity 20 and above end the connection. */
export class SqlServerError extends Error {
  override readonly name = 'SqlServerError';
  readonly number: number;
  readonly severity: number;
  readonly state: number;
  readonly line: number;

  constructor(number: number, message: string, { severity = 16, state = 1, line = 1 } = {}) {
    super(message);
    this.number = number;
    this.severity = severity;
    this.state = state;
    this.line = line;
  }
}
