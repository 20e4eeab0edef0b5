import { SqlServerError, type SqlType } from '../../engine.ts';
import { type Bound, bound, nullBound } from '../binding/bound.ts';
import { commonType } from '../binding/common-type.ts';
import type { Context } from '../binding/context.ts';
import { find, resolve, type Scope } from '../binding/scope.ts';
import type { Expression, Name } from '../syntax/ast.ts';
import { decodeText, encodeText } from '../types/code-pages.ts';
import { collationOf } from '../types/collations.ts';
import { isUnicode, kindOf } from '../types/kinds.ts';
import { namedType } from '../types/names.ts';
import { encode, literal } from '../types/values.ts';
import { arithmetic } from './arithmetic.ts';
import { implicit } from './compare.ts';
import { convert } from './convert.ts';
import { tried } from './convert-try.ts';
import { isAggregate } from './functions/aggregates.ts';
import { translateCall } from './functions/call.ts';
import { isMethod, translateMethod } from './methods.ts';

/** An expression with its type. Where the query has groups, what is grouped by is recognised by its SQL. */
export function translateExpression(context: Context, expression: Expression, scope: Scope): Bound {
  if (scope.groups !== undefined && scope.groups.size > 0 && !['literal', 'variable', 'null'].includes(expression.kind)) {
    const plain = grouped(context, expression, scope);
    if (plain !== undefined) return plain;
  }
  return translate(context, expression, scope);
}

/** A value that is grouped by: of the texts that the collation takes for one, the least. */
function grouped(context: Context, expression: Expression, scope: Scope): Bound | undefined {
  if (expression.kind === 'call' && expression.over === undefined && isAggregate(expression.name)) return undefined;
  const plain = translate(context, expression, { ...scope, groups: undefined });
  if (scope.groups?.has(plain.sql) !== true) return undefined;
  return kindOf(plain.type) === 'text' ? { ...plain, sql: `min(${plain.sql} collate "C")` } : plain;
}

function translate(context: Context, expression: Expression, scope: Scope): Bound {
  switch (expression.kind) {
    case 'null':
      return nullBound();
    case 'literal':
      return translateLiteral(context, expression);
    case 'variable':
      return translateVariable(context, expression);
    case 'name':
      return translateName(context, expression.name, scope);
    case 'unary':
      return translateUnary(expression.operator, context.expression(expression.operand, scope));
    case 'binary':
      return arithmetic(expression.operator, context.expression(expression.left, scope), context.expression(expression.right, scope));
    case 'call':
      return isMethod(expression.name)
        ? methodCall(context, expression.name, expression.arguments, scope)
        : translateCall(context, expression, scope);
    case 'method':
      return translateMethod(
        context,
        context.expression(expression.of, scope),
        expression.method,
        expression.arguments.map((value) => context.expression(value, scope)),
      );
    case 'case':
      return translateCase(context, expression, scope);
    case 'convert':
      return translateConvert(context, expression, scope);
    case 'collate': {
      const value = context.expression(expression.value, scope);
      if (!('collation' in value.type))
        throw new SqlServerError(447, `Expression type ${value.type.name} is invalid for COLLATE clause.`, { line: expression.line });
      const target = { ...value.type, collation: expression.collation };
      collationOf(expression.collation);
      return { ...convert(value, target), type: target, coercibility: 'explicit' };
    }
    case 'subquery': {
      const { sql, columns } = context.query(expression.query, scope);
      const [column] = columns;
      if (column === undefined || columns.length > 1)
        throw new SqlServerError(
          116,
          'Only one expression can be specified in the select list when the subquery is not introduced with EXISTS.',
        );
      return { ...column.value, sql: `(${sql})`, nullable: true };
    }
  }
}

function translateLiteral(context: Context, { type, text }: Extract<Expression, { kind: 'literal' }>): Bound {
  if (type === 'string' || type === 'nstring') {
    const { collation } = context.database;
    const page = collationOf(collation).codePage;
    // Without N the text goes through the database's code page, whatever it is then compared with.
    const kept = type === 'nstring' ? text : decodeText(encodeText(text, page), page);
    const most = type === 'nstring' ? 4000 : 8000;
    const exact: SqlType = {
      name: type === 'nstring' ? 'nvarchar' : 'varchar',
      length: kept.length > most ? 'max' : Math.max(kept.length, 1),
      collation,
    };
    return bound(literal(encode(kept, exact), exact), exact, { nullable: false });
  }
  if (type.name === 'varbinary') {
    const hex = text.slice(2);
    return bound(`'\\x${hex.length % 2 === 1 ? '0' : ''}${hex}'::bytea`, type, { nullable: false });
  }
  if (type.name === 'numeric')
    return bound(`${text.startsWith('.') ? '0' : ''}${text.replace(/\.$/, '')}::numeric(${type.precision},${type.scale})`, type, {
      nullable: false,
    });
  return bound(type.name === 'float' ? `${text}::float8` : `${text}`, type, { nullable: false });
}

function translateVariable(context: Context, { name, line }: Extract<Expression, { kind: 'variable' }>): Bound {
  if (name.startsWith('@@'))
    return translateCall(
      context,
      { kind: 'call', name: { parts: [name], line }, arguments: [], star: false, distinct: false, over: undefined },
      { sources: [], parent: undefined, groups: undefined },
    );
  const variable = context.variables.get(name.toLowerCase());
  if (variable === undefined) throw new SqlServerError(137, `Must declare the scalar variable "${name}".`, { severity: 15, line });
  return bound(literal(variable.text, variable.type), variable.type);
}

function translateName(context: Context, name: Name, scope: Scope): Bound {
  const last = name.parts[name.parts.length - 1] ?? '';
  if (name.parts.length > 1 && isMethod(name) && find(name, scope) === undefined) return methodCall(context, name, [], scope);
  const { value, source, column, isLocal } = resolve(name, scope);
  if (isLocal && scope.groups !== undefined) {
    throw new SqlServerError(
      8120,
      `Column '${source.exposed}.${column}' is invalid in the select list because it is not contained in either an aggregate function or the GROUP BY clause.`,
      { line: name.line },
    );
  }
  if (source.object !== undefined && !context.can('SELECT', { class: 'object', object: source.object, column })) {
    throw new SqlServerError(
      230,
      `The SELECT permission was denied on the column '${last}' of the object '${source.object.name}', database '${context.database.name}', schema '${source.object.schema}'.`,
      { severity: 14, line: name.line },
    );
  }
  return value;
}

/** `c.STSrid`, `c.ToString()`: the last part is what is asked of the column before it. */
function methodCall(context: Context, name: Name, list: readonly Expression[], scope: Scope): Bound {
  const of = context.expression({ kind: 'name', name: { ...name, parts: name.parts.slice(0, -1) } }, scope);
  return translateMethod(
    context,
    of,
    name.parts[name.parts.length - 1] ?? '',
    list.map((value) => context.expression(value, scope)),
  );
}

function translateUnary(operator: '-' | '+' | '~', value: Bound): Bound {
  if (operator === '+') return value;
  const kind = kindOf(value.type);
  if (operator === '~' ? kind !== 'integer' && kind !== 'bit' : !['integer', 'decimal', 'money', 'float'].includes(kind)) {
    throw new SqlServerError(8117, `Operand data type ${value.type.name} is invalid for ${operator === '-' ? 'minus' : "'~'"} operator.`);
  }
  if (operator === '~' && kind === 'bit') return { ...value, sql: `(1 - ${value.sql})` };
  return { ...value, sql: `(${operator} ${value.sql})` };
}

function translateCase(context: Context, expression: Extract<Expression, { kind: 'case' }>, scope: Scope): Bound {
  const branches = expression.branches.map(({ when, result }) => ({
    when: context.condition(when, scope),
    result: context.expression(result, scope),
  }));
  const otherwise = expression.otherwise === undefined ? nullBound() : context.expression(expression.otherwise, scope);
  const values = [...branches.map(({ result }) => result), otherwise];
  if (values.every((value) => value.isNull === true))
    throw new SqlServerError(
      8133,
      'At least one of the result expressions in a CASE specification must be an expression other than the NULL constant.',
    );
  const type = commonType(values);
  const sql = branches.map(({ when, result }) => `when ${when} then ${implicit(result, type).sql}`).join(' ');
  const coercibility = values.find((value) => value.coercibility !== 'default')?.coercibility ?? 'default';
  return bound(`(case ${sql} else ${implicit(otherwise, type).sql} end)`, type, {
    nullable: values.some((value) => value.nullable),
    coercibility,
  });
}

function translateConvert(context: Context, expression: Extract<Expression, { kind: 'convert' }>, scope: Scope): Bound {
  const value = context.expression(expression.value, scope);
  const own = isText(value.type) && 'collation' in value.type ? value.type.collation : context.database.collation;
  const { type } = namedType(expression.type, own, 30);
  const style = expression.style === undefined ? undefined : styleOf(expression.style);
  return expression.isTry ? tried(value, type, style) : convert(value, type, style);
}

function isText(type: SqlType): boolean {
  return kindOf(type) === 'text' && (isUnicode(type) || 'collation' in type);
}

function styleOf(expression: Expression): number {
  if (expression.kind === 'literal' && typeof expression.type !== 'string' && expression.type.name === 'int')
    return Number(expression.text);
  throw new SqlServerError(40510, 'A style of CONVERT that is not a number in the statement is not supported by this server.');
}
