import type { AdapterManifest, BoundAdapter } from '@lienthong/core';

/** An adapter and an engine to try it on: what its author writes. */
export interface Subject {
  /** For the names of tests: `MariaDB 10.11`. */
  readonly label: string;
  /** The adapter itself has it. What it declares is tested; what it does not declare must be absent. */
  readonly adapter: AdapterManifest;
  open(): Promise<Engine>;
}

/**
 * What a portable column holds: whole numbers from -2^63 to 2^63-1, Unicode text of up to 60 characters, instants to the
 * millisecond.
 */
export type ColumnType = 'integer' | 'text' | 'instant';

/** Whole numbers, texts, instants as `2026-03-04T05:06:07.123Z`, NULL. */
export type Value = bigint | number | string | null;

/** Values by the names of their columns. */
export type Fields = Readonly<Record<string, Value>>;

export interface Table {
  /** May need quotes: `Hộ "Tịch".2`. */
  readonly name: string;
  /** In this order; those of the key are not NULL. */
  readonly columns: Readonly<Record<string, ColumnType>>;
  /** In this order, which may be another one than that of the columns. */
  readonly key: readonly string[];
}

/** Each call is one statement; outside of an open transaction it is committed when it returns. */
export interface Writing {
  /** At once, and with the engine's statistics of the table up to date afterwards, if splitting goes by them. */
  insert(table: string, rows: readonly Fields[]): Promise<void>;
  /** May change the key; where the engine cannot, it deletes and inserts. */
  update(table: string, key: Fields, values: Fields): Promise<void>;
  delete(table: string, key: Fields): Promise<void>;
}

export interface OpenTransaction extends Writing {
  commit(): Promise<void>;
  rollback(): Promise<void>;
}

/** A running server with a database for the checks alone. */
export interface Engine extends Writing, AsyncDisposable {
  /** The adapter on that database. */
  adapter(): BoundAdapter;
  /** The same with another password, which is wrong. */
  withPassword(password: string): BoundAdapter;
  /** The adapter on another database of the same server. */
  elsewhere(): BoundAdapter;
  create(table: Table): Promise<void>;
  /** On a connection of its own. Absent where the engine has no transactions. */
  begin?(): Promise<OpenTransaction>;
  /** Absent where the engine cannot empty a table at once. */
  truncate?(table: string): Promise<void>;
  /** Connections of the adapter, as the server counts them. */
  connections(): Promise<number>;
  /** Ends all connections of the adapter. */
  cut(): Promise<void>;
  /** Whatever an adapter could leave behind in the server, each with its state: slots, publications, tables, jobs. */
  leftovers(): Promise<readonly string[]>;
  readonly types: TypeTable;
  /** The engine knows no empty text: what is written as one is NULL. */
  readonly emptyTextIsNull?: true;
  /** No name of the engine holds a quotation mark. */
  readonly namesWithoutQuotes?: true;
}

/** The types of the engine, under surroundings as hostile as it has them: zones of server and session, formats, modes. */
export interface TypeTable {
  readonly cases: readonly TypeCase[];
  /** Creates a table with the key `id`, a whole number, and for each case a column: `c0`, `c1`, … */
  create(table: string): Promise<void>;
  /** Inserts a row with the value of each case. */
  write(table: string, id: number): Promise<void>;
}

export interface TypeCase {
  /** For people: the native type, and what is special about the value. */
  readonly type: string;
  /** What the adapter hands out, in snapshot and log. */
  readonly raw: unknown;
  /** What the mapping's `read` makes of it, where there is one. */
  readonly read?: unknown;
}

/** The name under which the checks open the adapter. */
export const applicationName = 'lienthong-conformance';
