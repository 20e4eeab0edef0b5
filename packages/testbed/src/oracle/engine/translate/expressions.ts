import { OracleError } from '../../engine.ts';
import { type Bound, bound, nullBound } from '../binding/bound.ts';
import { bindMark, type Context } from '../binding/context.ts';
import { resolve, type Scope } from '../binding/scope.ts';
import { quote } from '../quote.ts';
import type { Expression, Name } from '../syntax/ast.ts';
import { intervalSeconds, monthsOf, zonedLiteral } from '../values/codec.ts';
import { secondsOf } from '../values/moments.ts';
import { storageOf } from '../values/storage.ts';
import { kindOf, namedType, number, varchar2 } from '../values/types.ts';
import { arithmetic } from './arithmetic.ts';
import { sized } from './assign.ts';
import { commonType, convert, toNumber, toText } from './convert.ts';
import { isAggregate, translateCall } from './functions/call.ts';

/** An expression with its type. Where the query has groups, what is grouped by is recognised by its SQL. */
export function translateExpression(context: Context, expression: Expression, scope: Scope): Bound {
  if (
    scope.groups !== undefined &&
    !['number', 'string', 'bind', 'null'].includes(expression.kind) &&
    !(expression.kind === 'call' && isAggregate(expression))
  ) {
    const plain = translate(context, expression, { ...scope, groups: undefined });
    if (scope.groups.has(plain.sql)) return plain;
  }
  return translate(context, expression, scope);
}

function translate(context: Context, expression: Expression, scope: Scope): Bound {
  const value = (of: Expression): Bound => context.expression(of, scope);
  switch (expression.kind) {
    case 'null':
      return nullBound();
    case 'number':
      return numberLiteral(expression.text);
    case 'string':
    case 'national':
      return textLiteral(context, expression);
    case 'moment':
      return momentLiteral(expression);
    case 'interval':
      return intervalLiteral(expression);
    case 'bind': {
      const type = context.binds[expression.place];
      if (type === undefined) throw new OracleError(1008, 'not all variables bound');
      return bound(`(${bindMark(expression.place)})`, type);
    }
    case 'name':
      return translateName(context, expression.name, scope);
    case 'negation': {
      const of = value(expression.value);
      return ['seconds', 'months', 'float'].includes(kindOf(of.type))
        ? { ...of, sql: `(- ${of.sql})` }
        : { ...toNumber(of), sql: `(- ${toNumber(of).sql})`, type: number };
    }
    case 'binary':
      return arithmetic(context, expression.operator, value(expression.left), value(expression.right));
    case 'call':
      return translateCall(context, expression, scope);
    case 'case':
      return translateCase(context, expression, scope);
    case 'cast': {
      const type = namedType(expression.type, context.facts.major);
      return sized(convert(context, value(expression.value), type), undefined);
    }
    case 'extract':
      return extraction(expression.field, value(expression.value));
    case 'zone': {
      const of = convert(context, value(expression.value), { name: 'timestamp with time zone', scale: 9 });
      const zone =
        expression.zone === 'LOCAL'
          ? quote(context.facts.settings.get('TIME_ZONE') ?? '+00:00')
          : toText(context, value(expression.zone)).sql;
      return { ...of, sql: `row((${of.sql}).at, ${zone})::ora.zoned` };
    }
    case 'trim': {
      const of = toText(context, value(expression.value));
      const set = expression.set === undefined ? "' '" : value(expression.set).sql;
      const name = { LEADING: 'ltrim', TRAILING: 'rtrim', BOTH: 'btrim' }[expression.side];
      return { ...of, sql: `nullif(${name}(${of.sql}, ${set}), '')`, type: of.type.name === 'char' ? varchar2(of.type.length) : of.type };
    }
    case 'subquery': {
      const { sql, columns } = context.query(expression.query, scope);
      const [column] = columns;
      if (column === undefined || columns.length > 1) throw new OracleError(913, 'too many values');
      return { ...column.value, sql: `(${sql})`, nullable: true };
    }
  }
}

function numberLiteral(text: string): Bound {
  if (/[fd]$/i.test(text)) {
    const type = { name: /f$/i.test(text) ? 'binary_float' : 'binary_double' } as const;
    return bound(`'${text.slice(0, -1)}'::${storageOf(type)}`, type, false);
  }
  return { ...bound(`'${text}'::numeric`, number, false), constant: text };
}

/** A literal is a CHAR: without its blanks compared with another. */
function textLiteral({ facts }: Context, { kind, text }: { readonly kind: string; readonly text: string }): Bound {
  if (text === '') return nullBound();
  if (kind === 'national')
    return { ...bound(`${quote(text)}::text`, { name: 'nchar', length: text.length * 2, characters: text.length }, false), constant: text };
  const kept = facts.characterSet.encode(text);
  const length = facts.characterSet.isUnicode ? Buffer.byteLength(kept) : kept.length;
  if (length > 4000) throw new OracleError(1704, 'string literal too long');
  return { ...bound(`${quote(kept)}::text`, { name: 'char', length }, false), constant: text };
}

function momentLiteral({ form, text }: { readonly form: string; readonly text: string }): Bound {
  if (form === 'DATE') return bound(`${secondsOf(text)}::numeric`, { name: 'date' }, false);
  const zone = /^(.*:\d{2}(?:\.\d+)?)\s*([+-]\d{1,2}:\d{2}|[A-Za-z_]+(?:\/[A-Za-z_]+)?)$/.exec(text);
  if (zone !== null) return bound(zonedLiteral(`${zone[1]} ${zone[2]}`), { name: 'timestamp with time zone', scale: 9 }, false);
  return bound(`${secondsOf(text)}::numeric`, { name: 'timestamp', scale: 9 }, false);
}

function intervalLiteral({ text, from, to }: { readonly text: string; readonly from: string; readonly to: string }): Bound {
  if (from === 'YEAR' || from === 'MONTH') {
    const months = to === 'MONTH' && from === 'YEAR' ? monthsOf(text) : String(Number(text) * (from === 'YEAR' ? 12 : 1));
    return bound(`'${months}'::numeric`, { name: 'interval year to month', precision: 9 }, false);
  }
  const unit = { DAY: 86_400, HOUR: 3600, MINUTE: 60, SECOND: 1 }[from] ?? 1;
  const seconds =
    from === to ? `(${quote(text)}::numeric * ${unit})` : from === 'DAY' && to === 'SECOND' ? intervalSeconds(text) : undefined;
  if (seconds === undefined) throw new OracleError(3001, `unimplemented feature: INTERVAL ${from} TO ${to}`);
  return bound(`(${seconds})::numeric`, { name: 'interval day to second', precision: 9, scale: 9 }, false);
}

/** Functions that stand without parentheses. */
const bare = new Set([
  'SYSDATE',
  'SYSTIMESTAMP',
  'CURRENT_DATE',
  'CURRENT_TIMESTAMP',
  'LOCALTIMESTAMP',
  'USER',
  'UID',
  'SESSIONTIMEZONE',
  'DBTIMEZONE',
]);

function translateName(context: Context, name: Name, scope: Scope): Bound {
  const found = resolve(name, scope);
  if (found !== undefined) {
    if (found.isLocal && scope.groups !== undefined) throw new OracleError(979, 'not a GROUP BY expression', { offset: name.at });
    return found.value;
  }
  const variable = context.variables.get(name.parts.join('.'));
  if (variable !== undefined) return variable;
  const known =
    name.parts.length === 1 ? pseudo(context, name, scope) : (sequenceValue(context, name) ?? translateCallOrNothing(context, name, scope));
  if (known !== undefined) return known;
  throw new OracleError(904, `${name.parts.map((part) => `"${part}"`).join('.')}: invalid identifier`, { offset: name.at });
}

function pseudo(context: Context, name: Name, scope: Scope): Bound | undefined {
  const [first = ''] = name.parts;
  if (first === 'ROWNUM' && scope.rowNumber !== undefined) return bound(scope.rowNumber, number, false);
  if (first === 'LEVEL' && scope.level !== undefined) return bound(scope.level, number, false);
  if (bare.has(first)) return call(context, name, scope);
  // SQL has no such word before 23ai; blocks always had, for arguments.
  if ((first === 'TRUE' || first === 'FALSE') && (context.facts.major >= 23 || context.isBlock))
    return bound(first.toLowerCase(), { name: 'boolean' }, false);
  return undefined;
}

function sequenceValue(context: Context, name: Name): Bound | undefined {
  const last = name.parts[name.parts.length - 1] ?? '';
  const sequence = last === 'NEXTVAL' || last === 'CURRVAL' ? context.find({ parts: name.parts.slice(0, -1), at: name.at }) : undefined;
  if (sequence?.type !== 'SEQUENCE') return undefined;
  context.demand('SELECT', sequence);
  return bound(`${last.toLowerCase()}('data.q${sequence.id}')::numeric`, number, false);
}

function call(context: Context, name: Name, scope: Scope): Bound {
  return translateCall(
    context,
    { kind: 'call', name, arguments: [], names: [], star: false, distinct: false, within: undefined, over: undefined },
    scope,
  );
}

/** `dbms_flashback.get_system_change_number` has no parentheses. */
function translateCallOrNothing(context: Context, name: Name, scope: Scope): Bound | undefined {
  return name.parts[0]?.startsWith('DBMS_') === true ? call(context, name, scope) : undefined;
}

function translateCase(context: Context, expression: Extract<Expression, { kind: 'case' }>, scope: Scope): Bound {
  const branches = expression.branches.map(({ when, result }) => ({
    when: context.condition(when, scope),
    result: context.expression(result, scope),
  }));
  const otherwise = expression.otherwise === undefined ? nullBound() : context.expression(expression.otherwise, scope);
  const type = commonType([...branches.map(({ result }) => result), otherwise]);
  const sql = branches.map(({ when, result }) => `when ${when} then ${convert(context, result, type).sql}`).join(' ');
  return bound(`(case ${sql} else ${convert(context, otherwise, type).sql} end)`, type);
}

function extraction(field: string, { sql, type }: Bound): Bound {
  const kind = kindOf(type);
  const utc = kind === 'zoned' ? `(${sql}).at` : sql;
  const part = field.toLowerCase();
  if (kind === 'months') return bound(part === 'year' ? `trunc(${sql} / 12)` : `mod(${sql}, 12)`, number);
  if (kind === 'seconds') {
    const parts: Readonly<Record<string, string>> = {
      day: `trunc(${sql} / 86400)`,
      hour: `trunc(mod(${sql}, 86400) / 3600)`,
      minute: `trunc(mod(${sql}, 3600) / 60)`,
      second: `mod(${sql}, 60)`,
    };
    return bound(parts[part] ?? 'null', number);
  }
  if (part === 'second') return bound(`mod(${utc} - floor(${utc} / 60) * 60, 60)`, number);
  if (!['year', 'month', 'day', 'hour', 'minute'].includes(part)) throw new OracleError(30_076, 'invalid extract field for extract source');
  return bound(`extract(${part} from ora.ts(${utc}))`, number);
}
