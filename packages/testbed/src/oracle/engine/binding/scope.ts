import { OracleError } from '../../engine.ts';
import type { CatalogObject } from '../catalog/model.ts';
import type { Name } from '../syntax/ast.ts';
import type { Bound } from './bound.ts';

/** A table, view or derived table in FROM. */
export interface Source {
  /** Its alias, or the last part of its name; undefined for a derived table without one. */
  readonly exposed: string | undefined;
  readonly schema: string | undefined;
  readonly columns: readonly { readonly name: string; readonly value: Bound; readonly hidden?: boolean }[];
  readonly object: CatalogObject | undefined;
  /** PostgreSQL's alias of it. */
  readonly alias: string;
  /** Pseudo-columns: ROWID, ORA_ROWSCN, those of versions. */
  readonly pseudo: ReadonlyMap<string, Bound>;
}

export interface Scope {
  readonly sources: readonly Source[];
  readonly parent: Scope | undefined;
  /** SQL of what is grouped by, where the query has groups: other columns stand in aggregates alone. */
  readonly groups: ReadonlySet<string> | undefined;
  /** SQL of ROWNUM and LEVEL, where the query has them. */
  readonly rowNumber?: string | undefined;
  readonly level?: string | undefined;
}

export const emptyScope: Scope = { sources: [], parent: undefined, groups: undefined };

export interface Resolved {
  readonly value: Bound;
  readonly isLocal: boolean;
}

/** Undefined when no source in sight has it; refuses with 918 what several have. */
export function resolve(name: Name, scope: Scope, isLocal = true): Resolved | undefined {
  const column = name.parts[name.parts.length - 1] ?? '';
  const qualifier = name.parts.slice(0, -1);
  const meant = scope.sources.filter((source) => isMeant(source, qualifier));
  const found = meant.flatMap((source) => source.columns.filter((candidate) => candidate.name === column).map(({ value }) => value));
  const pseudo = found.length > 0 ? found : meant.flatMap((source) => source.pseudo.get(column) ?? []);
  if (pseudo.length > 1) throw new OracleError(918, `column ambiguously defined`, { offset: name.at });
  const [value] = pseudo;
  if (value !== undefined) return { value, isLocal };
  return scope.parent === undefined ? undefined : resolve(name, scope.parent, false);
}

export function isMeant({ exposed, schema }: Source, qualifier: readonly string[]): boolean {
  const [table, owner] = [...qualifier].reverse();
  if (table === undefined) return true;
  return exposed === table && (owner === undefined || schema === owner);
}
