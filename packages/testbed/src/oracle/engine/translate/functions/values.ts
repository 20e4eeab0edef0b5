import { OracleError } from '../../../engine.ts';
import { type Bound, bound, nullBound } from '../../binding/bound.ts';
import type { Context } from '../../binding/context.ts';
import { date, kindOf, number, varchar2 } from '../../values/types.ts';
import { aligned } from '../compare.ts';
import { commonType, convert, toNumber, toText } from '../convert.ts';
import { at, type SqlFunction } from './function.ts';

function numeric(least: number, most: number, sql: (...values: string[]) => string): SqlFunction {
  return { arguments: [least, most], translate: (values) => bound(sql(...values.map((value) => toNumber(value).sql)), number) };
}

function extreme(sign: '>' | '<'): SqlFunction {
  return {
    arguments: [1, 255],
    translate: (values, context) => {
      const type = { ...at(values, 0) }.type;
      const all = values.map((value) => convert(context, value, type));
      const isNull = all.map(({ sql }) => `${sql} is null`).join(' or ');
      const found = all.reduce((best, next) => ({
        ...best,
        sql: `(case when ${best.sql} ${sign} ${next.sql} then ${best.sql} else ${next.sql} end)`,
      }));
      return bound(`(case when ${isNull} then null else ${found.sql} end)`, type);
    },
  };
}

function rounding(name: 'trunc' | 'round'): SqlFunction {
  return {
    arguments: [1, 2],
    translate: (values, context) => {
      const of = at(values, 0);
      const unit = values[1];
      if (!['moment', 'zoned', 'local'].includes(kindOf(of.type)))
        return bound(`${name}(${toNumber(of).sql}${unit === undefined ? '' : `, (${toNumber(unit).sql})::int`})`, number);
      const value = convert(context, of, date).sql;
      const to = unit === undefined ? "'DD'" : toText(context, unit).sql;
      if (name === 'round' && unit !== undefined) throw new OracleError(3001, 'unimplemented feature: ROUND of a date by a unit');
      return bound(`ora.trunc_moment(${name === 'round' ? `${value} + 43200` : value}, ${to})`, date);
    },
  };
}

const nullSql = (value: Bound): string => (kindOf(value.type) === 'zoned' ? `(${value.sql}).at` : value.sql);

export const valueFunctions: Readonly<Record<string, SqlFunction>> = {
  NVL: {
    arguments: [2, 2],
    translate: (values, context) => {
      const [of, otherwise] = [at(values, 0), at(values, 1)];
      const type = of.isNull === true ? otherwise.type : kindOf(of.type) === 'text' ? commonType(values) : of.type;
      return bound(
        `(case when ${nullSql(of)} is not null then ${convert(context, of, type).sql} else ${convert(context, otherwise, type).sql} end)`,
        type,
        otherwise.nullable,
      );
    },
  },
  NVL2: {
    arguments: [3, 3],
    translate: (values, context) => {
      const type = commonType(values.slice(1));
      return bound(
        `(case when ${nullSql(at(values, 0))} is not null then ${convert(context, at(values, 1), type).sql} else ${convert(context, at(values, 2), type).sql} end)`,
        type,
      );
    },
  },
  COALESCE: {
    arguments: [2, 255],
    translate: (values, context) => {
      const type = commonType(values);
      return bound(`coalesce(${values.map((value) => convert(context, value, type).sql).join(', ')})`, type);
    },
  },
  NULLIF: {
    arguments: [2, 2],
    translate: (values, context) => {
      const [a, b] = aligned(context, at(values, 0), at(values, 1));
      return { ...at(values, 0), sql: `(case when ${a} = ${b} then null else ${at(values, 0).sql} end)`, nullable: true };
    },
  },
  DECODE: { arguments: [3, 255], translate: decode },
  GREATEST: extreme('>'),
  LEAST: extreme('<'),
  TO_NUMBER: {
    arguments: [1, 3],
    translate: (values, context) => {
      const of = toText(context, at(values, 0));
      if (values[1] === undefined)
        return kindOf(at(values, 0).type) === 'boolean'
          ? toNumber(at(values, 0))
          : kindOf(at(values, 0).type) === 'number'
            ? at(values, 0)
            : toNumber(of);
      return bound(`ora.to_number(replace(${of.sql}, ',', ''))`, number);
    },
  },
  TO_BINARY_DOUBLE: { arguments: [1, 1], translate: (values, context) => convert(context, at(values, 0), { name: 'binary_double' }) },
  TO_BINARY_FLOAT: { arguments: [1, 1], translate: (values, context) => convert(context, at(values, 0), { name: 'binary_float' }) },
  TO_CLOB: { arguments: [1, 1], translate: (values, context) => convert(context, at(values, 0), { name: 'clob' }) },
  TO_NCLOB: { arguments: [1, 1], translate: (values, context) => convert(context, at(values, 0), { name: 'nclob' }) },
  TO_BLOB: { arguments: [1, 1], translate: (values, context) => convert(context, at(values, 0), { name: 'blob' }) },
  TO_NCHAR: {
    arguments: [1, 1],
    translate: (values, context) => convert(context, toText(context, at(values, 0)), { name: 'nvarchar2', length: 4000 }),
  },
  EMPTY_CLOB: { arguments: [0, 0], translate: () => bound("''::text", { name: 'clob' }, false) },
  EMPTY_BLOB: { arguments: [0, 0], translate: () => bound("''::bytea", { name: 'blob' }, false) },
  XMLTYPE: {
    arguments: [1, 1],
    translate: (values, context) => convert(context, convert(context, at(values, 0), { name: 'clob' }), { name: 'xmltype' }),
  },
  'SYS.XMLTYPE': {
    arguments: [1, 1],
    translate: (values, context) => convert(context, convert(context, at(values, 0), { name: 'clob' }), { name: 'xmltype' }),
  },
  XMLSERIALIZE: { arguments: [1, 1], translate: (values) => ({ ...at(values, 0), type: { name: 'nclob' } }) },
  JSON_SERIALIZE: {
    arguments: [1, 1],
    translate: (values, context) => ({
      ...toText(context, at(values, 0)),
      type: { name: kindOf(at(values, 0).type) === 'other' ? 'nclob' : 'clob' },
    }),
  },
  JSON: { arguments: [1, 1], translate: (values, context) => convert(context, toText(context, at(values, 0)), { name: 'json' }) },
  MOD: numeric(2, 2, (a = '', b = '') => `(case when ${b} = 0 then ${a} else mod(${a}, ${b}) end)`),
  ABS: numeric(1, 1, (a = '') => `abs(${a})`),
  SIGN: numeric(1, 1, (a = '') => `sign(${a})`),
  FLOOR: numeric(1, 1, (a = '') => `floor(${a})`),
  CEIL: numeric(1, 1, (a = '') => `ceil(${a})`),
  POWER: numeric(2, 2, (a = '', b = '') => `ora.rounded(power(${a}, ${b}))`),
  SQRT: numeric(1, 1, (a = '') => `ora.rounded(sqrt(${a} + 0e-45))`),
  BITAND: numeric(2, 2, (a = '', b = '') => `((${a})::bigint & (${b})::bigint)::numeric`),
  TRUNC: rounding('trunc'),
  ROUND: rounding('round'),
  ROWIDTOCHAR: { arguments: [1, 1], translate: (values, context) => toText(context, convert(context, at(values, 0), { name: 'rowid' })) },
  CHARTOROWID: { arguments: [1, 1], translate: (values, context) => convert(context, at(values, 0), { name: 'rowid' }) },
  'DBMS_ROWID.ROWID_OBJECT': rowidPart((sql) => `(${sql} >> 32)`),
  'DBMS_ROWID.ROWID_RELATIVE_FNO': rowidPart((sql) => `(case when ${sql} is not null then 12 end)`),
  'DBMS_ROWID.ROWID_BLOCK_NUMBER': rowidPart((sql) => `(131 + ((${sql} & 4294967295) >> 6))`),
  'DBMS_ROWID.ROWID_ROW_NUMBER': rowidPart((sql) => `(${sql} & 63)`),
  'DBMS_ROWID.ROWID_CREATE': {
    arguments: [5, 5],
    translate: (values) =>
      bound(
        `((${at(values, 1).sql}::bigint << 32) + (greatest(${at(values, 3).sql}::bigint - 131, 0) << 6) + least(${at(values, 4).sql}, 63)::bigint)`,
        { name: 'rowid' },
      ),
  },
};

function rowidPart(sql: (sql: string) => string): SqlFunction {
  return {
    arguments: [1, 2],
    translate: (values, context) => bound(`${sql(convert(context, at(values, 0), { name: 'rowid' }).sql)}::numeric`, number),
  };
}

/** NULL equals NULL here, as nowhere else. */
function decode(values: readonly Bound[], context: Context): Bound {
  const [of, ...rest] = values;
  if (of === undefined) return nullBound(varchar2(1));
  const pairs = rest.slice(0, rest.length - (rest.length % 2));
  const results = [...pairs.filter((_, index) => index % 2 === 1), ...(rest.length % 2 === 1 ? rest.slice(-1) : [])];
  const first = at(results, 0);
  const type = first.isNull === true ? commonType(results) : kindOf(first.type) === 'text' ? commonType(results) : first.type;
  const branches: string[] = [];
  for (let index = 0; index < pairs.length; index += 2) {
    const search = at(pairs, index);
    const test = search.isNull === true ? `${nullSql(of)} is null` : aligned(context, of, search).join(' = ');
    branches.push(`when ${test} then ${convert(context, at(pairs, index + 1), type).sql}`);
  }
  const otherwise = rest.length % 2 === 1 ? convert(context, at(rest, rest.length - 1), type).sql : 'null';
  return bound(`(case ${branches.join(' ')} else ${otherwise} end)`, type);
}
