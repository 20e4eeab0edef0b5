import type { ReadableTable } from '../proof/readable-table.ts';

/** What the source of the demo can be. */
export const demoEngines = ['postgres', 'mysql', 'mariadb', 'sqlserver', 'oracle', 'mongodb'] as const;
export type DemoEngine = (typeof demoEngines)[number];

/** Persons in the legacy database: the engines of ours that stand in for SQL Server and Oracle translate what they are told, and take their time. */
export const usualRows: Readonly<Record<DemoEngine, number>> = {
  postgres: 200_000,
  mysql: 200_000,
  mariadb: 200_000,
  sqlserver: 10_000,
  oracle: 10_000,
  mongodb: 200_000,
};

/** The legacy civil-status system of the demo: a server with the habits of twenty years. */
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

/**
 * Changes persons, one transaction each time; every change gives the number of persons that changed. `above`: the person is meant whose
 * key is the first from here on.
 */
export interface Clerk extends AsyncDisposable {
  /** The made-up person of this number. */
  add(number: number): Promise<number>;
  /** A person of this key in whom nothing is wrong, so that he arrives. */
  addRight(key: string): Promise<number>;
  correct(what: Correction, above: string): Promise<number>;
  remove(above: string): Promise<number>;
  changeKey(above: string, key: string): Promise<number>;
  /** This person and the next ones, forty in all, get a new form of address. */
  readdress(above: string): Promise<number>;
}

/** How many persons one transaction of `readdress` changes. */
export const readdressed = 40;

/** What clerks change; the last two spoil a person, and a later change may mend it again. */
export type Correction = 'address' | 'name' | 'sex-and-birth' | 'death' | 'wrong-sex' | 'wrong-birth';
