import { SqlServerError } from '../../engine.ts';
import type { CatalogObject } from '../catalog/model.ts';
import type { Name } from '../syntax/ast.ts';
import type { Bound } from './bound.ts';

export interface ScopeColumn {
  readonly name: string;
  readonly value: Bound;
}

/** A table, view, function or derived table in FROM. */
export interface Source {
  /** Its alias, or the last part of its name. */
  readonly exposed: string;
  readonly schema: string | undefined;
  readonly columns: readonly ScopeColumn[];
  readonly object: CatalogObject | undefined;
  /** PostgreSQL's alias of it. */
  readonly alias: string;
}

/** The names that an expression may use; a subquery also sees those of what it stands in. */
export interface Scope {
  readonly sources: readonly Source[];
  readonly parent: Scope | undefined;
  /** SQL of what is grouped by, where the query has groups: other columns stand in aggregates alone. */
  readonly groups: ReadonlySet<string> | undefined;
}

export const emptyScope: Scope = { sources: [], parent: undefined, groups: undefined };

export interface Resolved {
  readonly value: Bound;
  readonly source: Source;
  readonly column: string;
  /** Not of an outer query. */
  readonly isLocal: boolean;
}

/** Refuses with 207, 209 or 4104. */
export function resolve(name: Name, scope: Scope): Resolved {
  const found = find(name, scope, true);
  if (found !== undefined) return found;
  const last = name.parts[name.parts.length - 1] ?? '';
  if (name.parts.length === 1 || hasSource(name, scope))
    throw new SqlServerError(207, `Invalid column name '${last}'.`, { line: name.line });
  throw new SqlServerError(4104, `The multi-part identifier "${name.parts.join('.')}" could not be bound.`, { line: name.line });
}

export function find(name: Name, scope: Scope, isLocal = true): Resolved | undefined {
  const column = (name.parts[name.parts.length - 1] ?? '').toLowerCase();
  const qualifier = name.parts.slice(0, -1);
  const found = scope.sources
    .filter((source) => isMeant(source, qualifier))
    .flatMap((source) =>
      source.columns.filter((candidate) => candidate.name.toLowerCase() === column).map((candidate) => ({ source, candidate })),
    );
  if (found.length > 1) throw new SqlServerError(209, `Ambiguous column name '${name.parts[name.parts.length - 1]}'.`, { line: name.line });
  const [first] = found;
  if (first !== undefined) return { value: first.candidate.value, source: first.source, column: first.candidate.name, isLocal };
  return scope.parent === undefined ? undefined : find(name, scope.parent, false);
}

function isMeant(source: Source, qualifier: readonly string[]): boolean {
  const [table, schema] = [...qualifier].reverse();
  if (table === undefined) return true;
  if (source.exposed.toLowerCase() !== table.toLowerCase()) return false;
  return schema === undefined || schema === '' || source.schema?.toLowerCase() === schema.toLowerCase();
}

function hasSource(name: Name, scope: Scope): boolean {
  return (
    scope.sources.some((source) => isMeant(source, name.parts.slice(0, -1))) ||
    (scope.parent !== undefined && hasSource(name, scope.parent))
  );
}
