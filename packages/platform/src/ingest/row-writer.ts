import { encodingOf, jsonForm, lineSlots, type ParsedLine, propertySlot, type Version } from '@lienthong/core';
import { type BatchRows, openTail, type Truncation } from '../storage/batch-rows.ts';
import { columnType } from '../storage/column-types.ts';
import type { StoredContract } from '../storage/contracts.ts';
import { copyField } from '../storage/copy.ts';
import { writeBytes, writeDoubled, writeUnescaped, writeWhole } from './write-bytes.ts';

/** Writes the lines of one batch as rows for COPY, one behind the other. */
export interface RowWriter {
  add(line: number, parsed: ParsedLine): void;
  /** A line that the contract's scanner took: straight from its bytes. False when its key is longer than `mostKeyBytes`. */
  addScanned(line: number, bytes: Buffer, start: number, end: number, spans: Int32Array): boolean;
  /** The rows, and the buffer that they lie in. */
  finish(): { readonly rows: BatchRows; readonly text: Buffer };
}

export interface RowWriterInput {
  readonly contract: StoredContract;
  readonly epoch: number;
  readonly sequence: number;
  /** How many lines may come. */
  readonly count: number;
  /** Where the rows are written to; when it is too small, a larger one takes its place. */
  readonly text: Buffer;
}

/** Keys are indexed: PostgreSQL's index takes no longer ones. */
export const mostKeyBytes = 2000;

const [tab, comma, bracket, closingBracket, quoteMark, backslash] = [9, 44, 91, 93, 34, 92];

interface Field {
  readonly slot: number;
  /** Whether JSON has quotes around it. */
  readonly quoted: boolean;
  readonly store: ((text: string) => string) | undefined;
}

export function createRowWriter({ contract, epoch, sequence, count, text: given }: RowWriterInput): RowWriter {
  const fields = fieldsOf(contract);
  const keys = contract.contract.primaryKey.map((name) => fieldOf(contract, fields, name));
  const tail = Buffer.from(`\t${contract.id}\t${epoch}\t${sequence}\t${openTail}`);
  const starts = new Int32Array(count + 1);
  const keyEnds = new Int32Array(count);
  const lines = new Int32Array(count);
  const versions: Version[] = [];
  const truncations: Truncation[] = [];
  let text = given;
  let at = 0;
  let rows = 0;
  let version: Version | undefined;

  const room = (more: number): void => {
    if (at + more <= text.length) return;
    const larger = Buffer.allocUnsafe(Math.max(at + more, text.length * 2));
    text.copy(larger, 0, 0, at);
    text = larger;
  };
  const endRow = (line: number, itsVersion: Version): void => {
    room(tail.length);
    at = writeBytes(tail, 0, tail.length, text, at);
    version = itsVersion;
    versions.push(itsVersion);
    lines[rows] = line;
    starts[++rows] = at;
  };
  const write = (field: string): void => {
    room(field.length * 3);
    at += text.write(field, at);
  };
  const writeKey = (bytes: Buffer, spans: Int32Array): void => {
    text[at++] = bracket;
    for (let index = 0; index < keys.length; index++) {
      const { slot, quoted } = keys[index] as Field; // within the bounds
      if (index > 0) text[at++] = comma;
      if (quoted) text[at++] = quoteMark;
      const [start, end] = [spans[slot] ?? 0, spans[slot + 1] ?? 0];
      if (spans[slot + 2] === 1) at = writeDoubled(bytes, start, end, text, at);
      else at = writeBytes(bytes, start, end, text, at);
      if (quoted) text[at++] = quoteMark;
    }
    text[at++] = closingBracket;
    keyEnds[rows] = at;
  };
  /** A value, or NULL where it is absent. */
  const writeValue = (bytes: Buffer, spans: Int32Array, slot: number, store: Field['store']): void => {
    const [start, end] = [spans[slot] ?? -1, spans[slot + 1] ?? 0];
    text[at++] = tab;
    if (start < 0) {
      text[at++] = backslash;
      text[at++] = 78;
    } else if (store !== undefined) write(copyField(store(bytes.toString('utf8', start, end))));
    else if (spans[slot + 2] === 1) at = writeUnescaped(bytes, start, end, text, at);
    else at = writeBytes(bytes, start, end, text, at);
  };

  return {
    add(line, { op, version: itsVersion, at: time, tx, key, values }) {
      if (op === 't') {
        truncations.push({ line, version: itsVersion, at: time, tx });
        return;
      }
      write(copyField(key));
      keyEnds[rows] = at;
      let row = `\t${copyField(itsVersion)}\t${line}\t${op === 'd' ? 't' : 'f'}\t${time ?? '\\N'}\t${copyField(tx ?? null)}`;
      for (let place = 0; place < fields.length; place++) {
        const value = values[place] ?? null;
        const store = fields[place]?.store;
        row += `\t${copyField(store === undefined || value === null ? value : store(value))}`;
      }
      write(row);
      endRow(line, itsVersion);
    },
    addScanned(line, bytes, start, end, spans) {
      if (end - start > mostKeyBytes && keyBytes(keys, spans) > mostKeyBytes) return false;
      // The key twice, once with doubled backslashes, bytes as hexadecimal, a NULL for each property, and fields of our own.
      room(4 * (end - start) + 3 * fields.length + 100);
      writeKey(bytes, spans);
      const [from, to] = [spans[lineSlots.version] ?? 0, spans[lineSlots.version + 1] ?? 0];
      text[at++] = tab;
      const versionAt = at;
      at = writeBytes(bytes, from, to, text, at);
      text[at++] = tab;
      at = writeWhole(line, text, at);
      text[at++] = tab;
      text[at++] = spans[lineSlots.op] === 100 ? 116 : 102;
      writeValue(bytes, spans, lineSlots.at, undefined);
      writeValue(bytes, spans, lineSlots.tx, undefined);
      for (let place = 0; place < fields.length; place++) {
        const field = fields[place] as Field; // within the bounds
        writeValue(bytes, spans, field.slot, field.store);
      }
      endRow(line, sameText(version, text, versionAt, to - from) ? version : (bytes.toString('latin1', from, to) as Version)); // the scanner took it
      return true;
    },
    finish: () => ({ rows: { count: rows, text: text.subarray(0, at), starts, keyEnds, lines, versions, truncations }, text }),
  };
}

function fieldsOf({ contract, columns }: StoredContract): readonly Field[] {
  return contract.properties.map(({ type }, index) => {
    const column = columns[index];
    const quoted = jsonForm(type.kind, encodingOf(type)) !== 'bare';
    return { slot: propertySlot(index), quoted, store: column === undefined ? undefined : columnType(column.type).store };
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
