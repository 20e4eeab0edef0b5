import { copyBytes, viewOf } from '@lienthong/core';
import { readLength } from './text-protocol.ts';

/** Rows as they came, with room behind them for values that are written anew. */
export interface GatheredRows {
  bytes: Buffer;
  used: number;
  bounds: Int32Array;
  readonly width: number;
  count: number;
}

/** Gathers rows of the text protocol: the values stay where they lay in the packets. */
export interface TextRowReader {
  /** A row, valid only during the call: nothing of it is kept but a copy. */
  push(bytes: Buffer, start: number, end: number): void;
  /** The rows since the last call; their memory is used again by the next `push`. */
  take(): GatheredRows;
}

const initialBytes = 256 * 1024;
const nullMarker = 0xfb;

export function createTextRowReader(width: number): TextRowReader {
  const rows: GatheredRows = {
    bytes: Buffer.allocUnsafe(initialBytes),
    used: 0,
    bounds: new Int32Array(width * 2 * 1024),
    width,
    count: 0,
  };
  let view = viewOf(rows.bytes);
  // A socket's piece holds many rows: one view serves them all.
  let piece: Buffer | undefined;
  let pieceView = view;
  let taken = false;
  return {
    push(bytes, start, end) {
      if (taken) {
        rows.used = 0;
        rows.count = 0;
        taken = false;
      }
      reserve(rows, end - start);
      if (view.buffer !== rows.bytes.buffer || view.byteOffset !== rows.bytes.byteOffset) view = viewOf(rows.bytes);
      if (bytes !== piece) {
        piece = bytes;
        pieceView = viewOf(bytes);
      }
      const base = rows.used;
      rows.used = copyBytes(pieceView, start, end, view, base);
      let place = rows.count * width * 2;
      if (place + width * 2 > rows.bounds.length) {
        const larger = new Int32Array(rows.bounds.length * 2);
        larger.set(rows.bounds);
        rows.bounds = larger;
      }
      const { bytes: own, bounds } = rows;
      let at = base;
      for (let column = 0; column < width; column++) {
        const first = own[at] ?? nullMarker;
        if (first < nullMarker) {
          bounds[place++] = at + 1;
          at += 1 + first;
          bounds[place++] = at;
        } else if (first === nullMarker) {
          bounds[place++] = -1;
          bounds[place++] = -1;
          at += 1;
        } else {
          const { value, behind } = readLength(own, at);
          bounds[place++] = behind;
          at = behind + value;
          bounds[place++] = at;
        }
      }
      rows.count += 1;
    },
    take() {
      if (taken) {
        rows.used = 0;
        rows.count = 0;
      }
      taken = true;
      return rows;
    },
  };
}

/** Makes room behind what is used. */
export function reserve(rows: GatheredRows, bytes: number): void {
  if (rows.used + bytes <= rows.bytes.length) return;
  const larger = Buffer.allocUnsafe(Math.max(rows.bytes.length * 2, rows.used + bytes));
  rows.bytes.copy(larger, 0, 0, rows.used);
  rows.bytes = larger;
}
