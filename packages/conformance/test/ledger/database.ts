import type { Table } from '../../src/index.ts';

/** A database in memory with tables, transactions and a log: the smallest engine that has everything the SPI speaks of. */
export interface LedgerServer {
  readonly password: string;
  readonly databases: ReadonlyMap<string, Database>;
  readonly sessions: Set<Session>;
}

export interface Database {
  readonly name: string;
  readonly tables: Map<string, Stored>;
  /** Whole transactions in the order of their commits. */
  readonly log: Transaction[];
  readonly writers: Set<Writer>;
  /** Whom the log is kept for, and up to where each of them needs it no more. */
  readonly followers: Map<string, number>;
  /** Called when a transaction ends and when a connection is cut. */
  readonly listeners: Set<() => void>;
}

export interface Session {
  isCut: boolean;
}

export interface Stored {
  readonly name: string;
  readonly columns: Readonly<Record<string, string>>;
  readonly key: readonly string[];
  rows: Row[];
}

export type Row = Readonly<Record<string, unknown>>;

export interface Transaction {
  readonly at: string;
  readonly entries: readonly Entry[];
}

export interface Entry {
  readonly op: 'c' | 'u' | 'd' | 't';
  readonly table: string;
  readonly row: Row;
  readonly old: Row | undefined;
}

export interface Writer {
  readonly work: ((entries: Entry[]) => void)[];
}

export function createServer(password: string): LedgerServer {
  return { password, databases: new Map(['ho_tich', 'dat_dai'].map((name) => [name, createDatabase(name)])), sessions: new Set() };
}

function createDatabase(name: string): Database {
  return { name, tables: new Map(), log: [], writers: new Set(), followers: new Map(), listeners: new Set() };
}

export function createTable(database: Database, { name, columns, key }: Omit<Table, 'columns'> & Pick<Stored, 'columns'>): void {
  database.tables.set(name, { name, columns, key, rows: [] });
}

export function insert(database: Database, writer: Writer, name: string, rows: readonly Row[]): void {
  writer.work.push((entries) => {
    const table = tableOf(database, name);
    for (const row of rows) {
      table.rows.push(row);
      entries.push({ op: 'c', table: name, row, old: undefined });
    }
  });
}

export function update(database: Database, writer: Writer, name: string, key: Row, values: Row): void {
  writer.work.push((entries) => {
    const table = tableOf(database, name);
    const old = find(table, key);
    const row = { ...old, ...values };
    table.rows = table.rows.map((candidate) => (candidate === old ? row : candidate));
    entries.push({ op: 'u', table: name, row, old });
  });
}

export function remove(database: Database, writer: Writer, name: string, key: Row): void {
  writer.work.push((entries) => {
    const table = tableOf(database, name);
    const old = find(table, key);
    table.rows = table.rows.filter((candidate) => candidate !== old);
    entries.push({ op: 'd', table: name, row: old, old });
  });
}

export function truncate(database: Database, writer: Writer, name: string): void {
  writer.work.push((entries) => {
    tableOf(database, name).rows = [];
    entries.push({ op: 't', table: name, row: {}, old: undefined });
  });
}

export function begin(database: Database): Writer {
  const writer: Writer = { work: [] };
  database.writers.add(writer);
  return writer;
}

export function end(database: Database, writer: Writer, isCommitted: boolean): void {
  const entries: Entry[] = [];
  if (isCommitted) for (const step of writer.work) step(entries);
  database.writers.delete(writer);
  if (entries.length > 0) database.log.push({ at: canonicalNow(), entries });
  for (const listener of [...database.listeners]) listener();
}

/** By the key: whole numbers by their size, the rest as text. */
export function compareRows({ columns, key }: Stored, one: Row, other: Row, by: readonly string[] = key): number {
  for (const column of by) {
    const [left, right] = [one[column], other[column]];
    const order =
      columns[column] === 'integer' ? compare(BigInt(String(left)), BigInt(String(right))) : compare(String(left), String(right));
    if (order !== 0) return order;
  }
  return 0;
}

function compare<T extends bigint | string>(left: T, right: T): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

function tableOf(database: Database, name: string): Stored {
  const table = database.tables.get(name);
  if (table === undefined) throw new Error(`no table ${name}`);
  return table;
}

function find({ key, rows, name }: Stored, wanted: Row): Row {
  const row = rows.find((candidate) => key.every((column) => String(candidate[column]) === String(wanted[column])));
  if (row === undefined) throw new Error(`no such row in ${name}`);
  return row;
}

/** The standard has no zeros at the end of a fraction. */
export function canonicalNow(): string {
  return new Date().toISOString().replace(/\.?0+Z$/, 'Z');
}
