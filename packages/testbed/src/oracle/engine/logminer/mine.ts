import { OracleError } from '../../engine.ts';
import type { ExtensionSession } from '../extensions.ts';
import type { Image } from '../redo/image.ts';
import { operationCodes } from '../redo/operations.ts';
import { type CharacterSet, characterSet } from '../values/character-sets.ts';
import { offsetOf } from '../values/moments.ts';
import { type ContentRow, changeOf, changeRows, plainRows, unlogged, type Writing } from './content-rows.ts';
import { copied } from './copied.ts';
import { imageReader } from './images.ts';
import { type JournalRecord, journalRecords } from './journal.ts';
import { demandMining, miningSession, openLogs, options, type Started } from './mining-session.ts';
import { type MinedTable, type MinedTables, minedTables } from './tables.ts';
import { minedTransactions, transactionColumns } from './transactions.ts';

/** Rows of one run, in a table of the session's own: every query of V$LOGMNR_CONTENTS reads the window anew, as Oracle does. */
export const contentsTable = 'pg_temp.logmnr_contents';

/** The ROWID of records that are of no row. */
export const noRowId = 'AAAAAAAAAAAAAAAAAA';

/** Fills the table for one query; for who may not read the view there is nothing to do, and the query is refused by its name (942). */
export async function mineWindow(session: ExtensionSession): Promise<void> {
  if (!mayRead(session)) return;
  const mining = miningSession(session);
  if (mining?.started === undefined)
    throw new OracleError(1306, 'dbms_logmnr.start_logmnr() must be invoked before selecting from v$logmnr_contents');
  demandMining(session);
  await openLogs(session, mining.files);
  await session.query(
    `create table if not exists ${contentsTable} (line int, ${recordColumns}, ${transactionColumns}); truncate ${contentsTable}`,
  );
  const writer = await writerOf(session, mining.started);
  const transactions = minedTransactions(session);
  let count = 0;
  for await (const records of journalRecords(session, mining.started)) {
    await transactions.load(records.flatMap(({ tx }) => tx ?? []));
    await writer.load(records);
    const lines: string[] = [];
    for (const record of records)
      for (const line of writer.lines(record)) lines.push(`${count++}\t${copied(line)}\t${transactions.of(record.tx)}\n`);
    // Numbered as they come: the view gives them in that order.
    if (lines.length > 0) await session.copy(`copy ${contentsTable} from stdin`, lines.join(''));
  }
}

function mayRead(session: ExtensionSession): boolean {
  return (
    ['SELECT ANY DICTIONARY', 'SELECT_CATALOG_ROLE'].some(session.has) ||
    ['SELECT', 'READ'].some((right) => session.hasOn(right, 'V_$LOGMNR_CONTENTS'))
  );
}

const recordColumns =
  'seq bigint, scn bigint, at numeric, tx bigint, operation text, code int, undoes int, owner text, name text, row_id text, object_id int, definition int, data_object_id int, thread int, sequence bigint, block bigint, redo text, undo text, ssn int, csf int, info text, status int, committed boolean';

type Line = readonly (string | number | boolean | null)[];

interface Writer {
  load(records: readonly JournalRecord[]): Promise<void>;
  lines(record: JournalRecord): readonly Line[];
}

/** What makes the lines of records that it has seen. */
async function writerOf(session: ExtensionSession, started: Started): Promise<Writer> {
  const { rows } = await session.query(
    "select (select value from cat.parameters where name = '_character_set'), (select value from cat.parameters where name = 'compatible')",
  );
  const set = characterSet(rows[0]?.[0] ?? 'AL32UTF8');
  const writing = writingOf(session.settings, started, set, rows[0]?.[1] ?? '19');
  const has = (option: number): boolean => (started.options & option) !== 0;
  const tables = await minedTables(session);
  const read = imageReaders(set, offsetOf(session.settings.get('TIME_ZONE') ?? '+00:00') ?? 0);
  const lines = (record: JournalRecord): readonly Line[] => {
    const found = record.objectId === 0 ? undefined : tables.of(record.objectId, record.definition, record.scn);
    const isPlain = !['insert', 'update', 'delete'].includes(record.kind);
    if (found === undefined || isPlain) {
      const seen = found === undefined || found.name === '' ? undefined : { ...found, isCurrent: true };
      return plainRows(record, writing).map((row) => line(record, row, seen, has(options.COMMITTED_DATA_ONLY)));
    }
    const named = has(options.DICT_FROM_ONLINE_CATALOG) ? found : { ...found, isCurrent: false };
    return rowsOfChange(record, named, read(found), tables, writing).map((row) =>
      line(record, row, named, has(options.COMMITTED_DATA_ONLY)),
    );
  };
  return { load: (records) => tables.load(records), lines };
}

function rowsOfChange(
  record: JournalRecord,
  named: MinedTable,
  read: (json: string) => Image,
  tables: MinedTables,
  writing: Writing,
): readonly ContentRow[] {
  const change = tables.isLogged(record.scn) ? changeOf(record, read) : undefined;
  const rowId = named.hasRowIds ? (record.rowId ?? noRowId) : noRowId;
  return change === undefined ? [unlogged] : changeRows(record, change, named, rowId, writing);
}

/** One reader for each definition. */
function imageReaders(set: CharacterSet, sessionOffset: number): (table: MinedTable) => (json: string) => Image {
  const readers = new Map<MinedTable, (json: string) => Image>();
  return (table) => {
    const known = readers.get(table);
    if (known !== undefined) return known;
    const columns = table.columnIds.map((id, place) => ({ id, type: table.columns[place]?.type ?? ({ name: 'long' } as const) }));
    const reader = imageReader(columns, set, sessionOffset);
    readers.set(table, reader);
    return reader;
  };
}

function writingOf(settings: ExtensionSession['settings'], started: Started, set: CharacterSet, compatible: string): Writing {
  return {
    style: {
      dateFormat: settings.get('NLS_DATE_FORMAT') ?? 'DD-MON-RR',
      timestampFormat: settings.get('NLS_TIMESTAMP_FORMAT') ?? 'DD-MON-RR HH.MI.SSXFF AM',
      timestampTzFormat: settings.get('NLS_TIMESTAMP_TZ_FORMAT') ?? 'DD-MON-RR HH.MI.SSXFF AM TZR',
      hasLiterals: (started.options & options.STRING_LITERALS_IN_STMT) !== 0,
      withRowIds: (started.options & options.NO_ROWID_IN_STMT) === 0,
    },
    delimiter: (started.options & options.NO_SQL_DELIMITER) === 0 ? ';' : '',
    hasWholeBlocks: Number.parseInt(compatible, 10) >= 23,
    encode: (text) => (set.isUnicode ? Buffer.from(text) : Buffer.from(set.encode(text), 'latin1')),
  };
}

function line(record: JournalRecord, row: ContentRow, named: MinedTable | undefined, isCommittedOnly: boolean): Line {
  const isPiece = row.operation.includes('LOB') || row.operation.startsWith('XML');
  const rowId = isPiece || named?.hasRowIds !== true ? null : (record.rowId ?? null);
  return [
    record.seq,
    record.scn,
    record.at,
    record.tx,
    row.operation,
    operationCodes[row.operation],
    Number(record.isRollback),
    ...(named === undefined ? [null, null] : nameOf(record, named)),
    rowId,
    record.objectId || null,
    record.definition || null,
    record.dataObjectId || null,
    record.thread,
    record.sequence,
    // The header takes the first block of a log.
    record.block + 2,
    row.redo,
    row.undo,
    row.ssn,
    Number(row.continues),
    row.info,
    row.status,
    isCommittedOnly,
  ];
}

/** SEG_OWNER and TABLE_NAME. */
function nameOf({ objectId }: JournalRecord, { isCurrent, owner, name }: MinedTable): readonly string[] {
  return isCurrent ? [owner, name] : ['UNKNOWN', `OBJ# ${objectId}`];
}
