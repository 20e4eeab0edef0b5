import type { SqlType } from '../../engine.ts';
import type { CatalogObject, Database } from '../catalog/model.ts';
import type { Features } from '../run/session-state.ts';
import type { Condition, Expression, Name, Query } from '../syntax/ast.ts';
import type { Bound } from './bound.ts';
import type { Scope } from './scope.ts';

/** A variable or parameter: its text is PostgreSQL's, null is NULL. */
export interface Variable {
  readonly type: SqlType;
  readonly text: string | null;
}

/** A query that is ready to run: its columns are `k1`, `k2`, … in PostgreSQL. */
export interface BoundQuery {
  readonly sql: string;
  readonly columns: readonly { readonly name: string; readonly value: Bound }[];
}

/** Facts of the server and the session that functions tell. */
export interface Facts {
  readonly version: string;
  readonly edition: string;
  readonly engineEdition: number;
  readonly serverName: string;
  /** Minutes that the server's local time is ahead of UTC. */
  readonly utcOffset: number;
  readonly spid: number;
  readonly login: string;
  readonly user: string;
  readonly transactionCount: number;
  readonly rowCount: number;
  readonly identity: string | null;
  /** Major of the version: 11 is 2012, 16 is 2022. */
  readonly major: number;
  readonly features: Features;
}

/** What translating one statement needs to know. */
export interface Context {
  readonly database: Database;
  readonly databases: ReadonlyMap<string, Database>;
  readonly facts: Facts;
  readonly variables: ReadonlyMap<string, Variable>;
  /** Tables that are read, for the levels of isolation that lock; filled while translating. */
  readonly read: Set<string>;
  readonly expression: (value: Expression, scope: Scope) => Bound;
  readonly condition: (value: Condition, scope: Scope) => string;
  readonly query: (query: Query, scope: Scope) => BoundQuery;
  /** Common table expressions in sight, by name in lower case. */
  readonly commonTables: ReadonlyMap<string, BoundQuery>;
  alias(): string;
  /** Refuses with 229 when the user lacks it. */
  demand(permission: string, object: CatalogObject): void;
  can(
    permission: string,
    on:
      | { readonly class: 'database' | 'server' }
      | { readonly class: 'object'; readonly object: CatalogObject; readonly column?: string | undefined },
  ): boolean;
  /** A table or view by name; refuses with 208. */
  object(name: Name): CatalogObject;
}
