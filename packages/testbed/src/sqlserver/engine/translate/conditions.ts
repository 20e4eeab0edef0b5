import { SqlServerError } from '../../engine.ts';
import type { Bound } from '../binding/bound.ts';
import { commonCollation } from '../binding/common-type.ts';
import type { Context } from '../binding/context.ts';
import type { Scope } from '../binding/scope.ts';
import type { Comparison, Condition } from '../syntax/ast.ts';
import { collationOf } from '../types/collations.ts';
import { collationNameOf, kindOf } from '../types/kinds.ts';
import { aligned, implicit } from './compare.ts';

const operations: Readonly<Record<Comparison, string>> = {
  '=': 'equal to',
  '<>': 'not equal to',
  '<': 'less than',
  '<=': 'less than or equal to',
  '>': 'greater than',
  '>=': 'greater than or equal to',
};

/** A condition as SQL that gives true, false or NULL. */
export function translateCondition(context: Context, condition: Condition, scope: Scope): string {
  const value = (expression: Parameters<Context['expression']>[0]): Bound => context.expression(expression, scope);
  const inner = (part: Condition): string => context.condition(part, scope);
  switch (condition.kind) {
    case 'and':
    case 'or':
      return `(${inner(condition.left)} ${condition.kind} ${inner(condition.right)})`;
    case 'not':
      return `(not ${inner(condition.condition)})`;
    case 'compare':
      return compared(condition.operator, value(condition.left), value(condition.right));
    case 'isNull':
      return `(${value(condition.value).sql} is ${condition.negated ? 'not ' : ''}null)`;
    case 'between': {
      const of = value(condition.value);
      const sql = `(${compared('>=', of, value(condition.low))} and ${compared('<=', of, value(condition.high))})`;
      return condition.negated ? `(not ${sql})` : sql;
    }
    case 'in':
      return translateIn(context, condition, scope);
    case 'like':
      return translateLike(value(condition.value), value(condition.pattern), condition);
    case 'exists':
      return `exists (${context.query(condition.query, scope).sql})`;
  }
}

function compared(operator: Comparison, left: Bound, right: Bound): string {
  const [a, b] = aligned(left, right, operations[operator]);
  return `(${a} ${operator} ${b})`;
}

function translateIn(context: Context, condition: Extract<Condition, { kind: 'in' }>, scope: Scope): string {
  const of = context.expression(condition.value, scope);
  const not = condition.negated ? 'not ' : '';
  if (!('kind' in condition.list)) {
    return `(${not}(${condition.list.map((item) => compared('=', of, context.expression(item, scope))).join(' or ')}))`;
  }
  const { sql, columns } = context.query(condition.list, scope);
  const [column] = columns;
  if (column === undefined || columns.length > 1) {
    throw new SqlServerError(
      116,
      'Only one expression can be specified in the select list when the subquery is not introduced with EXISTS.',
    );
  }
  const alias = context.alias();
  const [a, b] = aligned(of, { ...column.value, sql: `${alias}.k1` }, operations['=']);
  return `(${a} ${not}in (select ${b} from (${sql}) ${alias}))`;
}

/** Without an escape character nothing is escaped; `[…]` stands for one character, of which `[%]`, `[_]` and `[[]` are understood here. */
function translateLike(value: Bound, pattern: Bound, { escape, negated }: Extract<Condition, { kind: 'like' }>): string {
  const text =
    kindOf(value.type) === 'text'
      ? value
      : implicit(value, { name: 'nvarchar', length: 4000, collation: collationNameOf(pattern.type) ?? '' });
  if (kindOf(pattern.type) !== 'text')
    throw new SqlServerError(8116, `Argument data type ${pattern.type.name} is invalid for argument 2 of like function.`);
  const collation = commonCollation(text, pattern, 'like') ?? '';
  const used = escape ?? '\\';
  const escaped = escape === undefined ? `replace(${pattern.sql}, '\\', '\\\\')` : pattern.sql;
  const wildcards = ['[%]', '[_]', '[[]'].reduce((sql, set) => `replace(${sql}, '${set}', '${used}${set[1]}')`, escaped);
  return `(${text.sql} collate ${collationOf(collation).postgres} ${negated ? 'not ' : ''}like tsql.like_pattern(${wildcards}) escape '${used.replaceAll("'", "''")}')`;
}
