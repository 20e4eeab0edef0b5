import type { OracleType } from '../../engine.ts';
import type { Catalog, CatalogObject } from '../catalog/model.ts';
import type { Flashback, SystemView } from '../extensions.ts';
import type { Condition, Expression, Name, Query } from '../syntax/ast.ts';
import type { CharacterSet } from '../values/character-sets.ts';
import type { Bound } from './bound.ts';
import type { Scope } from './scope.ts';

/** A query that is ready to run: its columns are `k1`, `k2`, … in PostgreSQL. */
export interface BoundQuery {
  readonly sql: string;
  readonly columns: readonly { readonly name: string; readonly value: Bound }[];
}

/** What of the session a statement is translated with. */
export interface Facts {
  readonly version: string;
  readonly major: number;
  readonly longestName: number;
  readonly sid: number;
  readonly serial: number;
  readonly user: string;
  readonly userId: number;
  readonly schema: string;
  readonly container: string;
  readonly containerId: number;
  /** From 1, of a cluster. */
  readonly instance: number;
  readonly characterSet: CharacterSet;
  /** NLS settings and TIME_ZONE, in upper case. */
  readonly settings: ReadonlyMap<string, string>;
  /** SYS_CONTEXT('USERENV', …), in upper case. */
  readonly environment: ReadonlyMap<string, string | null>;
  /** Seconds that the server's clock is ahead of UTC. */
  readonly serverOffset: number;
  readonly sessionOffset: number;
}

export interface Context {
  readonly catalog: Catalog;
  readonly facts: Facts;
  readonly flashback: Flashback | undefined;
  /** Types of the binds, by place. */
  readonly binds: readonly OracleType[];
  /** Variables of a block around the statement. */
  readonly variables: ReadonlyMap<string, Bound>;
  /** An expression of PL/SQL, not of SQL. */
  readonly isBlock: boolean;
  readonly commonTables: ReadonlyMap<string, BoundQuery>;
  expression(value: Expression, scope: Scope): Bound;
  condition(value: Condition, scope: Scope): string;
  query(query: Query, scope: Scope): BoundQuery;
  /** The same statement with the names and rights of another user: a view belongs to its owner. */
  as(owner: string): Context;
  alias(): string;
  /** A table, view or sequence that the user may see; refuses with 942. */
  object(name: Name): CatalogObject;
  find(name: Name): CatalogObject | undefined;
  view(name: Name): SystemView | undefined;
  /** Refuses with 942 or 1031. */
  demand(privilege: string, object: CatalogObject): void;
  readonly isDba: boolean;
  /** Privileges and roles, and `PRIVILEGE object-id`. */
  readonly rights: ReadonlySet<string>;
  /** Granted to the user, directly or by other roles. */
  readonly roles: readonly string[];
}

/** Stands in SQL for a bind's value until the statement runs, once for each row of binds. */
export function bindMark(place: number): string {
  return `\u0001${place}\u0002`;
}

export function withBinds(sql: string, literals: readonly string[]): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the marks of bindMark
  return sql.replaceAll(/\u0001(\d+)\u0002/g, (_, place: string) => literals[Number(place)] ?? 'null');
}
