import type { Context } from '../binding/context.ts';
import type { QueryBody, TableSource } from '../syntax/ast.ts';
import { isAggregate } from './functions/call.ts';

/** `select 1, 'a' from dual` and no more: one row of values, of which a union can be made as one list. */
export function isRowOfDual(context: Context, body: QueryBody): boolean {
  if (body.kind !== 'select') return false;
  const { distinct, from, where, levels, groupBy, having, items } = body;
  const isBare = !distinct && where === undefined && levels === undefined && groupBy.length === 0 && having === undefined;
  return isBare && from.length === 1 && from.every((source) => isDual(context, source)) && !items.some(isOfMoreRows);
}

function isDual(context: Context, source: TableSource): boolean {
  if (source.kind !== 'table' || source.past !== undefined || source.partition !== undefined) return false;
  const name = source.name.parts.join('.');
  const isMeant = name === 'SYS.DUAL' || (name === 'DUAL' && !context.commonTables.has(name));
  return isMeant && context.find(source.name) === undefined;
}

/** Aggregates, windows and ROWNUM are of a query, not of a row. */
function isOfMoreRows(part: unknown): boolean {
  if (typeof part !== 'object' || part === null) return false;
  if (Array.isArray(part)) return part.some(isOfMoreRows);
  if ('kind' in part && part.kind === 'star') return true;
  if ('kind' in part && part.kind === 'call') {
    // The kind tells which of the tree's parts it is.
    const call = part as Parameters<typeof isAggregate>[0];
    if (call.over !== undefined || isAggregate(call)) return true;
  }
  if ('parts' in part && Array.isArray(part.parts) && part.parts.includes('ROWNUM')) return true;
  return Object.values(part).some(isOfMoreRows);
}
