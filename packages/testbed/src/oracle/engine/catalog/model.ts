import type { OracleType } from '../../engine.ts';

export interface CatalogColumn {
  readonly id: number;
  readonly name: string;
  readonly type: OracleType;
  readonly nullable: boolean;
  readonly defaultText: string | undefined;
  readonly virtualText: string | undefined;
  readonly identity: { readonly always: boolean; readonly onNull: boolean } | undefined;
  readonly hidden: boolean;
}

export interface CatalogConstraint {
  readonly id: number;
  readonly owner: string;
  readonly name: string;
  readonly type: string;
  readonly columns: readonly number[];
  readonly targetId: number | undefined;
}

export interface CatalogObject {
  readonly id: number;
  readonly dataObjectId: number;
  readonly owner: string;
  readonly name: string;
  readonly type: string;
  readonly columns: readonly CatalogColumn[];
  readonly constraints: readonly CatalogConstraint[];
  readonly definition: number;
  readonly definedAtScn: number;
  /** A view's query, a synonym's target as `OWNER.NAME`. */
  readonly text: string | undefined;
  readonly parentId: number | undefined;
  readonly partitioning:
    | {
        readonly type: string;
        readonly columns: readonly string[];
        readonly partitions: readonly { readonly name: string; readonly bound: string }[];
      }
    | undefined;
}

export interface User {
  readonly id: number;
  readonly name: string;
  readonly password: string | undefined;
  readonly locked: boolean;
  readonly isRole: boolean;
}

/** What a container knows: one for each, all read anew when definitions have changed. */
export interface Catalog {
  readonly container: string;
  readonly containerId: number;
  readonly users: ReadonlyMap<string, User>;
  /** By `OWNER.NAME`. */
  readonly objects: ReadonlyMap<string, CatalogObject>;
  readonly byId: ReadonlyMap<number, CatalogObject>;
  readonly indexes: ReadonlyMap<string, number>;
  /** By grantee: `PRIVILEGE` and `PRIVILEGE object-id`, without what roles bring. */
  readonly grants: ReadonlyMap<string, ReadonlySet<string>>;
  readonly roles: ReadonlyMap<string, readonly string[]>;
}

/** Every privilege and role of a user, by roles and by PUBLIC too. */
export function rightsOf(catalog: Catalog, user: string): ReadonlySet<string> {
  const rights = new Set<string>();
  const seen = new Set<string>();
  const visit = (grantee: string): void => {
    if (seen.has(grantee)) return;
    seen.add(grantee);
    for (const right of catalog.grants.get(grantee) ?? []) rights.add(right);
    for (const role of catalog.roles.get(grantee) ?? []) {
      rights.add(role);
      visit(role);
    }
  };
  visit(user);
  visit('PUBLIC');
  return rights;
}
