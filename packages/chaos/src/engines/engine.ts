import { type TroubleKind, troubleKinds } from '../plan/trouble.ts';
import type { Written } from '../writing/journal.ts';
import type { FollowedTable } from '../writing/tables.ts';
import type { AdapterChoice } from './adapter-choice.ts';

/** What the source can be. */
export const engineNames = ['postgres', 'mariadb', 'mysql', 'mongodb', 'sqlserver', 'sqlserver-cdc', 'oracle', 'oracle-flashback'] as const;
export type EngineName = (typeof engineNames)[number];

/** Only a set of members has one that can step down. */
export function troubleKindsOf(engine: EngineName): readonly TroubleKind[] {
  return troubleKinds.filter((kind) => kind !== 'step-down' || engine === 'mongodb');
}

/** The source: a real server with the tables that are followed, which survives a crash, and all that its own language decides. */
export interface SourceServer {
  /** `MariaDB 10.11.18` */
  readonly product: string;
  readonly host: string;
  readonly port: number;
  /** What the connector reads through a proxy on 127.0.0.1: the tables' database, or an empty one on the same server. */
  adapter(port: number, database: 'own' | 'another'): AdapterChoice;
  /** The name that the connector knows a table by. */
  collection(table: FollowedTable): string;
  /** The name that it knows a key column by. */
  keyColumn(table: FollowedTable, column: string): string;
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
  /** Another member of its set leads from here on; left out where there is one server alone. */
  stepDown?(): Promise<void>;
  /** The log forgets all but its end, as when a reader stayed away for too long. */
  forgetLog?(): Promise<void>;
  stop(): Promise<void>;
}

/** The same in the SQL of every engine that has it. */
export type TransactionWord = 'begin' | 'commit' | 'rollback';
export type SavepointWord = 'savepoint some' | 'rollback to savepoint some' | 'release savepoint some';

export interface Truncation {
  /** It commits what came before it in its transaction, and what follows is a new one. */
  readonly commits: boolean;
  empty(tables: readonly FollowedTable[]): Promise<void>;
}

/** One connection that writes. Each statement tells what it left behind; per key, revisions grow in the order of commits. */
export interface WriterSession {
  say(word: TransactionWord): Promise<void>;
  /** Left out, as truncation, where the engine has none. */
  savepoint?(word: SavepointWord): Promise<void>;
  readonly truncation?: Truncation;
  /** Inserts the numbers that are not there. */
  insert(table: FollowedTable, numbers: readonly number[]): Promise<readonly Written[]>;
  /** Updates the numbers from `from` to `to`, with or without their wide value. */
  update(table: FollowedTable, from: number, to: number, withWide: boolean): Promise<readonly Written[]>;
  /** Gives the row `from` the number `to`, if that is free. */
  changeKey(table: FollowedTable, from: number, to: number): Promise<readonly Written[]>;
  delete(table: FollowedTable, numbers: readonly number[]): Promise<void>;
  /** Inserts so many rows into a table that is not followed. */
  insertUnfollowed(count: number): Promise<void>;
  /** The server answered with an error of its own, and lives: a deadlock, a key that is taken. */
  isRefusal(error: unknown): boolean;
  close(): Promise<void>;
}
