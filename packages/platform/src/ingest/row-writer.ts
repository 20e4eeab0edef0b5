import type { ParsedLine, Version } from '@lienthong/core';
import { type BatchRows, openTail, type Truncation } from '../storage/batch-rows.ts';
import { columnType } from '../storage/column-types.ts';
import type { StoredContract } from '../storage/contracts.ts';
import { copyField } from '../storage/copy.ts';

/** Writes the lines of one batch as rows for COPY, one behind the other. */
export interface RowWriter {
  add(line: number, parsed: ParsedLine): void;
  finish(): BatchRows;
}

export interface RowWriterInput {
  readonly contract: StoredContract;
  readonly epoch: number;
  readonly sequence: number;
  /** How many lines may come. */
  readonly count: number;
  /** About as many bytes as the rows will have; more are fetched when needed. */
  readonly bytes: number;
}

export function createRowWriter({ contract, epoch, sequence, count, bytes }: RowWriterInput): RowWriter {
  const stores = contract.columns.map((column) => columnType(column.type).store);
  const tail = `\t${contract.id}\t${epoch}\t${sequence}\t${openTail}`;
  const starts = new Int32Array(count + 1);
  const keyEnds = new Int32Array(count);
  const lines = new Int32Array(count);
  const versions: Version[] = [];
  const truncations: Truncation[] = [];
  let text = Buffer.allocUnsafe(bytes);
  let at = 0;
  let rows = 0;
  const room = (more: number): void => {
    if (at + more <= text.length) return;
    const larger = Buffer.allocUnsafe(Math.max(at + more, text.length * 2));
    text.copy(larger, 0, 0, at);
    text = larger;
  };
  const write = (field: string): void => {
    room(field.length * 3);
    at += text.write(field, at);
  };
  return {
    add(line, { op, version, at: time, tx, key, values }) {
      if (op === 't') {
        truncations.push({ line, version, at: time, tx });
        return;
      }
      write(copyField(key));
      keyEnds[rows] = at;
      let row = `\t${copyField(version)}\t${line}\t${op === 'd' ? 't' : 'f'}\t${time ?? '\\N'}\t${copyField(tx ?? null)}`;
      for (let place = 0; place < stores.length; place++) {
        const value = values[place] ?? null;
        const store = stores[place];
        row += `\t${copyField(store === undefined || value === null ? value : store(value))}`;
      }
      write(row + tail);
      versions.push(version);
      lines[rows] = line;
      starts[++rows] = at;
    },
    finish: () => ({ count: rows, text: text.subarray(0, at), starts, keyEnds, lines, versions, truncations }),
  };
}
