import { callCode, fieldVersion } from './protocol.ts';
import type { Reader } from './reader.ts';

/** A call that executes a statement, parses it, or fetches of it, without what is bound. */
export interface ExecuteCall {
  /** 0 for a new statement. */
  readonly cursor: number;
  /** To be parsed; undefined for one that was. */
  readonly text: string | undefined;
  readonly executes: boolean;
  /** Describes a query without executing it. */
  readonly describesOnly: boolean;
  readonly fetches: boolean;
  readonly commits: boolean;
  readonly gathersErrors: boolean;
  /** How many rows of binds, for what is no query. */
  readonly iterations: number;
  readonly rows: number;
  /** How many types of binds and of columns follow. */
  readonly binds: number;
  readonly defines: number;
}

const option = { parse: 0x01, define: 0x10, execute: 0x20, fetch: 0x40, commit: 0x100, describe: 0x20000, batchErrors: 0x80000 };

export function readExecute(reader: Reader, fields: number): ExecuteCall {
  const options = reader.integer();
  const cursor = reader.integer();
  const hasText = reader.u8() !== 0;
  reader.integer();
  // The vector behind the text, and answers that nobody wants.
  reader.u8();
  reader.integer();
  reader.take(3);
  const rows = reader.integer();
  reader.integer();
  reader.u8();
  const binds = reader.integer();
  reader.take(5);
  reader.u8();
  const defines = reader.integer();
  skipRegistration(reader);
  skipLater(reader, fields);
  const text = hasText ? (reader.bytes() ?? Buffer.alloc(0)).toString('utf8') : undefined;
  const vector = Array.from({ length: 13 }, () => reader.integer());
  const isQuery = vector[7] === 1;
  return {
    cursor,
    text,
    executes: (options & option.execute) !== 0,
    describesOnly: (options & option.describe) !== 0 && (options & option.execute) === 0,
    fetches: (options & (option.fetch | option.define)) !== 0,
    commits: (options & option.commit) !== 0,
    gathersErrors: (options & option.batchErrors) !== 0,
    iterations: isQuery ? 1 : Math.max(1, vector[1] ?? 1),
    rows,
    binds,
    defines: (options & option.define) === 0 ? 0 : defines,
  };
}

function skipRegistration(reader: Reader): void {
  reader.integer();
  reader.take(3);
  reader.integer();
  reader.u8();
  reader.integer();
  reader.integer();
  // Counts of rows for each row of binds, which are not told.
  reader.u8();
  reader.integer();
  reader.u8();
}

/** Fields that 12.2 added. */
function skipLater(reader: Reader, fields: number): void {
  if (fields < fieldVersion.v12_2) return;
  reader.u8();
  reader.integer();
  reader.u8();
  reader.integer();
  reader.u8();
  if (fields < fieldVersion.v12_2x) return;
  reader.u8();
  reader.integer();
}

/** The short form, for a statement that was executed before with binds of the same types. */
export function readReexecute(reader: Reader, call: number): ExecuteCall {
  const cursor = reader.integer();
  const count = reader.integer();
  reader.integer();
  const commits = (reader.integer() & 1) !== 0;
  const fetches = call === callCode.reexecuteAndFetch;
  const base = { text: undefined, describesOnly: false, gathersErrors: false, binds: 0, defines: 0 };
  return { ...base, cursor, executes: true, fetches, commits, iterations: fetches ? 1 : Math.max(1, count), rows: count };
}
