import { OracleError } from '../../engine.ts';
import type { Bound } from '../binding/bound.ts';
import type { Context } from '../binding/context.ts';
import type { Scope } from '../binding/scope.ts';
import type { Condition, Expression } from '../syntax/ast.ts';
import { aligned } from './compare.ts';
import { toText } from './convert.ts';

export function translateCondition(context: Context, condition: Condition, scope: Scope): string {
  const value = (of: Expression): Bound => context.expression(of, scope);
  switch (condition.kind) {
    case 'and':
    case 'or':
      return `(${context.condition(condition.left, scope)} ${condition.kind} ${context.condition(condition.right, scope)})`;
    case 'not':
      return `(not ${context.condition(condition.of, scope)})`;
    case 'compare':
      return compare(context, condition.operator, condition.left.map(value), condition.right.map(value));
    case 'null':
      return `(${nullable(value(condition.value))} is ${condition.negated ? 'not ' : ''}null)`;
    case 'between': {
      const of = value(condition.value);
      const sql = `(${compare(context, '>=', [of], [value(condition.low)])} and ${compare(context, '<=', [of], [value(condition.high)])})`;
      return condition.negated ? `(not ${sql})` : sql;
    }
    case 'in':
      return membership(context, condition, scope);
    case 'exists':
      return `exists (${context.query(condition.query, scope).sql})`;
    case 'like': {
      const [of, pattern] = [toText(context, value(condition.value)), toText(context, value(condition.pattern))];
      const mark = condition.escape === undefined ? 'null' : value(condition.escape).sql;
      return `(${of.sql} ${condition.negated ? 'not ' : ''}like ora.like_pattern(${pattern.sql}, ${mark}))`;
    }
    case 'json':
      return `(${toText(context, value(condition.value)).sql} is ${condition.negated ? 'not ' : ''}json)`;
    case 'test': {
      const [of, pattern, flags] = condition.call.arguments.map((item) => toText(context, value(item)).sql);
      if (of === undefined || pattern === undefined) throw new OracleError(938, 'not enough arguments for function');
      return `regexp_like(${of}, ${pattern}${flags === undefined ? '' : `, ${flags}`})`;
    }
  }
}

/** A row is null for PostgreSQL when its fields are: `ora.zoned` would be. */
function nullable({ sql, type }: Bound): string {
  return type.name === 'timestamp with time zone' ? `(${sql}).at` : sql;
}

function compare(context: Context, operator: string, left: readonly Bound[], right: readonly Bound[]): string {
  if (left.length !== right.length) throw new OracleError(947, 'not enough values');
  const pairs = left.map((value, index) => {
    const other = right[index];
    if (other === undefined) throw new OracleError(947, 'not enough values');
    const [a, b] = aligned(context, value, other);
    return `${a} ${operator} ${b}`;
  });
  return `(${pairs.join(operator === '<>' ? ' or ' : ' and ')})`;
}

function membership(context: Context, condition: Extract<Condition, { kind: 'in' }>, scope: Scope): string {
  const values = condition.values.map((item) => context.expression(item, scope));
  const not = condition.negated ? 'not ' : '';
  if ('body' in condition.list) {
    const { sql, columns } = context.query(condition.list, scope);
    if (columns.length !== values.length)
      throw new OracleError(
        columns.length > values.length ? 913 : 947,
        columns.length > values.length ? 'too many values' : 'not enough values',
      );
    const alias = context.alias();
    const pairs = columns.map(({ value }, index) => aligned(context, values[index] ?? value, { ...value, sql: `${alias}.k${index + 1}` }));
    return `((${pairs.map(([a]) => a).join(', ')}) ${not}in (select ${pairs.map(([, b]) => b).join(', ')} from (${sql}) ${alias}))`;
  }
  const tests = condition.list.map((row) =>
    compare(
      context,
      '=',
      values,
      row.map((item) => context.expression(item, scope)),
    ),
  );
  return `(${not}(${tests.join(' or ')}))`;
}
