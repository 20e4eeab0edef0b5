import type { Written } from '../writing/journal.ts';
import type { FollowedTable } from '../writing/tables.ts';
import type { AdapterChoice } from './adapter-choice.ts';

/** What the source can be. */
export const engineNames = ['postgres', 'mariadb', 'mysql'] as const;
export type EngineName = (typeof engineNames)[number];

/** The source: a real server with the tables that are followed, which survives a crash, and all that its own SQL decides. */
export interface SourceServer {
  /** `MariaDB 10.11.18` */
  readonly product: string;
  readonly host: string;
  readonly port: number;
  /** What the connector reads through a proxy on 127.0.0.1: the tables' database, or an empty one on the same server. */
  adapter(port: number, database: 'own' | 'another'): AdapterChoice;
  /** The name that the connector knows a table by. */
  collection(table: FollowedTable): string;
  /** A connection of a writer; it goes away with the server. */
  connect(): Promise<WriterSession>;
  /** Every value of every row by its key, as `checks/equal-sides.ts` writes it. */
  rows(table: FollowedTable): Promise<ReadonlyMap<string, string>>;
  /** Count and sums, computed by the server, as `checks/equal-totals.ts` writes them. */
  totals(table: FollowedTable): Promise<string>;
  /** How many files the server's log fills by now; undefined where the log is one. */
  logFiles(): Promise<number | undefined>;
  isRunning(): boolean;
  /** SIGKILL, as in a crash. */
  kill(): Promise<void>;
  /** Same port, same data. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** The same in the SQL of every engine. */
export type TransactionWord = 'begin' | 'commit' | 'rollback' | 'savepoint some' | 'rollback to savepoint some' | 'release savepoint some';

/** One connection that writes. Each statement tells what it left behind; per key, revisions grow in the order of commits. */
export interface WriterSession {
  /** A truncation commits what came before it in its transaction, and what follows is a new one. */
  readonly truncationCommits: boolean;
  say(word: TransactionWord): Promise<void>;
  /** Inserts the numbers that are not there. */
  insert(table: FollowedTable, numbers: readonly number[]): Promise<readonly Written[]>;
  /** Updates the numbers from `from` to `to`, with or without their wide value. */
  update(table: FollowedTable, from: number, to: number, withWide: boolean): Promise<readonly Written[]>;
  /** Gives the row `from` the number `to`, if that is free. */
  changeKey(table: FollowedTable, from: number, to: number): Promise<readonly Written[]>;
  delete(table: FollowedTable, numbers: readonly number[]): Promise<void>;
  truncate(tables: readonly FollowedTable[]): Promise<void>;
  /** Inserts so many rows into a table that is not followed. */
  insertUnfollowed(count: number): Promise<void>;
  /** The server answered with an error of its own, and lives: a deadlock, a key that is taken. */
  isRefusal(error: unknown): boolean;
  close(): Promise<void>;
}
