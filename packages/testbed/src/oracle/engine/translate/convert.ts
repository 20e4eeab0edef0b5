import { OracleError, type OracleType } from '../../engine.ts';
import { type Bound, bound, nullBound } from '../binding/bound.ts';
import type { Context } from '../binding/context.ts';
import { storageOf } from '../values/storage.ts';
import { isLarge, isNational, kindOf, lengthOf, number, varchar2 } from '../values/types.ts';
import { dateFormat, momentToText, textToMoment } from './formats.ts';

function inconsistent(wanted: string, type: OracleType): OracleError {
  return new OracleError(
    932,
    `inconsistent datatypes: expected ${wanted} got ${type.name === 'varchar2' ? 'CHAR' : type.name.toUpperCase()}`,
  );
}

export function toNumber(value: Bound): Bound {
  if (value.isNull === true) return nullBound(number);
  switch (kindOf(value.type)) {
    case 'number':
      return value;
    case 'float':
      return { ...value, sql: `(${value.sql})::numeric`, type: number };
    case 'boolean':
      return { ...value, sql: `(${value.sql})::int::numeric`, type: number };
    case 'text':
      return { ...value, sql: `ora.to_number(${value.sql})`, type: number };
    default:
      throw inconsistent('NUMBER', value.type);
  }
}

export function toText(context: Context, value: Bound): Bound {
  const { sql, type } = value;
  const as = (text: string, length: number): Bound => ({ sql: text, type: varchar2(length), nullable: value.nullable });
  switch (kindOf(type)) {
    case 'text':
      return value;
    case 'number':
      return as(`ora.number_text(${sql})`, 40);
    case 'float':
      return as(`upper((${sql})::text)`, 40);
    case 'moment':
    case 'zoned':
    case 'local':
      return momentToText(context, value, dateFormat(context, type));
    case 'months':
      return as(
        `(case when ${sql} < 0 then '-' else '+' end || lpad(div(abs(${sql}), 12)::text, 2, '0') || '-' || lpad(mod(abs(${sql}), 12)::text, 2, '0'))`,
        12,
      );
    case 'seconds':
      return as(intervalText(sql, 'scale' in type ? type.scale : 6), 30);
    case 'bytes':
      return as(`upper(encode(${sql}, 'hex'))`, 4000);
    case 'rowid':
      return as(`ora.rowid_text(${sql})`, 18);
    case 'boolean':
      return as(`upper((${sql})::text)`, 5);
    default:
      return { ...value, type: { name: 'clob' } };
  }
}

function intervalText(sql: string, scale: number): string {
  const two = (part: string): string => `lpad((${part})::int::text, 2, '0')`;
  const whole = `trunc(abs(${sql}))`;
  const fraction = scale === 0 ? '' : ` || '.' || left(lpad(trunc(mod(abs(${sql}), 1) * 1e9)::text, 9, '0'), ${scale})`;
  return `(case when ${sql} < 0 then '-' else '+' end || ${two(`div(${whole}, 86400)`)} || ' ' || ${two(`div(mod(${whole}, 86400), 3600)`)} || ':' || ${two(`div(mod(${whole}, 3600), 60)`)} || ':' || ${two(`mod(${whole}, 60)`)}${fraction})`;
}

/** Where a value of one type is wanted as another: by assignment, comparison or CAST. Sizes are the assignment's matter. */
export function convert(context: Context, value: Bound, to: OracleType): Bound {
  if (value.isNull === true) return nullBound(to);
  const [from, target] = [kindOf(value.type), kindOf(to)];
  const as = (sql: string): Bound => ({ sql, type: to, nullable: value.nullable });
  if (target === 'number') return { ...toNumber(value), type: to };
  if (target === 'text') return as(recoded(context, toText(context, value), to));
  if (target === 'moment' || target === 'zoned' || target === 'local') return toMoment(context, value, to);
  if (target === 'rowid') return from === 'rowid' ? value : as(`ora.rowid_of(${toText(context, value).sql})`);
  if (target === from) return as(target === 'float' ? `(${value.sql})::${storageOf(to)}` : value.sql);
  if (target === 'other' && from === 'text') return as(recoded(context, value, { name: 'nclob' }));
  const sql = between(value, from, to);
  if (sql === undefined) throw inconsistent(target === 'bytes' ? 'BINARY' : to.name.toUpperCase(), value.type);
  return as(sql);
}

function between({ sql }: Bound, from: string, to: OracleType): string | undefined {
  switch (`${from} to ${kindOf(to)}`) {
    case 'text to float':
      return `ora.to_float(${sql})::${storageOf(to)}`;
    case 'number to float':
      return `(${sql})::${storageOf(to)}`;
    case 'text to bytes':
      return `ora.raw_of(${sql})`;
    case 'number to boolean':
      return `(${sql} <> 0)`;
    default:
      return undefined;
  }
}

/** Between the database's character set and Unicode. */
export function recoded({ facts }: Context, value: Bound, to: OracleType): string {
  const [from, into] = [isNational(value.type) || kindOf(value.type) === 'other', isNational(to)];
  if (from === into) return value.sql;
  return into ? facts.characterSet.decodeSql(value.sql) : facts.characterSet.encodeSql(value.sql);
}

function toMoment(context: Context, value: Bound, to: OracleType): Bound {
  const as = (sql: string): Bound => ({ sql, type: to, nullable: value.nullable });
  const from = kindOf(value.type);
  if (from === 'text') return { ...textToMoment(context, value, bound(dateFormat(context, to), varchar2(60)), to), type: to };
  const zone = `'${(context.facts.settings.get('TIME_ZONE') ?? '+00:00').replaceAll("'", "''")}'`;
  const target = kindOf(to);
  if (!['moment', 'zoned', 'local'].includes(from)) throw inconsistent(to.name.toUpperCase(), value.type);
  if (target === 'moment') {
    const clock =
      from === 'moment'
        ? value.sql
        : from === 'zoned'
          ? `ora.clock(${value.sql})`
          : `(${value.sql} + ora.zone_offset(${zone}, ${value.sql}))`;
    return as(to.name === 'date' && value.type.name !== 'date' ? `floor(${clock})` : clock);
  }
  const zoned =
    from === 'zoned' ? value.sql : from === 'moment' ? `ora.zoned_of(${value.sql}, ${zone})` : `row(${value.sql}, ${zone})::ora.zoned`;
  if (target === 'zoned') return as(zoned);
  return as(from === 'local' ? value.sql : `(${zoned}).at`);
}

/** The type that several values have in common: of CASE, NVL, UNION. */
export function commonType(values: readonly Bound[]): OracleType {
  const typed = values.filter(({ isNull }) => isNull !== true);
  const [first] = typed;
  if (first === undefined) return varchar2(1);
  const kind = kindOf(first.type);
  if (kind === 'text' && typed.every(({ type }) => kindOf(type) === 'text')) {
    const large = typed.find(({ type }) => isLarge(type));
    if (large !== undefined) return large.type;
    const length = Math.max(...typed.map(({ type }) => lengthOf(type)));
    const national = typed.find(({ type }) => isNational(type));
    if (national !== undefined) return { name: 'nvarchar2', length, characters: length / 2 };
    const same = typed.every(({ type }) => type.name === 'char' && lengthOf(type) === length);
    return same ? first.type : varchar2(length);
  }
  if (kind === 'number' && typed.some(({ type }) => JSON.stringify(type) !== JSON.stringify(first.type))) return number;
  if (kind === 'moment') return typed.find(({ type }) => type.name === 'timestamp')?.type ?? first.type;
  return first.type;
}
