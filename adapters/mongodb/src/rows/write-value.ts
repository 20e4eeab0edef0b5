import { bsonType, typeNames } from '../bson/elements.ts';
import { extendedJson } from '../bson/extended-json.ts';
import { binaryBounds, doubleText, isUuid, scalarText } from '../bson/scalar-text.ts';
import type { SelectedColumn } from '../shape.ts';
import { appendHex, appendInstant, appendInteger } from './append-digits.ts';
import { appendText, learnBytes, learnText, markUnfit, type RowMemory, setBounds } from './row-memory.ts';

/** Puts the value that lies in the memory from `start` to `end` into a place of the row; what does not fit its column is marked so. */
export function writeValue(
  rows: RowMemory,
  base: number,
  place: number,
  column: SelectedColumn,
  type: number,
  start: number,
  end: number,
): void {
  if (type === bsonType.null || type === bsonType.undefined) return;
  const expected = column.type;
  const fits = expected === undefined || expected.accepts.has(type);
  const form = expected?.form ?? ownForm(rows.bytes, type, start);
  // A column of which nothing was known holds bytes from its first value on, or texts.
  const learnt = expected !== undefined || (form === 'bytes' ? learnBytes(rows, place) : learnText(rows, place));
  if (!fits || !learnt || !writeForm(rows, base, place, form, type, start, end)) refuse(rows, base, place, column, type);
}

/** False for a value that has no such form. */
function writeForm(
  rows: RowMemory,
  base: number,
  place: number,
  form: 'text' | 'json' | 'bytes',
  type: number,
  start: number,
  end: number,
): boolean {
  if (form === 'text') return writeText(rows, base, place, type, start, end);
  if (form === 'json') appendText(rows, base, place, extendedJson({ type, bytes: rows.bytes, start, end }));
  else setBounds(rows, base, place, ...binaryBounds(rows.bytes, start, end));
  return true;
}

function writeText(rows: RowMemory, base: number, place: number, type: number, start: number, end: number): boolean {
  switch (type) {
    case bsonType.string:
      // As it lies there, without its length and the NUL behind.
      setBounds(rows, base, place, start + 4, end - 1);
      return true;
    case bsonType.int:
      appendInteger(rows, base, place, rows.bytes.readInt32LE(start));
      return true;
    case bsonType.objectId:
      appendHex(rows, base, place, start);
      return true;
    case bsonType.date:
      return appendInstant(rows, base, place, start);
    case bsonType.double:
      appendText(rows, base, place, doubleText(rows.bytes.readDoubleLE(start)));
      return true;
    default: {
      const text = scalarText({ type, bytes: rows.bytes, start, end });
      if (text !== undefined) appendText(rows, base, place, text);
      return text !== undefined;
    }
  }
}

function ownForm(bytes: Buffer, type: number, start: number): 'text' | 'json' | 'bytes' {
  switch (type) {
    case bsonType.binData:
      return isUuid(bytes, start) ? 'text' : 'bytes';
    case bsonType.string:
    case bsonType.int:
    case bsonType.long:
    case bsonType.double:
    case bsonType.decimal:
    case bsonType.bool:
    case bsonType.date:
    case bsonType.objectId:
      return 'text';
    default:
      return 'json';
  }
}

function refuse(rows: RowMemory, base: number, place: number, column: SelectedColumn, type: number): void {
  const found = typeNames.get(type) ?? 'unknown';
  const reason =
    column.type === undefined
      ? `is ${found} in a column that held other types before: declare it in the options of the source`
      : column.type.accepts.has(type)
        ? `is ${found} that column ${column.name} (${column.type.native}) cannot represent`
        : `is ${found} where column ${column.name} holds ${column.type.native}: declare the column as text or mixed if that is meant`;
  markUnfit(rows, base, place, reason);
}
