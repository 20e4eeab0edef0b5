import {
  type BufferPool,
  copyWords,
  createByteWriter,
  lineSlots,
  type ParsedLine,
  reserveBytes,
  takeBytes,
  type Version,
  viewOf,
} from '@lienthong/core';
import { type BatchRows, beforeKey, keyHeadBytes, lengthBytes, rowTail, type Truncation, writeKeyHead } from '../storage/batch-rows.ts';
import { latin1At, moreThanText, type WriteValue, writeText, writeTimestamp } from '../storage/binary-values.ts';
import type { StoredContract } from '../storage/contracts.ts';
import { batchPlace, beforeVersion, closePlace } from '../storage/place.ts';
import { mostKeyBytes } from '../storage/stored-key.ts';
import { type Field, opOfDeletion, rowForm, writeLength, writeNull } from './row-form.ts';

/** Writes the lines of one batch as rows for COPY, one behind the other. */
export interface RowWriter {
  add(line: number, parsed: ParsedLine): void;
  /** A line that the contract's scanner took: straight from its bytes. False when its key is longer than `mostKeyBytes`. */
  addScanned(line: number, bytes: DataView, start: number, end: number, spans: Int32Array): boolean;
  /** The rows, until `release` gives their memory back to the pool. */
  finish(): { readonly rows: BatchRows; readonly release: () => void };
}

export interface RowWriterInput {
  readonly contract: StoredContract;
  readonly epoch: number;
  readonly sequence: number;
  /** How many lines may come. */
  readonly count: number;
  /** Bytes that the rows will take, about. */
  readonly size: number;
  readonly buffers: BufferPool;
}

const usualKeyBytes = 32;

export function createRowWriter({ contract, epoch, sequence, count, size, buffers }: RowWriterInput): RowWriter {
  const form = rowForm(contract);
  const tail = rowTail(contract.id);
  const batch = batchPlace(epoch, sequence);
  // Beside what a line says: lengths, our own columns, and what numbers may take more than their text.
  const roomBesides = tail.byteLength + form.count * 4 + (form.fields.length + form.keys.length) * moreThanText + 150;
  const starts = new Int32Array(count + 1);
  const keyStarts = new Int32Array(count + 1);
  const lines = new Int32Array(count);
  const deleted = new Uint8Array(count);
  const truncations: Truncation[] = [];
  // Not of the pool: small, and it would hold a large buffer of it.
  const keys = createByteWriter();
  reserveBytes(keys, usualKeyBytes * count);
  let to = buffers.take(size);
  let toView = viewOf(to);
  let at = 0;
  let rows = 0;
  /** Of all rows until now, unless there are several. */
  let version: Version | undefined;
  let versions: Version[] | undefined;

  const room = (more: number): void => {
    if (at + more <= to.length) return;
    const larger = buffers.take(Math.max(at + more, to.length * 2));
    to.copy(larger, 0, 0, at);
    buffers.give(to);
    to = larger;
    toView = viewOf(larger);
  };
  const writeWord = (text: string, write: WriteValue): void => {
    const bytes = Buffer.from(text, 'utf8');
    room(bytes.length + roomBesides);
    at = writeLength(toView, at, write(viewOf(bytes), 0, bytes.length, toView, at + 4));
  };
  /** Gives the place behind its bytes, which begin so far behind a field. */
  const writeBehind = (text: string, before: number): number => {
    const bytes = Buffer.from(text, 'utf8');
    room(bytes.length + roomBesides);
    return writeText(viewOf(bytes), 0, bytes.length, toView, at + before);
  };
  const writeKey = (text: string): void => {
    const end = writeBehind(text, lengthBytes + keyHeadBytes);
    writeKeyHead(toView, at, end);
    at = end;
  };
  const writePlace = (version: Version, line: number): void => {
    // First: it may move to larger memory.
    const end = writeBehind(version, beforeVersion);
    at = closePlace(toView, at, end, batch, line);
  };
  const endRow = (line: number, itsVersion: Version, isDeletion: boolean): void => {
    at = copyWords(tail, 0, tail.byteLength, toView, at);
    // While it is still in the processor's cache: whoever wants the keys of a batch need not walk over its rows.
    const key = (starts[rows] ?? 0) + beforeKey;
    const keyEnd = key + lengthBytes + toView.getInt32(key);
    reserveBytes(keys, keyEnd - key);
    keys.length = copyWords(toView, key, keyEnd, keys.view, keys.length);
    lines[rows] = line;
    if (isDeletion) deleted[rows] = 1;
    if (versions !== undefined) versions.push(itsVersion);
    else if (rows > 0 && itsVersion !== version) {
      versions = new Array<Version>(rows).fill(version ?? itsVersion);
      versions.push(itsVersion);
    }
    version = itsVersion;
    starts[++rows] = at;
    keyStarts[rows] = keys.length;
  };

  return {
    add(line, { op, version: itsVersion, at: time, tx, key, values }) {
      if (op === 't') {
        truncations.push({ line, version: itsVersion, at: time, tx });
        return;
      }
      room(2);
      toView.setInt16(at, form.count);
      at += 2;
      writeKey(key);
      writePlace(itsVersion, line);
      toView.setInt32(at, 1);
      toView.setUint8(at + 4, op === 'd' ? 1 : 0);
      at += 5;
      if (time === undefined) at = writeNull(toView, at);
      else writeWord(time, writeTimestamp);
      if (tx === undefined) at = writeNull(toView, at);
      else writeWord(tx, writeText);
      for (let place = 0; place < form.fields.length; place++) {
        const value = values[place] ?? null;
        if (value === null) at = writeNull(toView, at);
        else writeWord(value, (form.fields[place] as Field).write); // within the bounds
      }
      room(tail.byteLength);
      endRow(line, itsVersion, op === 'd');
    },
    addScanned(line, bytes, start, end, spans) {
      if (end - start > mostKeyBytes && keyLength(form.keys, spans) > mostKeyBytes) return false;
      // The key stands there twice.
      room(2 * (end - start) + roomBesides);
      at = form.write(bytes, spans, batch, line, toView, at);
      const begin = spans[lineSlots.version] ?? 0;
      const until = spans[lineSlots.version + 1] ?? 0;
      const itsVersion = sameText(version, bytes, begin, until - begin) ? version : (latin1At(bytes, begin, until) as Version); // the scanner took it
      endRow(line, itsVersion, spans[lineSlots.op] === opOfDeletion);
      return true;
    },
    finish() {
      const { bytes: keyBytes } = takeBytes(keys);
      const theirVersions = versions ?? version ?? [];
      return {
        rows: {
          count: rows,
          bytes: to.subarray(0, at),
          starts,
          keys: keyBytes,
          keyStarts,
          lines,
          versions: theirVersions,
          deleted,
          truncations,
        },
        release: () => buffers.give(to),
      };
    },
  };
}

function keyLength(keys: readonly Field[], spans: Int32Array): number {
  return keys.reduce((sum, { slot }) => sum + (spans[slot + 1] ?? 0) - (spans[slot] ?? 0) + 3, 1);
}

/** Most lines of a batch bear the version of the line before: no string is made for those. */
function sameText(known: string | undefined, bytes: DataView, start: number, length: number): known is Version {
  if (known === undefined || known.length !== length) return false;
  for (let index = length - 1; index >= 0; index--) if (known.charCodeAt(index) !== bytes.getUint8(start + index)) return false;
  return true;
}
