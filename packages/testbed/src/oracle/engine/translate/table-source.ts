import { bound } from '../binding/bound.ts';
import type { Context } from '../binding/context.ts';
import type { Scope, Source } from '../binding/scope.ts';
import type { CatalogObject } from '../catalog/model.ts';
import { columnName } from '../storage/tables.ts';
import { partCursor } from '../syntax/grammar.ts';
import { number } from '../values/types.ts';

/** A table's columns; an empty alias stands for names without one, as in a CHECK. */
export function tableSource(context: Context, object: CatalogObject, alias: string, exposed: string): Source {
  const prefix = alias === '' ? '' : `${alias}.`;
  const stored = object.columns.filter(({ virtualText }) => virtualText === undefined);
  const columns = stored.map(({ id, name, type, nullable, hidden }) => ({
    name,
    hidden,
    value: bound(`${prefix}${columnName(id)}`, type, nullable),
  }));
  const rowid = bound(`${prefix}row_id`, { name: 'rowid' }, false);
  const scn = bound(`(select x.end_scn::numeric from redo.transactions x where x.tx = ${prefix}tx)`, number);
  const plain: Source = {
    exposed,
    schema: object.owner,
    columns,
    object,
    alias,
    pseudo: new Map([
      ['ROWID', rowid],
      ['ORA_ROWSCN', scn],
    ]),
  };
  if (stored.length === object.columns.length) return plain;
  const scope: Scope = { sources: [plain], parent: undefined, groups: undefined };
  const all = object.columns.map(({ name, type, hidden, virtualText }) => {
    if (virtualText === undefined) return columns.find((column) => column.name === name) ?? { name, hidden, value: bound('null', type) };
    const cursor = partCursor(virtualText, context.facts);
    const value = context.expression(cursor.grammar.expression(cursor), scope);
    return { name, hidden, value: { ...value, type } };
  });
  return { ...plain, columns: all };
}
