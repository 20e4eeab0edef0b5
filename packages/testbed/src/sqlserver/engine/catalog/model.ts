import type { SqlType } from '../../engine.ts';

/** A database as the engine sees it: read anew when a definition has changed somewhere. */
export interface Database {
  readonly id: number;
  readonly name: string;
  readonly collation: string;
  readonly snapshotAllowed: boolean;
  readonly readCommittedSnapshot: boolean;
  readonly isTracking: boolean;
  readonly isCdcEnabled: boolean;
  /** By name in lower case. */
  readonly schemas: ReadonlyMap<string, { readonly id: number; readonly name: string }>;
  /** By `schema.name` in lower case. */
  readonly objects: ReadonlyMap<string, CatalogObject>;
  readonly byId: ReadonlyMap<number, CatalogObject>;
}

export interface CatalogObject {
  readonly id: number;
  readonly schema: string;
  readonly name: string;
  readonly kind: 'table' | 'view';
  readonly columns: readonly CatalogColumn[];
  readonly indexes: readonly CatalogIndex[];
  /** Of a view. */
  readonly definition: string | undefined;
  readonly tracked: { readonly trackColumns: boolean } | undefined;
}

export interface CatalogColumn {
  readonly id: number;
  readonly name: string;
  readonly type: SqlType;
  /** As `sys.types` calls it. */
  readonly declared: string;
  readonly nullable: boolean;
  readonly isIdentity: boolean;
  readonly isComputed: boolean;
  readonly hasDefault: boolean;
}

export interface CatalogIndex {
  readonly id: number;
  readonly name: string | undefined;
  readonly isUnique: boolean;
  readonly isPrimaryKey: boolean;
  readonly isConstraint: boolean;
  /** Of the key, in order. */
  readonly columns: readonly number[];
}

export function tableSql(object: CatalogObject): string {
  return `data.o${object.id}`;
}

export function primaryKey(object: CatalogObject): CatalogIndex | undefined {
  return object.indexes.find((index) => index.isPrimaryKey);
}
