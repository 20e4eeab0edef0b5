import { OracleError, type OracleType } from '../../engine.ts';
import { quote, quoteOrNull } from '../quote.ts';
import { columnName, tableName } from '../storage/tables.ts';
import type { ColumnDefinition } from '../syntax/statement-ast.ts';
import { storageOf } from '../values/storage.ts';
import { namedType } from '../values/types.ts';

export interface PlannedColumn {
  readonly id: number;
  readonly name: string;
  readonly type: OracleType;
  readonly nullable: boolean;
  readonly definition: ColumnDefinition | undefined;
}

export function planned(definition: ColumnDefinition, id: number, major: number, otherwise?: OracleType): PlannedColumn {
  const type = definition.type === undefined ? otherwise : namedType(definition.type, major);
  if (type === undefined) throw new OracleError(2263, 'need to specify the datatype for this column');
  if (type.name === 'varchar2' && type.length > 4000) throw new OracleError(910, 'specified length too long for its datatype');
  const isKey = definition.constraints.some((constraint) => constraint.type === 'P');
  return { id, name: definition.name, type, nullable: definition.nullable !== false && !isKey, definition };
}

/** In the storage; undefined for a virtual column, which lies nowhere. */
export function storedColumn({ id, type, nullable, definition }: PlannedColumn): string | undefined {
  if (definition?.virtual !== undefined) return undefined;
  return `${columnName(id)} ${storageOf(type)}${nullable ? '' : ' not null'}`;
}

export function columnRow(objectId: number, { id, name, type, nullable, definition }: PlannedColumn): string {
  const identity =
    definition?.identity === undefined
      ? undefined
      : { always: definition.identity === 'ALWAYS', onNull: definition.identity === 'BY DEFAULT ON NULL' };
  return `insert into cat.columns (object_id, column_id, name, type, nullable, default_text, virtual_text, identity, hidden) values (${objectId}, ${id}, ${quote(name)}, ${quote(JSON.stringify(type))},
    ${nullable}, ${quoteOrNull(definition?.default?.text)}, ${quoteOrNull(definition?.virtual?.text)}, ${quoteOrNull(identity === undefined ? undefined : JSON.stringify(identity))}, ${definition?.hidden === true})`;
}

export function identitySql(objectId: number, columns: readonly PlannedColumn[]): readonly string[] {
  return columns.some(({ definition }) => definition?.identity !== undefined) ? [`create sequence data.i${objectId}`] : [];
}

export function notNullSql(objectId: number, columnId: number, nullable: boolean): string {
  return `alter table ${tableName(objectId)} alter ${columnName(columnId)} ${nullable ? 'drop' : 'set'} not null`;
}
