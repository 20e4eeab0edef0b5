import { copyWords, createGenerator, encodingOf, jsonForm, lineSlots, propertySlot } from '@lienthong/core';
import { beforeKey, keyHeadBytes, lengthBytes, rowFields, writeKeyHead } from '../storage/batch-rows.ts';
import { type WriteValue, writeText, writeTimestamp } from '../storage/binary-values.ts';
import { columnType } from '../storage/column-types.ts';
import type { StoredContract } from '../storage/contracts.ts';
import { beforeVersion, closePlace } from '../storage/place.ts';
import { writeUnescaped } from './unescape.ts';

/** How lines of one contract become rows of COPY. */
export interface RowForm {
  /** In the order of the contract's properties. */
  readonly fields: readonly Field[];
  /** The key's, in its order. */
  readonly keys: readonly Field[];
  /** How many fields a row has: those of the contract and our own. */
  readonly count: number;
  /** Writes a line that the contract's scanner took behind `at`, up to the row's tail, and gives the place behind it. */
  readonly write: WriteRow;
}

export interface Field {
  /** Where a scanner's `spans` have it. */
  readonly slot: number;
  /** Whether JSON has quotes around it. */
  readonly quoted: boolean;
  readonly write: WriteValue;
}

/** `batch` is what its places share. */
type WriteRow = (from: DataView, spans: Int32Array, batch: DataView, line: number, to: DataView, at: number) => number;

const forms = new WeakMap<StoredContract, RowForm>();

/** Made once for each contract. */
export function rowForm(contract: StoredContract): RowForm {
  const known = forms.get(contract);
  if (known !== undefined) return known;
  const form = makeForm(contract);
  forms.set(contract, form);
  return form;
}

function makeForm({ contract, columns }: StoredContract): RowForm {
  const fields = contract.properties.map(({ name, type }, index): Field => {
    const column = columns[index];
    if (column === undefined) throw new Error(`the property ${name} has no column`);
    const quoted = jsonForm(type.kind, encodingOf(type)) !== 'bare';
    return { slot: propertySlot(index), quoted, write: columnType(column.type).write };
  });
  const keys = contract.primaryKey.map((name) => {
    const field = fields[contract.properties.findIndex((property) => property.name === name)];
    if (field === undefined) throw new Error(`the key property ${name} is missing from its contract`);
    return field;
  });
  const count = rowFields(fields.length);
  return { fields, keys, count, write: compileRow(fields, keys, count) };
}

/** `d` */
export const opOfDeletion = 100;

/** Straight-line code: each call goes to one function, and the columns' types are not asked for every value. */
function compileRow(fields: readonly Field[], keys: readonly Field[], count: number): WriteRow {
  const code = createGenerator();
  const text = (slot: number): string => `at = ${code.constant(writeSpan)}(f, o, ${slot}, t, at);`;
  const value = (slot: number, write: WriteValue): string =>
    `at = o[${slot}] < 0 ? ${code.constant(writeNull)}(t, at) : ${code.constant(writeLength)}(t, at, ${code.constant(write)}(f, o[${slot}], o[${slot + 1}], t, at + 4));`;
  code.line(`t.setInt16(at, ${count}); let e = at + ${beforeKey + lengthBytes + keyHeadBytes}; t.setUint8(e++, 91);`);
  keys.forEach(({ slot, quoted }, index) => {
    if (index > 0) code.line('t.setUint8(e++, 44);');
    if (quoted) code.line('t.setUint8(e++, 34);');
    code.line(`e = ${code.constant(copyWords)}(f, o[${slot}], o[${slot + 1}], t, e);`);
    if (quoted) code.line('t.setUint8(e++, 34);');
  });
  code.line(`t.setUint8(e++, 93); ${code.constant(writeKeyHead)}(t, at + ${beforeKey}, e); at = e;`);
  code.line(`e = ${code.constant(writeCharacters)}(f, o, ${lineSlots.version}, t, at + ${beforeVersion});`);
  code.line(`at = ${code.constant(closePlace)}(t, at, e, batch, line);`);
  code.line(`t.setInt32(at, 1); t.setUint8(at + 4, o[${lineSlots.op}] === ${opOfDeletion} ? 1 : 0); at += 5;`);
  code.line(value(lineSlots.at, writeTimestamp));
  code.line(text(lineSlots.tx));
  for (const { slot, write } of fields) code.line(write === writeText ? text(slot) : value(slot, write));
  code.line('return at;');
  return code.build<WriteRow>('f', 'o', 'batch', 'line', 't', 'at');
}

export function writeNull(to: DataView, at: number): number {
  to.setInt32(at, -1);
  return at + 4;
}

/** Says before a value how long it is. */
export function writeLength(to: DataView, at: number, end: number): number {
  to.setInt32(at, end - at - 4);
  return end;
}

/** A text from a scanner's spans: only these have escapes. */
function writeSpan(from: DataView, spans: Int32Array, slot: number, to: DataView, at: number): number {
  if ((spans[slot] ?? -1) < 0) return writeNull(to, at);
  return writeLength(to, at, writeCharacters(from, spans, slot, to, at + 4));
}

function writeCharacters(from: DataView, spans: Int32Array, slot: number, to: DataView, at: number): number {
  const write = spans[slot + 2] === 1 ? writeUnescaped : copyWords;
  return write(from, spans[slot] ?? 0, spans[slot + 1] ?? 0, to, at);
}
