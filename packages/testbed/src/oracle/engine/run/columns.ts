import { OracleError } from '../../engine.ts';
import { type Bound, nullBound } from '../binding/bound.ts';
import type { Context } from '../binding/context.ts';
import { emptyScope, type Scope } from '../binding/scope.ts';
import type { CatalogColumn, CatalogObject } from '../catalog/model.ts';
import { columnName } from '../storage/tables.ts';
import type { Name } from '../syntax/ast.ts';
import { partCursor } from '../syntax/grammar.ts';
import type { Assignment } from '../syntax/statement-ast.ts';
import { assigned } from '../translate/assign.ts';

/** Stands for the transaction's number until the statement runs. */
export const transactionMark = '\u0003';

/** The table that a statement writes to. */
export function target(context: Context, name: Name, privilege: string): CatalogObject {
  const object = context.object(name);
  if (object.type === 'VIEW') throw new OracleError(1732, 'data manipulation operation not legal on this view');
  context.demand(privilege, object);
  return object;
}

/** The columns that an insert names, or all, and behind them those that fill themselves. */
export function insertColumns(
  context: Context,
  object: CatalogObject,
  columns: readonly string[],
  at: number,
): { readonly list: string; readonly named: readonly CatalogColumn[]; readonly defaults: readonly string[] } {
  const free = object.columns.filter(({ virtualText, hidden }) => virtualText === undefined && !hidden);
  const named = columns.length > 0 ? columns.map((name) => writable(object, name, at)) : free;
  const others = object.columns.filter(
    (column) =>
      column.virtualText === undefined && !named.includes(column) && (column.defaultText !== undefined || column.identity !== undefined),
  );
  return {
    list: `(${[...named, ...others].map(({ id }) => columnName(id)).join(', ')}, tx)`,
    named,
    defaults: others.map((column) => defaultSql(context, object, column)),
  };
}

export function demandCount(count: number, named: readonly CatalogColumn[]): void {
  if (count > named.length) throw new OracleError(913, 'too many values');
  if (count < named.length) throw new OracleError(947, 'not enough values');
}

/** `c1 = …, tx = …` */
export function setSql(context: Context, object: CatalogObject, set: readonly Assignment[], scope: Scope): string {
  const list = set.map(({ columns, value, at }) => {
    const [name] = columns;
    if (name === undefined || columns.length > 1) throw new OracleError(3001, 'unimplemented feature: SET of several columns at once');
    const column = writable(object, name, at);
    return `${columnName(column.id)} = ${value === 'default' ? defaultSql(context, object, column) : assigned(context, context.expression(value, scope), column, object)}`;
  });
  return [...list, `tx = ${transactionMark}`].join(', ');
}

export function valueSql(context: Context, value: Bound, column: CatalogColumn | undefined, object: CatalogObject): string {
  if (column === undefined) throw new OracleError(913, 'too many values');
  const sql = assigned(context, value, column, object);
  return column.identity?.onNull === true ? `coalesce(${sql}, ${defaultSql(context, object, column)})` : sql;
}

export function defaultSql(context: Context, object: CatalogObject, column: CatalogColumn | undefined): string {
  if (column === undefined) throw new OracleError(913, 'too many values');
  if (column.identity !== undefined) return `nextval('data.i${object.id}')::numeric`;
  if (column.defaultText === undefined) return nullBound(column.type).sql;
  const cursor = partCursor(column.defaultText, context.facts);
  return assigned(context, context.expression(cursor.grammar.expression(cursor), emptyScope), column, object);
}
function writable(object: CatalogObject, name: string, at: number): CatalogColumn {
  const column = object.columns.find((candidate) => candidate.name === name);
  if (column === undefined) throw new OracleError(904, `"${name}": invalid identifier`, { offset: at });
  if (column.virtualText !== undefined) throw new OracleError(54_013, 'INSERT operation disallowed on virtual columns');
  if (column.identity?.always === true) throw new OracleError(32_795, 'cannot insert into a generated always identity column');
  return column;
}
