import { OracleError } from '../../engine.ts';
import type { Context } from '../binding/context.ts';
import { emptyScope, type Scope } from '../binding/scope.ts';
import type { CatalogObject } from '../catalog/model.ts';
import { tableName } from '../storage/tables.ts';
import type { Condition } from '../syntax/ast.ts';
import type { Statement } from '../syntax/statement-ast.ts';
import { translateSources } from '../translate/sources.ts';
import { tableSource } from '../translate/table-source.ts';
import { defaultSql, demandCount, insertColumns, setSql, target, transactionMark, valueSql } from './columns.ts';

type Merge = Extract<Statement, { kind: 'merge' }>;

/** MERGE; its DELETE, which looks at rows as the update left them, is refused where it is parsed. */
export function mergeSql(context: Context, { table, alias: named, using, on, update, insert }: Merge): string {
  const object = target(context, table, update === undefined ? 'INSERT' : 'UPDATE');
  if (insert !== undefined) context.demand('INSERT', object);
  const alias = context.alias();
  const exposed = named ?? table.parts[table.parts.length - 1] ?? '';
  const own: Scope = { sources: [tableSource(context, object, alias, exposed)], parent: undefined, groups: undefined };
  const given = translateSources(context, { from: [using] }, emptyScope);
  const source: Scope = { ...own, sources: given.sources };
  const both: Scope = { ...own, sources: [...own.sources, ...given.sources] };
  // FROM itself leaves DUAL out.
  const from = given.sql === '' ? `(select 1 as one) ${given.sources[0]?.alias ?? 'one'}` : given.sql.replace(/^ from /, '');
  const parts = [`merge into ${tableName(object.id)} as ${alias} using ${from} on ${context.condition(on, both)}`];
  if (update !== undefined) {
    refuseJoined(update.set, on, exposed);
    const when = update.where === undefined ? '' : ` and ${context.condition(update.where, both)}`;
    parts.push(`when matched${when} then update set ${setSql(context, object, update.set, both)}`);
  }
  if (insert !== undefined) parts.push(insertPart(context, object, insert, source, table.at));
  return `${parts.join(' ')} returning ${alias}.row_id`;
}

function insertPart(context: Context, object: CatalogObject, insert: NonNullable<Merge['insert']>, source: Scope, at: number): string {
  const { list, named, defaults } = insertColumns(context, object, insert.columns, at);
  demandCount(insert.values.length, named);
  const values = insert.values.map((value, index) =>
    value === 'default'
      ? defaultSql(context, object, named[index])
      : valueSql(context, context.expression(value, source), named[index], object),
  );
  const when = insert.where === undefined ? '' : ` and ${context.condition(insert.where, source)}`;
  return `when not matched${when} then insert ${list} values (${[...values, ...defaults, transactionMark].join(', ')})`;
}

/** What finds a row must stay as it is. */
function refuseJoined(set: NonNullable<Merge['update']>['set'], on: Condition, exposed: string): void {
  const found = set.find(({ columns }) => columns.some((column) => mentions(on, column, exposed)));
  if (found !== undefined)
    throw new OracleError(38_104, `Columns referenced in the ON Clause cannot be updated: "${found.columns.join('"."')}"`, {
      offset: found.at,
    });
}

/** A column of the table that is written: another one of that name, of the source, may be set from. */
function mentions(part: unknown, column: string, exposed: string): boolean {
  if (typeof part !== 'object' || part === null) return false;
  if ('parts' in part && Array.isArray(part.parts)) {
    const [last, qualifier] = [...part.parts].reverse();
    return last === column && (qualifier === undefined || qualifier === exposed);
  }
  return Object.values(part).some((inner) => mentions(inner, column, exposed));
}
