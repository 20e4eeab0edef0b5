import type { OracleType } from '../../engine.ts';
import type { Bound } from '../binding/bound.ts';
import type { Context } from '../binding/context.ts';
import type { CatalogColumn, CatalogObject } from '../catalog/model.ts';
import { quote } from '../quote.ts';
import { convert } from './convert.ts';

/** A value as a column takes it; refuses when it runs with 1438 and 12899 what does not fit. */
export function assigned(
  context: Context,
  value: Bound,
  column: CatalogColumn,
  { owner, name }: Pick<CatalogObject, 'owner' | 'name'>,
): string {
  return sized(convert(context, value, column.type), `"${owner}"."${name}"."${column.name}"`, context.facts.characterSet.isUnicode).sql;
}

/** Without a target it is CAST, which cuts a text. */
export function sized(value: Bound, target: string | undefined, isUnicode = true): Bound {
  if (value.isNull === true) return value;
  const { sql, type } = value;
  return { ...value, sql: sizedSql(sql, type, target, isUnicode) };
}

function sizedSql(sql: string, type: OracleType, target: string | undefined, isUnicode: boolean): string {
  switch (type.name) {
    case 'number':
      if (type.precision === 0) return `ora.rounded(${sql})`;
      return type.scale === -127 ? `ora.rounded(${sql})` : `ora.fit_number(${sql}, ${type.precision}, ${type.scale})`;
    case 'varchar2':
    case 'char':
    case 'nvarchar2':
    case 'nchar': {
      const byBytes = type.characters === undefined && isUnicode;
      const most = type.characters ?? type.length;
      const fitted = target === undefined ? `left(${sql}, ${most})` : `ora.fit(${sql}, ${most}, ${byBytes}, ${quote(target)})`;
      if (type.name === 'varchar2' || type.name === 'nvarchar2') return fitted;
      // Blanks fill a CHAR: by bytes where it was declared so.
      return byBytes ? `(${fitted} || repeat(' ', ${most} - octet_length(${sql})))` : `rpad(${fitted}, ${most})`;
    }
    case 'raw':
      return target === undefined
        ? sql
        : `case when length(${sql}) > ${type.length} and ora.fail(12899, ${quote(`value too large for column ${target} (maximum: ${type.length})`)}) then null else ${sql} end`;
    case 'date':
      return `floor(${sql})`;
    case 'timestamp':
    case 'timestamp with local time zone':
      return `round(${sql}, ${type.scale})`;
    case 'timestamp with time zone':
      return `row(round((${sql}).at, ${type.scale}), (${sql}).zone)::ora.zoned`;
    case 'interval day to second':
      return `round(${sql}, ${type.scale})`;
    default:
      return sql;
  }
}
