import type { Execution, OracleError, OracleSession } from '../engine.ts';
import { fieldVersion, messageType } from './protocol.ts';
import { parseRowId, writeRowPlace } from './values/rowids.ts';
import type { Writer } from './writer.ts';

/** What the end of each answer needs of the connection. */
export interface AnswerContext {
  readonly out: Writer;
  readonly session: Pick<OracleSession, 'inTransaction'>;
  readonly fields: number;
}

/** The end of an answer to a call on a statement. */
export interface Outcome {
  readonly error?: Told | undefined;
  /** The cursor's number; 0 when there is none any more. */
  readonly cursor: number;
  /** Rows so far, or touched. */
  readonly rowCount: number;
  readonly rowId?: string | undefined;
  readonly warning?: OracleError | undefined;
  readonly batchErrors?: Execution['batchErrors'];
}

type Told = Pick<OracleError, 'number' | 'message' | 'offset'>;

/** How a fetch says that it came to the end. */
export const noMoreRows: Told = { number: 1403, message: 'ORA-01403: no data found', offset: undefined };

const batchFailed: Told = { number: 24_381, message: 'ORA-24381: error(s) in array DML', offset: undefined };
const flag = { inTransaction: 2, compiledWithErrors: 0x20 };
const compiledWithErrors = 24_344;
const noRow = { object: 0, file: 0, block: 0, row: 0 };

/** The end of an answer to a call that cannot fail any more. */
export function writeStatus({ out, session }: AnswerContext): void {
  out.u8(messageType.status);
  out.integer(session.inTransaction ? flag.inTransaction : 0);
  out.integer(0);
}

export function writeOutcome({ out, session, fields }: AnswerContext, outcome: Outcome): void {
  const { cursor, rowCount, rowId, warning } = outcome;
  const batchErrors = outcome.batchErrors ?? [];
  const error = outcome.error ?? (batchErrors.length > 0 ? batchFailed : undefined);
  const number = error?.number ?? 0;
  out.u8(messageType.error);
  out.integer(session.inTransaction ? flag.inTransaction : 0);
  out.integer(0);
  out.integer(Math.min(rowCount, 0xffffffff));
  out.integer(number & 0xffff);
  out.integer(0);
  out.integer(0);
  out.integer(cursor);
  writeOffset(out, error?.offset);
  // Type of the statement, whether it is fatal, flags, options of the cursor, a parameter of the call.
  for (let field = 0; field < 5; field++) out.u8(0);
  out.u8(warning?.number === compiledWithErrors ? flag.compiledWithErrors : 0);
  writeRowPlace(out, rowId === undefined || rowId.length !== 18 ? noRow : parseRowId(rowId));
  out.integer(0);
  out.u8(0);
  out.u8(0);
  out.integer(0);
  out.integer(0);
  out.integer(0);
  writeBatchErrors(out, batchErrors);
  out.integer(number);
  out.integer(rowCount);
  if (fields >= fieldVersion.v20) {
    // Type and checksum of the statement.
    out.integer(0);
    out.integer(0);
  }
  if (error !== undefined) out.text(`${error.message}\n`);
}

/** Negative where Oracle gives none. */
function writeOffset(out: Writer, offset: number | undefined): void {
  if (offset !== undefined) return out.integer(Math.min(offset, 0x7fff));
  out.u8(0x81);
  out.u8(1);
}

function writeBatchErrors(out: Writer, errors: NonNullable<Execution['batchErrors']>): void {
  out.integer(errors.length);
  // Before each list stands a byte of its packed size, which only must not look like the mark of pieces.
  if (errors.length > 0) out.u8(1);
  for (const { error } of errors) out.integer(error.number);
  out.integer(errors.length);
  if (errors.length > 0) out.u8(1);
  for (const { row } of errors) out.integer(row);
  out.integer(errors.length);
  if (errors.length > 0) out.u8(1);
  for (const { error } of errors) {
    out.integer(Buffer.byteLength(error.message));
    out.text(error.message);
    out.u16(0);
  }
}
