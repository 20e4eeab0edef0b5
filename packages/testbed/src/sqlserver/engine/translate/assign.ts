import { SqlServerError, type SqlType } from '../../engine.ts';
import { type Bound, nullBound } from '../binding/bound.ts';
import type { CatalogColumn, CatalogObject, Database } from '../catalog/model.ts';
import { kindOf, postgresType } from '../types/kinds.ts';
import { implicit } from './compare.ts';
import { pad, sizeOf } from './convert-text.ts';

/** A value on its way into a column: what does not fit is error 2628 (8152 before SQL Server 2019), not cut. */
export function assigned(value: Bound, column: CatalogColumn, object: CatalogObject, database: Database): string {
  if (value.isNull === true) return nullBound(column.type).sql;
  const { type } = column;
  const length = 'length' in type ? type.length : 'max';
  if (length === 'max') return implicit(value, type).sql;
  const place = `'String or binary data would be truncated in table ''${name(`${database.name}.${object.schema}.${object.name}`)}'', column ''${name(column.name)}''.'`;
  const wide = implicit(value, widened(type));
  if (kindOf(type) === 'binary') {
    const fitted = `tsql.fit_bytes(${wide.sql}, ${length}, ${place})`;
    return type.name === 'binary' ? `tsql.pad_bytes(${fitted}, ${length})` : fitted;
  }
  return `${pad(`tsql.fit_text(${wide.sql}, ${length}, ${sizeOf(wide.sql, type)}, ${place})`, type, length)}::${postgresType(type)}`;
}

function name(text: string): string {
  return text.replaceAll("'", "''''");
}

function widened(type: SqlType): SqlType {
  switch (type.name) {
    case 'char':
    case 'varchar':
      return { ...type, name: 'varchar', length: 'max' };
    case 'nchar':
    case 'nvarchar':
      return { ...type, name: 'nvarchar', length: 'max' };
    default:
      return { name: 'varbinary', length: 'max' };
  }
}

/** A column that a statement writes; refuses with 207, 271, 273 and 544 (8102 for an update). */
export function writable(
  object: CatalogObject,
  column: string,
  how: { readonly isUpdate: boolean; readonly identity: boolean },
  line: number,
): CatalogColumn {
  const found = object.columns.find((candidate) => candidate.name.toLowerCase() === column.toLowerCase());
  if (found === undefined) throw new SqlServerError(207, `Invalid column name '${column}'.`, { line });
  if (found.isComputed)
    throw new SqlServerError(
      271,
      `The column "${found.name}" cannot be modified because it is either a computed column or is the result of a UNION operator.`,
      { line },
    );
  if (found.declared === 'timestamp') {
    throw new SqlServerError(
      how.isUpdate ? 272 : 273,
      how.isUpdate
        ? 'Cannot update a timestamp column.'
        : 'Cannot insert an explicit value into a timestamp column. Use INSERT with a column list to exclude the timestamp column, or insert a DEFAULT into the timestamp column.',
      { line },
    );
  }
  if (found.isIdentity && how.isUpdate) throw new SqlServerError(8102, `Cannot update identity column '${found.name}'.`, { line });
  if (found.isIdentity && !how.identity)
    throw new SqlServerError(
      544,
      `Cannot insert explicit value for identity column in table '${object.name}' when IDENTITY_INSERT is set to OFF.`,
      { line },
    );
  return found;
}
