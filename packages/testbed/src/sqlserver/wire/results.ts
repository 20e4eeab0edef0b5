import type { ResultColumn, ResultSink, ServerMessage, SqlServerError, SqlValue } from '../engine.ts';
import type { TokenWriter } from './token-writer.ts';
import { doneStatus, token, writeDatabase, writeDone, writeMessage } from './tokens.ts';
import type { Encoding } from './values/encoding.ts';
import { encodingOf } from './values/encodings.ts';

/** The results of one request, as tokens. */
export interface Results extends ResultSink {
  error(error: SqlServerError): void;
  /** Behind the last statement: a call ends with DONEPROC, which its caller writes, a batch with the DONE of its last statement. */
  endBatch(): void;
  endStatements(): void;
  /** An error was told. */
  readonly failed: boolean;
}

/** Where results go. */
export interface ResultsContext {
  readonly out: TokenWriter;
  /** Rows with nulls travel without them: from TDS 7.3B on. */
  readonly compressNulls: boolean;
  /** The one that the session is in; kept when it changes. */
  database: string;
}

interface Column extends ResultColumn {
  readonly encoding: Encoding;
}

/** In a procedure each statement ends with DONEINPROC. */
export function openResults(context: ResultsContext, inProcedure: boolean): Results {
  const { out } = context;
  let columns: readonly Column[] = [];
  let hasColumns = false;
  let failed = false;
  /** A statement that ended: whether more follows is known only when something does. */
  let ended: { readonly rows: number | undefined; readonly isSelect: boolean } | undefined;
  const doneToken = inProcedure ? token.doneInProcedure : token.done;
  const more = (): void => {
    if (ended !== undefined) writeDone(out, doneToken, doneStatus.more, ended.rows, ended.isSelect);
    ended = undefined;
  };
  const encode = (values: readonly SqlValue[]): void => {
    if (values.length !== columns.length) throw new TypeError(`The engine gave ${values.length} values for ${columns.length} columns.`);
    const compressed = context.compressNulls && values.includes(null);
    out.u8(compressed ? token.rowWithNulls : token.row);
    if (compressed) writeNullBitmap(out, values);
    for (let index = 0; index < columns.length; index++) {
      const column = columns[index];
      const value = values[index];
      if (column === undefined || value === undefined) throw new TypeError('The engine gave a row with a hole.');
      if (value !== null) column.encoding.write(out, value);
      else if (!column.nullable) throw new TypeError('The engine gave null in a column that may not be null.');
      else if (!compressed) column.encoding.writeNull(out);
    }
  };
  return {
    columns: (told) => {
      more();
      columns = told.map((column) => ({ ...column, encoding: encodingOf(column, context.database) }));
      hasColumns = true;
      writeColumns(out, columns);
    },
    row: (values) => {
      if (!hasColumns) throw new TypeError('The engine gave a row before its columns.');
      const start = out.mark();
      try {
        encode(values);
      } catch (error) {
        // The client could not read on behind half a row.
        out.rewind(start);
        throw error;
      }
      return out.blocked;
    },
    done: (rows) => {
      more();
      ended = { rows, isSelect: hasColumns };
      hasColumns = false;
    },
    info: (message: ServerMessage) => {
      more();
      writeMessage(out, token.info, message);
    },
    database: (name) => {
      more();
      writeDatabase(out, name, context.database);
      context.database = name;
    },
    error: (error) => {
      more();
      failed = true;
      writeMessage(out, token.error, error);
    },
    endBatch: () => {
      const status = failed ? doneStatus.error : 0;
      writeDone(out, token.done, status, ended?.rows, ended?.isSelect ?? false);
      ended = undefined;
    },
    endStatements: more,
    get failed() {
      return failed;
    },
  };
}

function writeColumns(out: TokenWriter, columns: readonly Column[]): void {
  out.u8(token.columns);
  out.u16(columns.length);
  for (const { name, nullable, encoding } of columns) {
    // No user type; whether the column can be updated is unknown.
    out.u32(0);
    out.u16(nullable ? 0x09 : 0x08);
    encoding.describe(out);
    out.byteText(name);
  }
}

function writeNullBitmap(out: TokenWriter, values: readonly SqlValue[]): void {
  for (let first = 0; first < values.length; first += 8) {
    let bits = 0;
    const end = Math.min(first + 8, values.length);
    for (let index = first; index < end; index++) if (values[index] === null) bits |= 1 << (index - first);
    out.u8(bits);
  }
}
