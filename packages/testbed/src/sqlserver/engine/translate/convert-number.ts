import type { SqlType } from '../../engine.ts';
import type { Bound } from '../binding/bound.ts';
import { kindOf } from '../types/kinds.ts';

export function toBit({ sql, type }: Bound): string | undefined {
  switch (kindOf(type)) {
    case 'bit':
      return sql;
    case 'integer':
    case 'decimal':
    case 'money':
    case 'float':
      return `case when ${sql} = 0 then 0 when ${sql} is not null then 1 end`;
    case 'text':
      return `case lower(btrim(${sql})) when 'true' then 1 when 'false' then 0 else case when tsql.parse_int(${sql}, 'bit', '${type.name}') = 0 then 0 when ${sql} is not null then 1 end end`;
    case 'binary':
      return `case when tsql.bytes_int(${sql}) = 0 then 0 when ${sql} is not null then 1 end`;
    default:
      return undefined;
  }
}

/** The fraction is cut off, money's rounded. */
export function toInteger({ sql, type }: Bound, to: SqlType): string | undefined {
  const fit = (whole: string): string => (to.name === 'bigint' ? whole : `tsql.fit_int(${whole}, '${to.name}')`);
  switch (kindOf(type)) {
    case 'bit':
      return sql;
    case 'integer':
      return fit(`${sql}::bigint`);
    case 'decimal':
    case 'float':
      return fit(`trunc(${sql})::bigint`);
    case 'money':
      return fit(`round(${sql})::bigint`);
    case 'text':
      return fit(`tsql.parse_int(${sql}, '${to.name}', '${type.name}')`);
    case 'binary':
      return wholeOfBytes(sql, to);
    case 'moment':
      return type.name === 'datetime' || type.name === 'smalldatetime' ? fit(`(${sql} / 864000000000 - 693595)`) : undefined;
    default:
      return undefined;
  }
}

function wholeOfBytes(sql: string, to: SqlType): string {
  const bits = `tsql.bytes_int(${sql})`;
  switch (to.name) {
    case 'tinyint':
      return `(${bits} & 255)`;
    case 'smallint':
      return `((((${bits} & 65535) + 32768) & 65535) - 32768)`;
    case 'int':
      return `((((${bits} & 4294967295) + 2147483648) & 4294967295) - 2147483648)`;
    default:
      return bits;
  }
}

export function toDecimal({ sql, type }: Bound, to: SqlType): string | undefined {
  const { precision, scale } = to as { readonly precision: number; readonly scale: number };
  const number = toNumeric(sql, type);
  return number === undefined ? undefined : `tsql.fit_decimal(${number}, ${precision}, ${scale})`;
}

function toNumeric(sql: string, type: SqlType): string | undefined {
  switch (kindOf(type)) {
    case 'bit':
    case 'integer':
    case 'decimal':
    case 'money':
    case 'float':
      return `(${sql})::numeric`;
    case 'text':
      return `tsql.parse_decimal(${sql}, '${type.name}')`;
    default:
      return undefined;
  }
}

export function toMoney({ sql, type }: Bound, to: SqlType): string | undefined {
  const fit = to.name === 'money' ? 'tsql.fit_money' : 'tsql.fit_smallmoney';
  if (kindOf(type) === 'text') return `${fit}(tsql.parse_money(${sql}))`;
  if (kindOf(type) === 'binary') return `(tsql.bytes_int(${sql}) / 10000.0)`;
  const number = toNumeric(sql, type);
  return number === undefined ? undefined : `${fit}(${number})`;
}

export function toFloat({ sql, type }: Bound, to: SqlType): string | undefined {
  switch (kindOf(type)) {
    case 'bit':
    case 'integer':
    case 'decimal':
    case 'money':
    case 'float':
      return `(${sql})::${to.name === 'real' ? 'real' : 'float8'}`;
    case 'text':
      return `tsql.parse_float(${sql}, '${type.name}')`;
    default:
      return undefined;
  }
}
