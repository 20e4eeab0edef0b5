import type { IsolationLevel, ResultSink } from '../../engine.ts';
import type { Context, Variable } from '../binding/context.ts';
import type { Database } from '../catalog/model.ts';
import type { Statement } from '../syntax/ast.ts';
import type { Transactions } from './transactions.ts';

/** What a session keeps between statements. */
export interface SessionState {
  database: Database;
  isolation: IsolationLevel;
  noCount: boolean;
  xactAbort: boolean;
  rowCount: number;
  /** What the last insert gave a column of IDENTITY. */
  identity: string | null;
  /** The table whose IDENTITY may be written: its id. */
  identityInsert: number | undefined;
}

/** One batch that runs. */
export interface Run {
  readonly state: SessionState;
  readonly transactions: Transactions;
  readonly variables: Map<string, Variable>;
  readonly sink: ResultSink;
  readonly signal: AbortSignal;
  readonly server: ServerControl;
  /** A fresh context for one statement. */
  context(): Context;
  /** One statement of PostgreSQL, within the transaction that is open. */
  sql(text: string): ReturnType<Transactions['query']>;
  statement(statement: Statement): Promise<void>;
  /** A batch within this one, which knows nothing of its variables. */
  batch(text: string): Promise<void>;
}

/** What of the server a statement may change. */
export interface ServerControl {
  /** A database has CDC now: its capture job begins, where there is an Agent. */
  captureStarts(): void;
  /** Definitions changed: every session reads them anew. */
  definitionsChanged(): void;
  /** Reads the databases anew when definitions have changed. */
  refresh(): Promise<ReadonlyMap<string, Database>>;
  readonly features: Features;
  /** Minutes that local time is ahead of UTC. */
  readonly utcOffset: number;
  readonly major: number;
  /** Of `create database` without one. */
  readonly collation: string;
}

export interface Features {
  readonly changeTracking: boolean;
  readonly cdc: boolean;
  readonly agent: boolean;
  readonly snapshotIsolation: boolean;
}

/** Now, as the catalogue keeps moments. */
export function nowSql({ utcOffset }: ServerControl): string {
  return `tsql.to_datetime(tsql.now() + ${utcOffset} * 600000000::int8)`;
}
