import type { SqlType } from '../../engine.ts';
import { type Bound, bound } from '../binding/bound.ts';
import { kindOf, postgresType } from '../types/kinds.ts';
import { typeFacts } from '../types/names.ts';

/** Every base type that a sql_variant can hold. */
const held: readonly SqlType[] = [...typeFacts.keys()].flatMap((name): readonly SqlType[] => {
  switch (name) {
    case 'decimal':
    case 'numeric':
      return [{ name, precision: 38, scale: 10 }];
    case 'time':
    case 'datetime2':
    case 'datetimeoffset':
      return [{ name, scale: 7 }];
    case 'char':
    case 'varchar':
    case 'nchar':
    case 'nvarchar':
      return [{ name, length: name.startsWith('n') ? 4000 : 8000, collation: 'Latin1_General_CI_AS' }];
    case 'binary':
    case 'varbinary':
      return [{ name, length: 8000 }];
    case 'bit':
    case 'tinyint':
    case 'smallint':
    case 'int':
    case 'bigint':
    case 'real':
    case 'float':
    case 'money':
    case 'smallmoney':
    case 'date':
    case 'datetime':
    case 'smalldatetime':
    case 'uniqueidentifier':
      return [{ name }];
    default:
      return [];
  }
});

/** The name of the type that a variant holds. */
export function baseName(sql: string): string {
  return `((left(${sql}, strpos(${sql}, '}|')))::json ->> 'name')`;
}

export function variantFact(sql: string, name: string): string {
  return `((left(${sql}, strpos(${sql}, '}|')))::json ->> '${name}')`;
}

export function toVariant({ sql, type }: Bound): string | undefined {
  if (kindOf(type) === 'variant') return sql;
  if ('length' in type && type.length === 'max') return undefined;
  if (['text', 'ntext', 'image', 'xml', 'udt'].includes(type.name)) return undefined;
  return `'${JSON.stringify(type).replaceAll("'", "''")}|' || (${sql})::text`;
}

/** Converts what is held, whatever it is; types that do not convert so fail when one comes. */
export function fromVariant({ sql }: Bound, convert: (value: Bound) => string | undefined): string {
  const payload = `substr(${sql}, strpos(${sql}, '}|') + 2)`;
  const branches = held.flatMap((type) => {
    // The scale of what is held is in its text: numeric without one keeps it.
    const postgres = kindOf(type) === 'decimal' ? 'numeric' : postgresType(type);
    const converted = convert(bound(`(${payload})::${postgres}`, type));
    return converted === undefined ? [] : [`when '${type.name}' then ${converted}`];
  });
  return `case ${baseName(sql)} ${branches.join(' ')} end`;
}
