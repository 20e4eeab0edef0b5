import type { Change, Image } from '../redo/image.ts';
import { isUnsupported } from '../redo/image.ts';
import { largePieces } from '../redo/large-objects.ts';
import type { OperationName } from '../redo/operations.ts';
import { rowTexts } from '../redo/row-text.ts';
import { knownNames, type Naming, rowStatement, type Style, undoneStatement, unknownNames } from '../redo/statements.ts';
import type { JournalRecord } from './journal.ts';
import type { MinedTable } from './tables.ts';

/** What one row of V$LOGMNR_CONTENTS says of its record; the rest is the record's own. */
export interface ContentRow {
  readonly operation: OperationName;
  readonly redo: string | null;
  readonly undo: string | null;
  readonly continues: boolean;
  readonly status: number;
  readonly info: string | null;
  /** Number within the record. */
  readonly ssn: number;
}

export interface Writing {
  readonly style: Style;
  /** Without NO_SQL_DELIMITER. */
  readonly delimiter: string;
  readonly hasWholeBlocks: boolean;
  readonly encode: (text: string) => Buffer;
}

/** START, COMMIT, ROLLBACK and DDL. */
export function plainRows({ kind, detail }: JournalRecord, { delimiter }: Writing): readonly ContentRow[] {
  switch (kind) {
    case 'start':
      return rowsOf('START', `set transaction read write${delimiter}`, null, { status: 0, info: null, ssn: 0 });
    case 'commit':
      return rowsOf('COMMIT', `commit${delimiter}`, null, { status: 0, info: null, ssn: 0 });
    case 'rollback':
      return rowsOf('ROLLBACK', `rollback${delimiter}`, null, { status: 0, info: null, ssn: 0 });
    default:
      return rowsOf('DDL', `${detail ?? ''}${delimiter}`, null, { status: 0, info: 'USER DDL (PlSql=0 RecDep=0)', ssn: 0 });
  }
}

/** A change of a row: its statement, and behind it what was written to its large columns. */
export function changeRows(
  record: JournalRecord,
  change: Change,
  table: MinedTable,
  rowId: string,
  writing: Writing,
): readonly ContentRow[] {
  const { style, delimiter } = writing;
  if (table.columns.length === 0 || table.columns.some(({ type }) => isUnsupported(type)))
    return rowsOf('UNSUPPORTED', 'Unsupported', 'Unsupported', { status: 2, info: 'Unsupported', ssn: 0 });
  const names = table.isCurrent ? knownNames(table, style) : unknownNames(table, record.objectId, writing.encode);
  const known = table.isCurrent ? { status: 0, info: null } : { status: 2, info: 'Dictionary Mismatch' };
  if (record.isRollback) return undoneRows(change, table, names, rowId, writing, known);
  const statement = rowStatement(change, table, names, style, rowId);
  const rows: ContentRow[] = [];
  let ssn = 0;
  if (statement !== undefined) {
    const undo = statement.undo === null ? null : `${statement.undo}${delimiter}`;
    rows.push(...rowsOf(operations[change.operation], `${statement.redo}${delimiter}`, undo, { ...known, ssn: ssn++ }));
  }
  if (change.operation === 'delete') return rows;
  const pieces = largePieces(change.before, change.after, table, names, style, { rowId, hasWholeBlocks: writing.hasWholeBlocks });
  for (const { operation, redo, undo } of pieces) {
    const isPart = operation !== 'UPDATE';
    const told = operation.startsWith('XML')
      ? { status: 5, info: 'XML sql_redo not re-executable' }
      : { ...known, info: isPart ? 'LOB sql_redo not re-executable' : known.info };
    rows.push(...rowsOf(operation, redo === null || isPart ? redo : `${redo}${delimiter}`, undo, { ...told, ssn: ssn++ }));
  }
  return rows;
}

/** Each record is undone by one of its own, the last one first; what was written to a large object outside of its row has none. */
function undoneRows(
  change: Change,
  table: MinedTable,
  names: Naming,
  rowId: string,
  { style, delimiter, hasWholeBlocks }: Writing,
  known: Pick<ContentRow, 'status' | 'info'>,
): readonly ContentRow[] {
  const written = forward(change);
  const pieces =
    written.after === undefined ? [] : [...largePieces(written.before, written.after, table, names, style, { rowId, hasWholeBlocks })];
  const condition = style.withRowIds ? ` where ROWID = '${rowId}'` : '';
  const set = pieces.filter(({ operation }) => operation === 'UPDATE').reverse();
  const rows = set.flatMap(({ place }, ssn) =>
    rowsOf('UPDATE', `update ${names.table} set ${names.column(place)} = NULL${condition}${delimiter}`, null, { ...known, ssn }),
  );
  const own =
    rowStatement(written, table, names, style, rowId) === undefined ? undefined : undoneStatement(change, table, names, style, rowId);
  if (own === undefined) return rows;
  return [...rows, ...rowsOf(operations[change.operation], `${own.redo}${delimiter}`, own.undo, { ...known, ssn: rows.length })];
}

/** The change that this one takes back. */
function forward(change: Change): Change {
  if (change.operation === 'update') return { operation: 'update', before: change.after, after: change.before };
  if (change.operation === 'delete') return { operation: 'insert', before: undefined, after: change.before };
  return { operation: 'delete', before: change.after, after: undefined };
}

const operations = { insert: 'INSERT', delete: 'DELETE', update: 'UPDATE' } as const;

function rowsOf(
  operation: OperationName,
  redo: string | null,
  undo: string | null,
  told: Pick<ContentRow, 'status' | 'info' | 'ssn'>,
): readonly ContentRow[] {
  return rowTexts(redo, undo).map((text) => ({ operation, ...text, ...told }));
}

export function changeOf({ kind, before, after }: JournalRecord, read: (json: string) => Image): Change | undefined {
  if (kind === 'insert' && after !== null) return { operation: 'insert', before: undefined, after: read(after) };
  if (kind === 'delete' && before !== null) return { operation: 'delete', before: read(before), after: undefined };
  if (kind === 'update' && before !== null && after !== null) return { operation: 'update', before: read(before), after: read(after) };
  return undefined;
}

/** Without minimal supplemental logging LogMiner cannot put a row together: a belief about what it shows then. */
export const unlogged: ContentRow = {
  operation: 'UNSUPPORTED',
  redo: 'Unsupported',
  undo: 'Unsupported',
  continues: false,
  status: 2,
  info: 'Unsupported',
  ssn: 0,
};
