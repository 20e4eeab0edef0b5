/**
 * A table's rows are in \`data.t<object_id>\`: \`row_id\` (its ROWID as a number: data object times 2^32 plus a number of its own; an update
 * never changes it), \`tx\` (the transaction that wrote it last), and the columns as \`c<column_id>\` in the types of values/storage.ts.
 */
export function tableName(objectId: number): string {
  return `data.t${objectId}`;
}

export function columnName(columnId: number): string {
  return `c${columnId}`;
}

/** The table without its columns, with the triggers that note what statements change. */
export function createTableSql(objectId: number, columns: readonly string[]): string {
  const table = tableName(objectId);
  const list = ['row_id bigint not null', 'tx bigint', ...columns].join(', ');
  return `create sequence data.r${objectId} start with ${rowStart(objectId)};
    create table ${table} (${list});
    alter table ${table} alter row_id set default nextval('data.r${objectId}');
    create unique index on ${table} (row_id);
    create trigger noted_insert after insert on ${table} referencing new table as new_rows for each statement execute function redo.noted(${objectId});
    create trigger noted_delete after delete on ${table} referencing old table as old_rows for each statement execute function redo.noted(${objectId});
    create trigger noted_update after update on ${table} referencing old table as old_rows new table as new_rows for each statement execute function redo.noted(${objectId});`;
}

/** A truncated table begins anew as another data object: ROWIDs of before are never given again. */
export function truncateTableSql(objectId: number, dataObjectId: number): string {
  return `truncate ${tableName(objectId)}; alter sequence data.r${objectId} restart with ${rowStart(dataObjectId)};`;
}

function rowStart(dataObjectId: number): string {
  return String(BigInt(dataObjectId) * 4_294_967_296n + 1n);
}
