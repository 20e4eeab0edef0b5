import { OracleError } from '../../engine.ts';
import { bound } from '../binding/bound.ts';
import type { Context } from '../binding/context.ts';
import type { Scope, Source } from '../binding/scope.ts';
import type { CatalogObject } from '../catalog/model.ts';
import type { PastTable } from '../extensions.ts';
import { columnName } from '../storage/tables.ts';
import type { Past } from '../syntax/ast.ts';
import { storageOf } from '../values/storage.ts';
import { number, timestamp } from '../values/types.ts';
import { convert, toNumber } from './convert.ts';
import { tableSource } from './table-source.ts';

/** `t as of scn …` and `t versions between …`: another room knows the past, this one the names. */
export function pastSource(
  context: Context,
  object: CatalogObject,
  past: Past,
  exposed: string,
  alias: string,
  parent: Scope,
): { readonly sql: string; readonly sources: readonly Source[] } {
  if (context.flashback === undefined) throw new OracleError(439, 'feature not enabled: Flashback Query');
  context.demand('FLASHBACK', object);
  const stored = object.columns.filter(({ virtualText }) => virtualText === undefined);
  const table: PastTable = {
    objectId: object.id,
    owner: object.owner,
    name: object.name,
    definedAtScn: object.definedAtScn,
    columns: stored.map(({ id, type }) => ({ name: columnName(id), storage: storageOf(type) })),
  };
  const sqlOf = (value: Parameters<Context['expression']>[0]): string => {
    const of = context.expression(value, parent);
    return past.by === 'scn' ? toNumber(of).sql : `(${convert(context, of, { name: 'timestamp with time zone', scale: 9 }).sql}).at`;
  };
  const source = tableSource(context, object, alias, exposed);
  if (past.kind === 'as of') {
    const at = sqlOf(past.at);
    return { sql: `(${context.flashback.asOf(table, past.by === 'scn' ? { scn: at } : { moment: at })}) ${alias}`, sources: [source] };
  }
  const [from, to] = [past.from, past.to].map((value) => (value === undefined ? undefined : sqlOf(value)));
  const pseudo = new Map(source.pseudo);
  for (const [name, type] of [
    ['STARTSCN', number],
    ['ENDSCN', number],
    ['STARTTIME', timestamp],
    ['ENDTIME', timestamp],
    ['XID', { name: 'raw', length: 8 }],
    ['OPERATION', { name: 'varchar2', length: 1 }],
  ] as const)
    pseudo.set(`VERSIONS_${name}`, bound(`${alias}.v_${name.toLowerCase()}`, type));
  return { sql: `(${context.flashback.versions(table, past.by, from, to)}) ${alias}`, sources: [{ ...source, pseudo }] };
}
