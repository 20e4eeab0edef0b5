import { type BufferPool, createByteWriter, lineSlots, reserveBytes, takeBytes, type Version } from '@lienthong/core';
import type { BatchRows, Truncation } from '../storage/batch-rows.ts';
import { type RowMemory, toldNumbers } from './row-memory.ts';

/** The rows of one batch, as they come out of the memory in which they were made. */
export interface CollectedRows {
  readonly truncations: Truncation[];
  /** Takes the rows that were just written of lines `first` and the next ones; their spans are places from `base` on. */
  take(memory: RowMemory, base: number, lines: { readonly first: number; readonly count: number; readonly width: number }): void;
  finish(): { readonly rows: BatchRows; readonly release: () => void };
}

const usualKeyBytes = 32;

/** Of `count` lines at most; `size`: bytes that the rows will take, about. */
export function collectRows(count: number, size: number, buffers: BufferPool): CollectedRows {
  const starts = new Int32Array(count + 1);
  const keyStarts = new Int32Array(count + 1);
  const numbers = new Int32Array(count);
  const deleted = new Uint8Array(count);
  const truncations: Truncation[] = [];
  const bytes = createByteWriter(buffers);
  reserveBytes(bytes, size);
  // Not of the pool: small, and it would hold a large buffer of it.
  const keys = createByteWriter();
  reserveBytes(keys, usualKeyBytes * count);
  let rows = 0;
  const versions = collectVersions();

  return {
    truncations,
    take({ lines: { buffer, ints, view, areas: lineAreas }, areas }, base, { first, count: lines, width }) {
      const told = areas.told >> 2;
      const last = told + (lines - 1) * toldNumbers;
      for (let index = 0, at = told; index < lines; index++, at += toldNumbers) {
        const spans = (lineAreas.spans >> 2) + index * width + lineSlots.version;
        if (ints[at + 3] === 1) versions.again();
        else versions.add(rows, view, base + (ints[spans] ?? 0), base + (ints[spans + 1] ?? 0));
        numbers[rows] = first + index;
        deleted[rows] = ints[at + 2] ?? 0;
        rows++;
        starts[rows] = bytes.length + (ints[at] ?? 0);
        keyStarts[rows] = keys.length + (ints[at + 1] ?? 0);
      }
      append(bytes, buffer, areas.rows, ints[last] ?? 0);
      append(keys, buffer, areas.keys, ints[last + 1] ?? 0);
    },
    finish() {
      const written = takeBytes(bytes);
      return {
        rows: {
          ...{ count: rows, bytes: written.bytes, starts, keys: takeBytes(keys).bytes, keyStarts, lines: numbers, deleted, truncations },
          versions: versions.all(),
        },
        release: written.release,
      };
    },
  };
}

function append(writer: ReturnType<typeof createByteWriter>, from: Buffer, start: number, length: number): void {
  from.copy(reserveBytes(writer, length), writer.length, start, start + length);
  writer.length += length;
}

interface CollectedVersions {
  /** Another row of the version before. */
  again(): void;
  add(row: number, bytes: DataView, start: number, end: number): void;
  all(): Version | readonly Version[];
}

/** One for all rows until a second one comes: a snapshot has no other. */
function collectVersions(): CollectedVersions {
  let last: Version | undefined;
  let each: Version[] | undefined;
  return {
    again() {
      if (each !== undefined && last !== undefined) each.push(last);
    },
    add(row, bytes, start, end) {
      const version = sameText(last, bytes, start, end - start)
        ? last
        : (Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('latin1') as Version); // a scanner or a reader took it
      if (each === undefined && last !== undefined && version !== last) each = new Array<Version>(row).fill(last);
      each?.push(version);
      last = version;
    },
    all: () => each ?? last ?? [],
  };
}

/** Most lines bear the version of the line before: no string is made for those. */
function sameText(known: string | undefined, bytes: DataView, start: number, length: number): known is Version {
  if (known === undefined || known.length !== length) return false;
  for (let index = length - 1; index >= 0; index--) if (known.charCodeAt(index) !== bytes.getUint8(start + index)) return false;
  return true;
}
