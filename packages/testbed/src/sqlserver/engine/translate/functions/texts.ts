import { SqlServerError, type SqlType } from '../../../engine.ts';
import { type Bound, bound, nullBound } from '../../binding/bound.ts';
import { commonType } from '../../binding/common-type.ts';
import type { Context } from '../../binding/context.ts';
import { collationOf } from '../../types/collations.ts';
import { kindOf } from '../../types/kinds.ts';
import { convert } from '../convert.ts';
import { pageOf, sizeOf } from '../convert-text.ts';
import { constantText, type Functions, int, nvarchar } from './function.ts';

/** What is no text becomes one. */
function asText(value: Bound | undefined, context: Context): Bound {
  const given = value ?? nullBound();
  return kindOf(given.type) === 'text' ? given : convert(given, { name: 'varchar', length: 8000, collation: context.database.collation });
}

function sized(type: SqlType, length: number | 'max'): SqlType {
  return 'length' in type && 'collation' in type
    ? { name: type.name.startsWith('n') ? 'nvarchar' : 'varchar', length, collation: type.collation }
    : type;
}

function mapped(sql: (text: string) => string): Functions[string] {
  return {
    arguments: [1, 1],
    translate: ([value], context) => {
      const text = asText(value, context);
      return { ...text, sql: sql(text.sql), type: sized(text.type, 'length' in text.type ? text.type.length : 'max') };
    },
  };
}

export const textFunctions: Functions = {
  len: {
    arguments: [1, 1],
    translate: ([value], context) => {
      const text = asText(value, context);
      return bound(sizeOf(`rtrim(${text.sql}, ' ')`, text.type), int);
    },
  },
  upper: mapped((text) => `upper(${text} collate "und-x-icu")`),
  lower: mapped((text) => `lower(${text} collate "und-x-icu")`),
  ltrim: mapped((text) => `ltrim(${text}, ' ')`),
  rtrim: mapped((text) => `rtrim(${text}, ' ')`),
  trim: mapped((text) => `btrim(${text}, ' ')`),
  reverse: mapped((text) => `reverse(${text})`),
  left: {
    arguments: [2, 2],
    translate: ([value, count], context) => {
      const text = asText(value, context);
      return {
        ...text,
        sql: `left(${text.sql}, (${count?.sql})::int)`,
        type: sized(text.type, 'length' in text.type ? text.type.length : 'max'),
      };
    },
  },
  right: {
    arguments: [2, 2],
    translate: ([value, count], context) => {
      const text = asText(value, context);
      return {
        ...text,
        sql: `right(${text.sql}, (${count?.sql})::int)`,
        type: sized(text.type, 'length' in text.type ? text.type.length : 'max'),
      };
    },
  },
  substring: {
    arguments: [3, 3],
    translate: ([value = nullBound(), from, count], context) => {
      if (kindOf(value.type) === 'binary')
        return {
          ...value,
          sql: `substring(${value.sql} from (${from?.sql})::int for (${count?.sql})::int)`,
          type: { name: 'varbinary', length: 'length' in value.type ? value.type.length : 'max' },
        };
      const text = asText(value, context);
      return {
        ...text,
        sql: `substring(${text.sql} from (${from?.sql})::int for (${count?.sql})::int)`,
        type: sized(text.type, 'length' in text.type ? text.type.length : 'max'),
      };
    },
  },
  replace: {
    arguments: [3, 3],
    translate: ([value, from, to], context) => {
      const text = asText(value, context);
      return {
        ...text,
        sql: `replace(${text.sql}, ${asText(from, context).sql}, ${asText(to, context).sql})`,
        type: sized(text.type, text.type.name.startsWith('n') ? 4000 : 8000),
      };
    },
  },
  replicate: {
    arguments: [2, 2],
    translate: ([value, count], context) => {
      const text = asText(value, context);
      const most = 'length' in text.type && text.type.length === 'max' ? 'max' : text.type.name.startsWith('n') ? 4000 : 8000;
      return {
        ...text,
        sql: `${most === 'max' ? '' : 'left('}repeat(${text.sql}, (${count?.sql})::int)${most === 'max' ? '' : `, ${most})`}`,
        type: sized(text.type, most),
      };
    },
  },
  concat: {
    arguments: [2, 254],
    translate: (list, context) => {
      const texts = list.map((value) => asText(value, context));
      const type = commonType(texts);
      return bound(texts.map(({ sql }) => `coalesce(${sql}, '')`).join(' || '), sized(type, type.name.startsWith('n') ? 4000 : 8000), {
        nullable: false,
      });
    },
  },
  quotename: {
    arguments: [1, 2],
    translate: ([value, quote], context) => {
      const sign = quote === undefined ? '[' : constantText(quote, 'QUOTENAME');
      const [open, close] = sign === '[' || sign === ']' ? ['[', ']'] : [sign, sign];
      const sql = asText(value, context).sql;
      return bound(
        `'${open.replaceAll("'", "''")}' || replace(${sql}, '${close.replaceAll("'", "''")}', '${(close + close).replaceAll("'", "''")}') || '${close.replaceAll("'", "''")}'`,
        nvarchar(context, 258),
      );
    },
  },
  charindex: {
    arguments: [2, 3],
    translate: ([part, value], context) => {
      const [a, b] = [asText(part, context), asText(value, context)];
      const fold =
        'collation' in b.type && collationOf(b.type.collation).ignoresCase
          ? (sql: string): string => `lower(${sql})`
          : (sql: string): string => sql;
      return bound(`strpos(${fold(b.sql)}, ${fold(a.sql)})`, int);
    },
  },
  char: {
    arguments: [1, 1],
    translate: ([value], context) =>
      bound(
        `tsql.page${pageOf({ name: 'varchar', length: 1, collation: context.database.collation })}_text(substring(int4send((${value?.sql})::int) from 4))`,
        { name: 'char', length: 1, collation: context.database.collation },
      ),
  },
  nchar: {
    arguments: [1, 1],
    translate: ([value], context) =>
      bound(`chr((${value?.sql})::int)`, { name: 'nchar', length: 1, collation: context.database.collation }),
  },
  unicode: { arguments: [1, 1], translate: ([value], context) => bound(`ascii(${asText(value, context).sql})`, int) },
  ascii: {
    arguments: [1, 1],
    translate: ([value], context) => {
      const text = convert(asText(value, context), { name: 'varchar', length: 1, collation: context.database.collation });
      return bound(`get_byte(tsql.page${pageOf(text.type)}_bytes(${text.sql}), 0)`, int);
    },
  },
  collationproperty: {
    arguments: [2, 2],
    translate: ([name, property], context) => {
      const wanted = constantText(property, 'COLLATIONPROPERTY').toLowerCase();
      if (wanted !== 'codepage') throw new SqlServerError(40510, `COLLATIONPROPERTY '${wanted}' is not supported by this server.`);
      const sql = asText(name, context).sql;
      const page = `case when lower(${sql}) like '%\\_utf8' then 65001 when lower(${sql}) like 'vietnamese%' then 1258 when lower(${sql}) like 'cyrillic%' then 1251 when lower(${sql}) like 'thai%' then 874 when ${sql} is not null then 1252 end`;
      return bound(`'{"name":"int"}|' || ${page}`, { name: 'sql_variant' });
    },
  },
};
