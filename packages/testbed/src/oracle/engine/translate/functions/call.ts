import { OracleError } from '../../../engine.ts';
import { type Bound, bound } from '../../binding/bound.ts';
import type { Context } from '../../binding/context.ts';
import type { Scope } from '../../binding/scope.ts';
import type { Call } from '../../syntax/ast.ts';
import { kindOf, number, varchar2 } from '../../values/types.ts';
import { sortKey } from '../compare.ts';
import { toNumber, toText } from '../convert.ts';
import { orderSql } from '../order.ts';
import { dateFunctions } from './dates.ts';
import type { SqlFunction } from './function.ts';
import { serverFunctions } from './server.ts';
import { textFunctions } from './texts.ts';
import { valueFunctions } from './values.ts';

const functions: Readonly<Record<string, SqlFunction>> = { ...textFunctions, ...dateFunctions, ...valueFunctions, ...serverFunctions };

const aggregates = new Set(['COUNT', 'MIN', 'MAX', 'SUM', 'AVG', 'LISTAGG']);
const ranking = new Set(['ROW_NUMBER', 'RANK', 'DENSE_RANK', 'LAG', 'LEAD']);

export function isAggregate({ name, over }: Call): boolean {
  return over === undefined && name.parts.length === 1 && aggregates.has(name.parts[0] ?? '');
}

export function translateCall(context: Context, call: Call, scope: Scope): Bound {
  const name = call.name.parts.join('.');
  if (aggregates.has(name) || (ranking.has(name) && call.over !== undefined)) return aggregate(context, call, name, scope);
  const plain = name.startsWith('SYS.') ? name.slice(4) : name;
  const found = Object.hasOwn(functions, plain) ? functions[plain] : undefined;
  if (found === undefined)
    throw new OracleError(904, `${call.name.parts.map((part) => `"${part}"`).join('.')}: invalid identifier`, { offset: call.name.at });
  const [least, most] = found.arguments;
  if (call.arguments.length < least) throw new OracleError(938, 'not enough arguments for function', { offset: call.name.at });
  if (call.arguments.length > most) throw new OracleError(939, 'too many arguments for function', { offset: call.name.at });
  return found.translate(
    call.arguments.map((value) => context.expression(value, scope)),
    context,
  );
}

function aggregate(context: Context, call: Call, name: string, scope: Scope): Bound {
  const isWindow = call.over !== undefined;
  const inner: Scope = isWindow ? scope : { ...scope, groups: undefined };
  if (!isWindow && scope.groups === undefined) throw new OracleError(934, 'group function is not allowed here', { offset: call.name.at });
  const values = call.arguments.map((value) => context.expression(value, inner));
  const [first] = values;
  const over = call.over === undefined ? '' : ` over (${windowSql(context, call.over, inner)})`;
  const distinct = call.distinct ? 'distinct ' : '';
  if (name === 'COUNT')
    return bound(`count(${call.star ? '*' : `${distinct}${first === undefined ? '*' : sortKey(first)}`})${over}::numeric`, number, false);
  if (ranking.has(name) && first === undefined) return bound(`${name.toLowerCase()}()${over}::numeric`, number, false);
  if (first === undefined) throw new OracleError(938, 'not enough arguments for function', { offset: call.name.at });
  if (name === 'LISTAGG') {
    const separator = values[1] === undefined ? "''" : toText(context, values[1]).sql;
    return bound(`string_agg(${toText(context, first).sql}, ${separator}${orderSql(context, call.within ?? [], inner)})`, varchar2(4000));
  }
  return ofValue(name, first, values[1], { over, distinct });
}

function ofValue(
  name: string,
  first: Bound,
  second: Bound | undefined,
  { over, distinct }: { readonly over: string; readonly distinct: string },
): Bound {
  if (name === 'LAG' || name === 'LEAD')
    return {
      ...first,
      sql: `${name.toLowerCase()}(${first.sql}${second === undefined ? '' : `, ${second.sql}::int`})${over}`,
      nullable: true,
    };
  if (name === 'SUM' || name === 'AVG') {
    const of = kindOf(first.type) === 'seconds' || kindOf(first.type) === 'float' ? first : toNumber(first);
    const sql = `${name.toLowerCase()}(${distinct}${of.sql})${over}`;
    return bound(name === 'AVG' && kindOf(of.type) === 'number' ? `ora.rounded(${sql})` : sql, of.type);
  }
  return extreme(name, first, over);
}

/** MIN and MAX; PostgreSQL has none of bytes and of moments with their zone. */
function extreme(name: string, first: Bound, over: string): Bound {
  if (kindOf(first.type) === 'zoned')
    return bound(`(array_agg(${first.sql} order by (${first.sql}).at ${name === 'MAX' ? 'desc nulls last' : ''}))[1]`, first.type);
  return bound(
    kindOf(first.type) === 'bytes'
      ? `(array_agg(${first.sql} order by ${first.sql} ${name === 'MAX' ? 'desc nulls last' : ''}))[1]`
      : `${name.toLowerCase()}(${sortKey(first)})${over}`,
    first.type,
  );
}

function windowSql(context: Context, { partitionBy, orderBy }: NonNullable<Call['over']>, scope: Scope): string {
  const keys = partitionBy.map((value) => sortKey(context.expression(value, scope)));
  return `${keys.length === 0 ? '' : `partition by ${keys.join(', ')}`}${orderSql(context, orderBy, scope)}`;
}
