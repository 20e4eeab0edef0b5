import type { ResultColumn } from '../engine.ts';
import { characterForm, characterSet, fieldVersion, messageType } from './protocol.ts';
import type { Encoding } from './values/encoding.ts';
import type { Writer } from './writer.ts';

export interface EncodedColumn extends ResultColumn {
  readonly encoding: Encoding;
}

export function writeDescription(out: Writer, columns: readonly EncodedColumn[], fields: number): void {
  out.u8(messageType.describe);
  out.u8(0);
  writeColumns(out, columns, fields);
}

/** The same as of a cursor that a bind takes out. */
export function writeColumns(out: Writer, columns: readonly EncodedColumn[], fields: number): void {
  // Size of a row, which nobody asks for.
  out.integer(0);
  out.integer(columns.length);
  if (columns.length > 0) out.u8(0);
  for (const [index, column] of columns.entries()) writeColumn(out, column, index + 1, fields);
  // The date, four fields of the describe call, and what a cursor depends on: none.
  for (let field = 0; field < 6; field++) out.integer(0);
}

function writeColumn(out: Writer, { name, nullable, encoding }: EncodedColumn, position: number, fields: number): void {
  const { code, form, precision, scale, bytes, characters, object, flags } = encoding;
  out.u8(code);
  out.u8(0);
  out.u8(precision & 0xff);
  out.u8(scale & 0xff);
  out.integer(bytes);
  // Elements of an array, and flags.
  out.integer(0);
  out.integer(0);
  out.integer(object?.id.length ?? 0);
  if (object !== undefined) out.bytes(object.id);
  out.integer(object === undefined ? 0 : 1);
  out.integer(characterSetOf(form));
  out.u8(form);
  out.integer(characters);
  // Collation.
  if (fields >= fieldVersion.v12_2) out.integer(0);
  out.u8(nullable ? 1 : 0);
  out.u8(Math.min(Buffer.byteLength(name), 255));
  out.sizedText(name);
  out.sizedText(object?.schema ?? '');
  out.sizedText(object?.name ?? '');
  out.integer(position);
  out.integer(flags);
  if (fields >= fieldVersion.v23) {
    // Schema and name of a domain.
    out.integer(0);
    out.integer(0);
  }
}

function characterSetOf(form: number): number {
  if (form === characterForm.none) return 0;
  return form === characterForm.national ? characterSet.utf16 : characterSet.utf8;
}

/** Whether clients have to be told again. */
export function isSameDescription(told: readonly ResultColumn[], now: readonly ResultColumn[]): boolean {
  return told.length === now.length && told.every((column, index) => isSame(column, now[index]));
}

function isSame(one: ResultColumn, other: ResultColumn | undefined): boolean {
  return one.name === other?.name && one.nullable === other.nullable && JSON.stringify(one.type) === JSON.stringify(other.type);
}
