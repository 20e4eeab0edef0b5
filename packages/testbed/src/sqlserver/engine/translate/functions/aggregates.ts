import { SqlServerError, type SqlType } from '../../../engine.ts';
import { type Bound, bound } from '../../binding/bound.ts';
import type { Context } from '../../binding/context.ts';
import type { Scope } from '../../binding/scope.ts';
import type { Expression, Name } from '../../syntax/ast.ts';
import { collationOf } from '../../types/collations.ts';
import { kindOf, postgresType } from '../../types/kinds.ts';
import { sortKey } from '../compare.ts';
import { bigint, int } from './function.ts';

type Call = Extract<Expression, { kind: 'call' }>;

const aggregates = new Set(['count', 'count_big', 'min', 'max', 'sum', 'avg']);

export function isAggregate({ parts }: Name): boolean {
  return parts.length === 1 && aggregates.has((parts[0] ?? '').toLowerCase());
}

/** An aggregate, over groups or over a window. */
export function translateAggregate(context: Context, call: Call, scope: Scope, window: string): Bound {
  const name = (call.name.parts[0] ?? '').toLowerCase();
  if (name === 'count' || name === 'count_big') {
    const [argument] = call.arguments;
    const value = argument === undefined ? undefined : context.expression(argument, { ...scope, groups: undefined });
    if (value === undefined && !call.star)
      throw new SqlServerError(174, `The ${name} function requires 1 argument(s).`, { line: call.name.line });
    const counted = value === undefined ? '*' : call.distinct ? `distinct ${sortKey(value)}` : value.sql;
    const type = name === 'count' ? int : bigint;
    return bound(`count(${counted})${window}::${postgresType(type)}`, type, { nullable: false });
  }
  const [argument] = call.arguments;
  if (argument === undefined) throw new SqlServerError(174, `The ${name} function requires 1 argument(s).`, { line: call.name.line });
  const value = context.expression(argument, { ...scope, groups: undefined });
  if (name === 'min' || name === 'max') return extreme(name, value, window);
  return total(name, value, call.distinct, window);
}

function extreme(name: 'min' | 'max', value: Bound, window: string): Bound {
  const { type, sql } = value;
  if (type.name === 'bit' || ['variant', 'udt'].includes(kindOf(type))) {
    throw new SqlServerError(8117, `Operand data type ${type.name} is invalid for ${name} operator.`);
  }
  const ordered = 'collation' in type ? `${sql} collate ${collationOf(type.collation).postgres}` : sql;
  return { ...value, sql: `${name}(${ordered})${window}`, nullable: true };
}

/** The type of SUM and AVG: Microsoft Learn, "SUM (Transact-SQL)", return types. */
function total(name: string, { sql, type }: Bound, distinct: boolean, window: string): Bound {
  const result = totalType(type, name);
  const raw = `${name}(${distinct ? 'distinct ' : ''}${sql})${window}`;
  if (kindOf(result) === 'integer') {
    const cut = name === 'avg' ? `trunc(${raw})` : raw;
    return bound(`tsql.fit_int(${cut}::bigint, '${result.name}')::${postgresType(result)}`, result);
  }
  return bound(`(${raw})::${postgresType(result)}`, result);
}

function totalType(type: SqlType, name: string): SqlType {
  switch (kindOf(type)) {
    case 'integer':
      return type.name === 'bigint' ? type : int;
    case 'decimal':
      return { name: 'decimal', precision: 38, scale: 'scale' in type ? (name === 'avg' ? Math.max(type.scale, 6) : type.scale) : 0 };
    case 'money':
      return { name: 'money' };
    case 'float':
      return { name: 'float' };
    default:
      throw new SqlServerError(8117, `Operand data type ${type.name} is invalid for ${name} operator.`);
  }
}
