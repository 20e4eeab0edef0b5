import type { ReadableTable } from '../proof/readable-table.ts';

/** What the source of the demo can be. */
export const demoEngines = ['postgres', 'mysql', 'mariadb'] as const;
export type DemoEngine = (typeof demoEngines)[number];

/** The legacy civil-status system of the demo: a real server with the habits of twenty years. */
export interface LegacyDatabase extends AsyncDisposable {
  /** `PostgreSQL 18.4` */
  readonly product: string;
  /** What the example's configuration takes as `HO_TICH_DATABASE`. */
  readonly connectionString: string;
  /** A session of somebody who works with the old system. */
  connect(): Promise<Clerk>;
  /** The table as the proof reads it: with plain queries. */
  table(name: string): ReadableTable;
}

/** Changes rows, each statement a transaction; every method gives the number of rows that changed. */
export interface Clerk {
  readonly changes: ClerkStatements;
  run(statement: Statement): Promise<number>;
  end(): Promise<void>;
}

export interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
}

/** In the SQL of the server. `above`: the person is meant whose key is the first from here on. */
export interface ClerkStatements {
  /** The made-up person of this number. */
  add(number: number): Statement;
  correct(what: Correction, above: string): Statement;
  remove(above: string): Statement;
  changeKey(above: string, key: string): Statement;
  /** A whole commune gets a new form of address: one transaction with some dozen rows. */
  readdress(commune: string): Statement;
}

/** What clerks change; the last two spoil a row, and a later change may mend it again. */
export type Correction = 'address' | 'name' | 'sex-and-birth' | 'death' | 'wrong-sex' | 'wrong-birth';
