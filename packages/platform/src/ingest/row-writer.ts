import { encodingOf, jsonForm, lineSlots, type ParsedLine, propertySlot, type Version } from '@lienthong/core';
import { type BatchRows, rowHead, rowTail, type Truncation } from '../storage/batch-rows.ts';
import { moreThanText, type WriteValue, writeInt32, writeText, writeTimestamp } from '../storage/binary-values.ts';
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
}

export function createRowWriter({ contract, epoch, sequence, count, memory }: RowWriterInput): RowWriter {
  const fields = fieldsOf(contract);
  const keys = contract.contract.primaryKey.map((name) => fieldOf(contract, fields, name));
  const head = rowHead(fields.length);
  const tail = rowTail(contract.id, epoch, sequence);
  // Beside what a line says: lengths, our own columns, and what numbers may take more than their text.
  const roomBesides = head.length + tail.length + (fields.length + keys.length) * (4 + moreThanText) + 100;
  const starts = new Int32Array(count + 1);
  const keyEnds = new Int32Array(count);
  const lines = new Int32Array(count);
  const versions: Version[] = [];
  const truncations: Truncation[] = [];
  let to = memory;
  let at = 0;
  let rows = 0;
  let version: Version | undefined;

  const room = (more: number): void => {
    if (at + more <= to.length) return;
    const larger = Buffer.allocUnsafe(Math.max(at + more, to.length * 2));
    to.copy(larger, 0, 0, at);
    to = larger;
  };
  const writeField = (from: Buffer, start: number, end: number, write: WriteValue): void => {
    const begin = at + 4;
    at = write(from, start, end, to, begin);
    writeInt32(at - begin, to, begin - 4);
  };
  const writeNull = (): void => {
    at = writeInt32(-1, to, at);
  };
  const writeWord = (text: string, write: WriteValue): void => {
    const bytes = Buffer.from(text, 'utf8');
    room(bytes.length + roomBesides);
    writeField(bytes, 0, bytes.length, write);
  };
  const writeLine = (line: number, isDeletion: boolean): void => {
    at = writeInt32(4, to, at);
    at = writeInt32(line, to, at);
    at = writeInt32(1, to, at);
    to[at++] = isDeletion ? 1 : 0;
  };
  const endRow = (line: number, itsVersion: Version): void => {
    at = writeText(tail, 0, tail.length, to, at);
    version = itsVersion;
    versions.push(itsVersion);
    lines[rows] = line;
    starts[++rows] = at;
  };
  const writeKey = (bytes: Buffer, spans: Int32Array): void => {
    const begin = at + 4;
    at = begin;
    to[at++] = bracket;
    for (let index = 0; index < keys.length; index++) {
      const { slot, quoted } = keys[index] as Field; // within the bounds
      if (index > 0) to[at++] = comma;
      if (quoted) to[at++] = quoteMark;
      at = writeText(bytes, spans[slot] ?? 0, spans[slot + 1] ?? 0, to, at);
      if (quoted) to[at++] = quoteMark;
    }
    to[at++] = closingBracket;
    writeInt32(at - begin, to, begin - 4);
    keyEnds[rows] = at;
  };
  const writeSpan = (bytes: Buffer, spans: Int32Array, slot: number, write: WriteValue): void => {
    const start = spans[slot] ?? -1;
    if (start < 0) writeNull();
    // Only texts have escapes.
    else writeField(bytes, start, spans[slot + 1] ?? 0, spans[slot + 2] === 1 ? writeUnescaped : write);
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
      // The key stands there twice.
      room(2 * (end - start) + roomBesides);
      at = writeText(head, 0, head.length, to, at);
      writeKey(bytes, spans);
      const [from, until] = [spans[lineSlots.version] ?? 0, spans[lineSlots.version + 1] ?? 0];
      writeField(bytes, from, until, writeText);
      writeLine(line, spans[lineSlots.op] === opOfDeletion);
      writeSpan(bytes, spans, lineSlots.at, writeTimestamp);
      writeSpan(bytes, spans, lineSlots.tx, writeText);
      for (let place = 0; place < fields.length; place++) {
        const { slot, write } = fields[place] as Field; // within the bounds
        writeSpan(bytes, spans, slot, write);
      }
      endRow(line, sameText(version, bytes, from, until - from) ? version : (bytes.toString('latin1', from, until) as Version)); // the scanner took it
      return true;
    },
    finish: () => ({ rows: { count: rows, bytes: to.subarray(0, at), starts, keyEnds, lines, versions, truncations }, memory: to }),
  };
}

function fieldsOf({ contract, columns }: StoredContract): readonly Field[] {
  return contract.properties.map(({ name, type }, index) => {
    const column = columns[index];
    if (column === undefined) throw new Error(`the property ${name} has no column`);
    const quoted = jsonForm(type.kind, encodingOf(type)) !== 'bare';
    return { slot: propertySlot(index), quoted, write: columnType(column.type).write };
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
