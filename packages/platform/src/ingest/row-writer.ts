import { copyWords, encodingOf, jsonForm, lineSlots, type ParsedLine, propertySlot, type Version, viewOf } from '@lienthong/core';
import { type BatchRows, rowHead, rowTail, type Truncation } from '../storage/batch-rows.ts';
import { moreThanText, type WriteValue, writeText, writeTimestamp } from '../storage/binary-values.ts';
import { columnType } from '../storage/column-types.ts';
import type { StoredContract } from '../storage/contracts.ts';
import { writeUnescaped } from './unescape.ts';

/** Writes the lines of one batch as rows for COPY, one behind the other. */
export interface RowWriter {
  add(line: number, parsed: ParsedLine): void;
  /** A line that the contract's scanner took: straight from its bytes. False when its key is longer than `mostKeyBytes`. */
  addScanned(line: number, bytes: Buffer, start: number, end: number, spans: Int32Array): boolean;
  /** The rows, and the buffer that they lie in. */
  finish(): { readonly rows: BatchRows; readonly memory: Buffer };
}

export interface RowWriterInput {
  readonly contract: StoredContract;
  readonly epoch: number;
  readonly sequence: number;
  /** How many lines may come. */
  readonly count: number;
  /** Where the rows are written to; when it is too small, a larger one takes its place. */
  readonly memory: Buffer;
}

/** Keys are indexed: PostgreSQL's index takes no longer ones. */
export const mostKeyBytes = 2000;

const [comma, bracket, closingBracket, quoteMark] = [44, 91, 93, 34];
const opOfDeletion = 100;

interface Field {
  readonly slot: number;
  /** Whether JSON has quotes around it. */
  readonly quoted: boolean;
  readonly write: WriteValue;
  /** Whether the bytes of the line are those of the column. */
  readonly plain: boolean;
}

export function createRowWriter({ contract, epoch, sequence, count, memory }: RowWriterInput): RowWriter {
  const fields = fieldsOf(contract);
  const keys = contract.contract.primaryKey.map((name) => fieldOf(contract, fields, name));
  const head = rowHead(fields.length);
  const tail = rowTail(contract.id, epoch, sequence);
  const tailView = viewOf(tail);
  // Beside what a line says: lengths, our own columns, and what numbers may take more than their text.
  const roomBesides = head.length + tail.length + (fields.length + keys.length) * (4 + moreThanText) + 100;
  const starts = new Int32Array(count + 1);
  const keyEnds = new Int32Array(count);
  const lines = new Int32Array(count);
  const deleted = new Uint8Array(count);
  const versions: Version[] = [];
  const truncations: Truncation[] = [];
  let to = memory;
  let toView = viewOf(memory);
  let from = memory;
  let fromView = toView;
  let at = 0;
  let rows = 0;
  let version: Version | undefined;

  const room = (more: number): void => {
    if (at + more <= to.length) return;
    const larger = Buffer.allocUnsafe(Math.max(at + more, to.length * 2));
    to.copy(larger, 0, 0, at);
    to = larger;
    toView = viewOf(larger);
  };
  const writeField = (bytes: Buffer, start: number, end: number, write: WriteValue): void => {
    const begin = at + 4;
    at = write(bytes, start, end, to, begin);
    toView.setInt32(begin - 4, at - begin);
  };
  /** A text without escapes, from the line that is read. */
  const writePlain = (start: number, end: number): void => {
    toView.setInt32(at, end - start);
    at = copyWords(fromView, start, end, toView, at + 4);
  };
  const readFrom = (bytes: Buffer): void => {
    if (bytes === from) return;
    from = bytes;
    fromView = viewOf(bytes);
  };
  const writeNull = (): void => {
    toView.setInt32(at, -1);
    at += 4;
  };
  const writeWord = (text: string, write: WriteValue): void => {
    const bytes = Buffer.from(text, 'utf8');
    room(bytes.length + roomBesides);
    writeField(bytes, 0, bytes.length, write);
  };
  const writeLine = (line: number, isDeletion: boolean): void => {
    toView.setInt32(at, 4);
    toView.setInt32(at + 4, line);
    toView.setInt32(at + 8, 1);
    toView.setUint8(at + 12, isDeletion ? 1 : 0);
    if (isDeletion) deleted[rows] = 1;
    at += 13;
  };
  const endRow = (line: number, itsVersion: Version): void => {
    at = copyWords(tailView, 0, tail.length, toView, at);
    version = itsVersion;
    versions.push(itsVersion);
    lines[rows] = line;
    starts[++rows] = at;
  };
  const writeKey = (spans: Int32Array): void => {
    const begin = at + 4;
    at = begin;
    to[at++] = bracket;
    for (let index = 0; index < keys.length; index++) {
      const { slot, quoted } = keys[index] as Field; // within the bounds
      if (index > 0) to[at++] = comma;
      if (quoted) to[at++] = quoteMark;
      at = copyWords(fromView, spans[slot] ?? 0, spans[slot + 1] ?? 0, toView, at);
      if (quoted) to[at++] = quoteMark;
    }
    to[at++] = closingBracket;
    toView.setInt32(begin - 4, at - begin);
    keyEnds[rows] = at;
  };
  const writeSpan = (spans: Int32Array, slot: number, write: WriteValue, plain: boolean): void => {
    const start = spans[slot] ?? -1;
    const end = spans[slot + 1] ?? 0;
    if (start < 0) writeNull();
    // Only texts have escapes.
    else if (spans[slot + 2] === 1) writeField(from, start, end, writeUnescaped);
    else if (plain) writePlain(start, end);
    else writeField(from, start, end, write);
  };

  return {
    add(line, { op, version: itsVersion, at: time, tx, key, values }) {
      if (op === 't') {
        truncations.push({ line, version: itsVersion, at: time, tx });
        return;
      }
      room(head.length);
      at = writeText(head, 0, head.length, to, at);
      writeWord(key, writeText);
      keyEnds[rows] = at;
      writeWord(itsVersion, writeText);
      writeLine(line, op === 'd');
      if (time === undefined) writeNull();
      else writeWord(time, writeTimestamp);
      if (tx === undefined) writeNull();
      else writeWord(tx, writeText);
      for (let place = 0; place < fields.length; place++) {
        const value = values[place] ?? null;
        if (value === null) writeNull();
        else writeWord(value, (fields[place] as Field).write); // within the bounds
      }
      room(tail.length);
      endRow(line, itsVersion);
    },
    addScanned(line, bytes, start, end, spans) {
      if (end - start > mostKeyBytes && keyBytes(keys, spans) > mostKeyBytes) return false;
      readFrom(bytes);
      // The key stands there twice.
      room(2 * (end - start) + roomBesides);
      at = writeText(head, 0, head.length, to, at);
      writeKey(spans);
      const begin = spans[lineSlots.version] ?? 0;
      const until = spans[lineSlots.version + 1] ?? 0;
      writePlain(begin, until);
      writeLine(line, spans[lineSlots.op] === opOfDeletion);
      writeSpan(spans, lineSlots.at, writeTimestamp, false);
      writeSpan(spans, lineSlots.tx, writeText, true);
      for (let place = 0; place < fields.length; place++) {
        const { slot, write, plain } = fields[place] as Field; // within the bounds
        writeSpan(spans, slot, write, plain);
      }
      endRow(line, sameText(version, bytes, begin, until - begin) ? version : (bytes.toString('latin1', begin, until) as Version)); // the scanner took it
      return true;
    },
    finish: () => ({
      rows: { count: rows, bytes: to.subarray(0, at), starts, keyEnds, lines, versions, deleted, truncations },
      memory: to,
    }),
  };
}

function fieldsOf({ contract, columns }: StoredContract): readonly Field[] {
  return contract.properties.map(({ name, type }, index) => {
    const column = columns[index];
    if (column === undefined) throw new Error(`the property ${name} has no column`);
    const quoted = jsonForm(type.kind, encodingOf(type)) !== 'bare';
    const { write } = columnType(column.type);
    return { slot: propertySlot(index), quoted, write, plain: write === writeText };
  });
}

function fieldOf({ contract }: StoredContract, fields: readonly Field[], name: string): Field {
  const field = fields[contract.properties.findIndex((property) => property.name === name)];
  if (field === undefined) throw new Error(`the key property ${name} is missing from its contract`);
  return field;
}

function keyBytes(keys: readonly Field[], spans: Int32Array): number {
  return keys.reduce((sum, { slot }) => sum + (spans[slot + 1] ?? 0) - (spans[slot] ?? 0) + 3, 1);
}

/** Most lines of a batch bear the version of the line before: no string is made for those. */
function sameText(known: string | undefined, bytes: Buffer, start: number, length: number): known is Version {
  if (known === undefined || known.length !== length) return false;
  for (let index = length - 1; index >= 0; index--) if (known.charCodeAt(index) !== bytes[start + index]) return false;
  return true;
}
