import { OracleError } from '../../../engine.ts';
import { type Bound, bound } from '../../binding/bound.ts';
import type { Context } from '../../binding/context.ts';
import { isLarge, isNational, kindOf, lengthOf, number, varchar2 } from '../../values/types.ts';
import { convert, toNumber, toText } from '../convert.ts';
import { at, type SqlFunction } from './function.ts';

/** A text that a function makes of another: never a CHAR, and null when it is empty. */
function like(of: Bound, sql: string): Bound {
  const type =
    of.type.name === 'char'
      ? { ...of.type, name: 'varchar2' as const }
      : of.type.name === 'nchar'
        ? ({ name: 'nvarchar2', length: of.type.length } as const)
        : of.type;
  return bound(isLarge(type) ? sql : `nullif(${sql}, '')`, type, of.nullable);
}

function simple(name: string, least: number, most: number): SqlFunction {
  return {
    arguments: [least, most],
    translate: (values, context) => {
      const texts = values.map((value) => toText(context, value));
      return like(at(texts, 0), `${name}(${texts.map(({ sql }) => sql).join(', ')})`);
    },
  };
}

function raw({ facts }: Context, { sql, type }: Bound): string {
  return facts.characterSet.isUnicode || isNational(type) ? `convert_to(${sql}, 'UTF8')` : `convert_to(${sql}, 'LATIN1')`;
}

const bytes = (value: Bound, context: Context): string => convert(context, value, { name: 'raw', length: 32_767 }).sql;

export const textFunctions: Readonly<Record<string, SqlFunction>> = {
  UPPER: simple('upper', 1, 1),
  LOWER: simple('lower', 1, 1),
  INITCAP: simple('initcap', 1, 1),
  LTRIM: simple('ltrim', 1, 2),
  RTRIM: simple('rtrim', 1, 2),
  TRANSLATE: simple('translate', 3, 3),
  REVERSE: simple('reverse', 1, 1),
  REPLACE: {
    arguments: [2, 3],
    translate: (values, context) => {
      const [of, from, to] = values.map((value) => toText(context, value));
      if (of === undefined || from === undefined) throw new OracleError(938, 'not enough arguments for function');
      return like(of, `replace(${of.sql}, coalesce(${from.sql}, ''), ${to === undefined ? "''" : `coalesce(${to.sql}, '')`})`);
    },
  },
  LPAD: pad('lpad'),
  RPAD: pad('rpad'),
  CONCAT: {
    arguments: [2, 2],
    translate: (values, context) =>
      bound(`nullif(concat(${values.map((value) => toText(context, value).sql).join(', ')}), '')`, varchar2(4000)),
  },
  SUBSTR: {
    arguments: [2, 3],
    translate: (values, context) => {
      const of = toText(context, at(values, 0));
      const many = values[2] === undefined ? '2147483647' : toNumber(values[2]).sql;
      return { ...like(of, `ora.substr(${of.sql}, ${toNumber(at(values, 1)).sql}, ${many})`), nullable: true };
    },
  },
  INSTR: {
    arguments: [2, 4],
    translate: (values, context) =>
      bound(
        `ora.instr(${toText(context, at(values, 0)).sql}, ${toText(context, at(values, 1)).sql}, ${values[2]?.sql ?? '1'}, ${values[3]?.sql ?? '1'})`,
        number,
      ),
  },
  LENGTH: { arguments: [1, 1], translate: ([of], context) => lengthSql(of, context, 'length') },
  LENGTHB: {
    arguments: [1, 1],
    translate: ([of], context) => lengthSql(of, context, context.facts.characterSet.isUnicode ? 'octet_length' : 'length'),
  },
  'DBMS_LOB.GETLENGTH': { arguments: [1, 1], translate: ([of], context) => lengthSql(of, context, 'length') },
  'DBMS_LOB.SUBSTR': {
    arguments: [1, 3],
    translate: (values, context) => {
      const of = at(values, 0);
      const [many, first] = [values[1]?.sql ?? '32767', values[2]?.sql ?? '1'];
      if (kindOf(of.type) === 'bytes') return bound(`substr(${of.sql}, (${first})::int, (${many})::int)`, { name: 'raw', length: 2000 });
      return bound(`ora.substr(${toText(context, of).sql}, ${first}, ${many})`, varchar2(4000));
    },
  },
  ASCII: {
    arguments: [1, 1],
    translate: ([of], context) => bound(`ascii(${toText(context, of ?? bound('null', number)).sql})::numeric`, number),
  },
  CHR: { arguments: [1, 1], translate: ([of]) => bound(`chr((${of?.sql})::int)`, varchar2(4), false) },
  UNISTR: {
    arguments: [1, 1],
    translate: ([of]) => {
      if (of?.constant === undefined) throw new OracleError(3001, 'unimplemented feature: UNISTR of what is no literal');
      const text = of.constant.replaceAll(/\\([0-9a-f]{4})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
      return bound(`'${text.replaceAll("'", "''")}'::text`, { name: 'nvarchar2', length: text.length * 2 }, false);
    },
  },
  'UTL_RAW.CAST_TO_RAW': {
    arguments: [1, 1],
    translate: (values, context) => bound(raw(context, toText(context, at(values, 0))), { name: 'raw', length: 4000 }),
  },
  'UTL_RAW.CAST_TO_VARCHAR2': {
    arguments: [1, 1],
    translate: (values, context) =>
      bound(
        `convert_from(${bytes(at(values, 0), context)}, '${context.facts.characterSet.isUnicode ? 'UTF8' : 'LATIN1'}')`,
        varchar2(4000),
      ),
  },
  'UTL_RAW.LENGTH': {
    arguments: [1, 1],
    translate: (values, context) => bound(`length(${bytes(at(values, 0), context)})::numeric`, number),
  },
  RAWTOHEX: {
    arguments: [1, 1],
    translate: (values, context) => bound(`upper(encode(${bytes(at(values, 0), context)}, 'hex'))`, varchar2(4000)),
  },
  HEXTORAW: {
    arguments: [1, 1],
    translate: (values, context) => bound(bytes(toText(context, at(values, 0)), context), { name: 'raw', length: 2000 }),
  },
  STANDARD_HASH: {
    arguments: [1, 2],
    translate: (values, context) => {
      const of = at(values, 0);
      const input = kindOf(of.type) === 'bytes' ? of.sql : raw(context, toText(context, of));
      const method = (values[1]?.constant ?? 'SHA1').toLowerCase();
      if (method === 'md5') return bound(`decode(md5(${input}), 'hex')`, { name: 'raw', length: 16 });
      if (!['sha256', 'sha384', 'sha512'].includes(method))
        throw new OracleError(3001, `unimplemented feature: STANDARD_HASH by ${method}`);
      return bound(`${method}(${input})`, { name: 'raw', length: 64 });
    },
  },
  ORA_HASH: {
    arguments: [1, 3],
    translate: (values, context) =>
      bound(
        `ora.ora_hash(${toText(context, at(values, 0)).sql}, ${values[1]?.sql ?? '4294967295'}, ${values[2]?.sql ?? '0'})`,
        number,
        false,
      ),
  },
  NLSSORT: {
    arguments: [1, 2],
    translate: (values, context) => bound(raw(context, toText(context, at(values, 0))), { name: 'raw', length: 2000 }),
  },
};

function pad(name: 'lpad' | 'rpad'): SqlFunction {
  return {
    arguments: [2, 3],
    translate: (values, context) => {
      const of = toText(context, at(values, 0));
      return bound(
        `${name}(${of.sql}, (${toNumber(at(values, 1)).sql})::int${values[2] === undefined ? '' : `, ${toText(context, values[2]).sql}`})`,
        isLarge(of.type) ? of.type : varchar2(4000),
      );
    },
  };
}

function lengthSql(of: Bound | undefined, context: Context, name: string): Bound {
  if (of === undefined) throw new OracleError(938, 'not enough arguments for function');
  if (kindOf(of.type) === 'bytes') return bound(`length(${of.sql})::numeric`, number);
  const text = toText(context, of);
  return bound(`${name}(${text.sql})::numeric`, { ...number }, lengthOf(text.type) > 0);
}
