import { SqlServerError, type SqlType } from '../../../engine.ts';
import { type Bound, bound, nullBound } from '../../binding/bound.ts';
import type { Context } from '../../binding/context.ts';
import type { Scope } from '../../binding/scope.ts';
import type { Expression } from '../../syntax/ast.ts';
import { kindOf } from '../../types/kinds.ts';
import { convert } from '../convert.ts';
import { type Functions, int } from './function.ts';

const seven: SqlType = { name: 'datetime2', scale: 7 };

function local({ facts }: Context): string {
  return `(tsql.now() + ${facts.utcOffset} * 600000000::int8)`;
}

export const dateFunctions: Functions = {
  sysdatetime: { arguments: [0, 0], translate: (_, context) => bound(local(context), seven, { nullable: false }) },
  sysutcdatetime: { arguments: [0, 0], translate: () => bound('tsql.now()', seven, { nullable: false }) },
  sysdatetimeoffset: {
    arguments: [0, 0],
    translate: (_, { facts }) =>
      bound(`tsql.offset_of(tsql.now(), ${facts.utcOffset})`, { name: 'datetimeoffset', scale: 7 }, { nullable: false }),
  },
  getdate: {
    arguments: [0, 0],
    translate: (_, context) => bound(`tsql.to_datetime(${local(context)})`, { name: 'datetime' }, { nullable: false }),
  },
  getutcdate: { arguments: [0, 0], translate: () => bound('tsql.to_datetime(tsql.now())', { name: 'datetime' }, { nullable: false }) },
  year: { arguments: [1, 1], translate: ([value]) => part('year', value) },
  month: { arguments: [1, 1], translate: ([value]) => part('month', value) },
  day: { arguments: [1, 1], translate: ([value]) => part('day', value) },
};

function ticks(value: Bound | undefined): Bound {
  const given = value ?? nullBound(seven);
  if (kindOf(given.type) === 'moment') return given;
  return convert(given, kindOf(given.type) === 'integer' ? { name: 'datetime' } : seven);
}

function part(name: string, value: Bound | undefined): Bound {
  return bound(`tsql.part('${name}', ${ticks(value).sql})`, int);
}

/** The words that name a part of a date, with their short forms (Microsoft Learn, "DATEADD"). */
const parts: Readonly<Record<string, readonly string[]>> = {
  year: ['year', 'yy', 'yyyy'],
  quarter: ['quarter', 'qq', 'q'],
  month: ['month', 'mm', 'm'],
  dayofyear: ['dayofyear', 'dy', 'y'],
  day: ['day', 'dd', 'd'],
  week: ['week', 'wk', 'ww'],
  weekday: ['weekday', 'dw'],
  hour: ['hour', 'hh'],
  minute: ['minute', 'mi', 'n'],
  second: ['second', 'ss', 's'],
  millisecond: ['millisecond', 'ms'],
  microsecond: ['microsecond', 'mcs'],
  nanosecond: ['nanosecond', 'ns'],
};

const takePart = new Set(['dateadd', 'datediff', 'datediff_big', 'datepart']);

export function isDatePartFunction(name: string): boolean {
  return takePart.has(name);
}

/** Functions whose first argument is a word and no value. */
export function translateDatePart(context: Context, name: string, call: Extract<Expression, { kind: 'call' }>, scope: Scope): Bound {
  const [first, ...rest] = call.arguments;
  const word = first?.kind === 'name' ? (first.name.parts[0] ?? '').toLowerCase() : '';
  const unit = Object.keys(parts).find((key) => parts[key]?.includes(word));
  if (unit === undefined)
    throw new SqlServerError(155, `'${word}' is not a recognized ${name} option.`, { severity: 15, line: call.name.line });
  const wanted = name === 'datepart' ? 1 : 2;
  const [a = nullBound(), b = nullBound()] = rest.map((value) => context.expression(value, scope));
  if (rest.length !== wanted) {
    throw new SqlServerError(174, `The ${name} function requires ${wanted + 1} argument(s).`, { severity: 15, line: call.name.line });
  }
  if (name === 'dateadd') return added(unit, a, b);
  return name === 'datepart' ? part(unit, a) : difference(unit, a, b, { name: name === 'datediff' ? 'int' : 'bigint' });
}

function difference(unit: string, from: Bound, to: Bound, type: SqlType): Bound {
  return bound(`tsql.fit_int(tsql.difference('${unit}', ${ticks(from).sql}, ${ticks(to).sql}), '${type.name}')::${type.name}`, type);
}

/** The type stays the value's own; a text becomes a datetime. */
function added(unit: string, count: Bound, value: Bound): Bound {
  const by = `(${convert(count, { name: 'bigint' }).sql})`;
  if (kindOf(value.type) === 'offset') {
    return {
      ...value,
      sql: `tsql.offset_of(tsql.add('${unit}', ${by}, tsql.offset_utc(${value.sql})), tsql.offset_minutes(${value.sql}))`,
    };
  }
  const moment = kindOf(value.type) === 'moment' ? value : convert(value, { name: 'datetime' });
  const sum = `tsql.add('${unit}', ${by}, ${moment.sql})`;
  if (moment.type.name === 'datetime') return { ...moment, sql: `tsql.to_datetime(${sum})` };
  return { ...moment, sql: moment.type.name === 'time' ? `(${sum} % 864000000000)` : sum };
}
