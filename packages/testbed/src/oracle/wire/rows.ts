import { OracleError, type OracleValue } from '../engine.ts';
import { noMoreRows, writeOutcome } from './answers.ts';
import type { EncodedColumn } from './columns.ts';
import type { Conversation, Statement } from './conversation.ts';
import { messageType } from './protocol.ts';
import { happen } from './strikes.ts';
import type { Writer } from './writer.ts';

/** Sends at most so many rows, and whether there are more. Throws 1002 when nothing is open. */
export async function fetchRows(on: Conversation, statement: Statement, count: number, signal: AbortSignal): Promise<void> {
  const { strike } = statement;
  const left = strike?.atRow === undefined ? Infinity : strike.atRow - 1 - statement.rows;
  const asked = Math.min(count, left);
  if (!statement.isRead && asked > 0) await sendRows(on, statement, asked, signal);
  if (strike !== undefined && left < count && !statement.isRead) happen(on, strike);
  if (on.isOver) return;
  const error = statement.isRead ? noMoreRows : undefined;
  writeOutcome(on, { error, cursor: statement.number, rowCount: statement.rows });
}

async function sendRows(on: Conversation, statement: Statement, count: number, signal: AbortSignal): Promise<void> {
  const { cursor, columns } = statement;
  if (cursor === undefined || columns === undefined) throw new OracleError(1002, 'fetch out of sequence');
  const rows = await cursor.fetch(count, signal);
  // The client broke: what it gets is thrown away.
  signal.throwIfAborted();
  if (rows.length > 0) {
    writeHeader(on.out);
    for (const row of rows) writeRow(on.out, columns, row);
    statement.rows += rows.length;
  }
  if (rows.length >= count) return;
  statement.isRead = true;
  statement.cursor = undefined;
  await cursor.close();
}

function writeHeader(out: Writer): void {
  out.u8(messageType.rowHeader);
  out.u8(0);
  // Requests, iteration, iterations, size of the buffer, columns that repeat, a rowid.
  for (let field = 0; field < 6; field++) out.integer(0);
}

function writeRow(out: Writer, columns: readonly EncodedColumn[], row: readonly OracleValue[]): void {
  const start = out.mark();
  try {
    if (row.length !== columns.length) throw new TypeError(`The engine gave ${row.length} values for ${columns.length} columns.`);
    out.u8(messageType.row);
    for (let index = 0; index < columns.length; index++) {
      const encoding = columns[index]?.encoding;
      const value = row[index];
      if (encoding === undefined || value === undefined) throw new TypeError('The engine gave a row with a hole.');
      if (value === null) encoding.writeNull(out);
      else encoding.write(out, value);
    }
  } catch (error) {
    // The client could not read on behind half a row.
    if (!out.rewind(start)) out.close();
    throw error;
  }
}
