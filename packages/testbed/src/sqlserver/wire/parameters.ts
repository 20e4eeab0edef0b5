import type { Parameter, SqlType, SqlValue } from '../engine.ts';
import { SqlServerError } from '../engine.ts';
import { collationName } from './collations.ts';
import { MalformedMessage, orMalformed, type Reader } from './reader.ts';
import { readValue } from './values/reading.ts';

/** A parameter as it came: its name may be empty. */
export interface SentParameter extends Parameter {
  readonly isOutput: boolean;
}

/** Reads one parameter of a call (MS-TDS 2.2.6.6). `position` counts from 1 and stands in errors. */
export function readParameter(reader: Reader, position: number, collation: string): SentParameter {
  const name = reader.byteText();
  const isOutput = (reader.u8() & 0x01) !== 0;
  const { type, bytes } = readType(reader, collation, name, position);
  return { name, isOutput, type, value: readSized(reader, type, bytes) };
}

/** How long a value is: told before each, limited to 8000 bytes, in parts, or behind four bytes. */
type Length = 'byte' | 'short' | 'parts' | 'long';

interface SentType {
  readonly type: SqlType;
  readonly bytes: Length;
}

function readType(reader: Reader, collation: string, name: string, position: number): SentType {
  const code = reader.u8();
  const known = codes[code];
  if (known === undefined) {
    const message = `The incoming tabular data stream (TDS) remote procedure call (RPC) protocol stream is incorrect. Parameter ${position} ("${name}"): Data type 0x${code.toString(16).toUpperCase()} is unknown.`;
    throw new SqlServerError(8009, message, { state: 2 });
  }
  return known(reader, collation);
}

const byLength =
  (types: Readonly<Record<number, SqlType>>) =>
  (reader: Reader): SentType => {
    const length = reader.u8();
    const type = types[length];
    if (type === undefined) throw new MalformedMessage(`A number of ${length} bytes.`);
    return { type, bytes: 'byte' };
  };

const withScale =
  (name: 'time' | 'datetime2' | 'datetimeoffset') =>
  (reader: Reader): SentType => ({ type: { name, scale: reader.u8() }, bytes: 'byte' });

const decimal =
  (name: 'decimal' | 'numeric') =>
  (reader: Reader): SentType => {
    reader.u8();
    return { type: { name, precision: reader.u8(), scale: reader.u8() }, bytes: 'byte' };
  };

const text =
  (name: 'char' | 'varchar' | 'nchar' | 'nvarchar') =>
  (reader: Reader, known: string): SentType => {
    const limit = reader.u16();
    const collation = collationName(reader.take(5), known);
    const length = limit === 0xffff ? 'max' : limit / (name.startsWith('n') ? 2 : 1);
    return { type: { name, length, collation }, bytes: length === 'max' ? 'parts' : 'short' };
  };

const binary =
  (name: 'binary' | 'varbinary') =>
  (reader: Reader): SentType => {
    const length = reader.u16();
    return length === 0xffff ? { type: { name, length: 'max' }, bytes: 'parts' } : { type: { name, length }, bytes: 'short' };
  };

const large =
  (name: 'text' | 'ntext') =>
  (reader: Reader, known: string): SentType => {
    reader.u32();
    return { type: { name, collation: collationName(reader.take(5), known) }, bytes: 'long' };
  };

const codes: Readonly<Record<number, (reader: Reader, collation: string) => SentType>> = {
  0x22: (reader) => {
    reader.u32();
    return { type: { name: 'image' }, bytes: 'long' };
  },
  0x23: large('text'),
  0x24: byLength({ 16: { name: 'uniqueidentifier' } }),
  0x26: byLength({ 1: { name: 'tinyint' }, 2: { name: 'smallint' }, 4: { name: 'int' }, 8: { name: 'bigint' } }),
  0x28: () => ({ type: { name: 'date' }, bytes: 'byte' }),
  0x29: withScale('time'),
  0x2a: withScale('datetime2'),
  0x2b: withScale('datetimeoffset'),
  0x63: large('ntext'),
  0x68: byLength({ 1: { name: 'bit' } }),
  0x6a: decimal('decimal'),
  0x6c: decimal('numeric'),
  0x6d: byLength({ 4: { name: 'real' }, 8: { name: 'float' } }),
  0x6e: byLength({ 4: { name: 'smallmoney' }, 8: { name: 'money' } }),
  0x6f: byLength({ 4: { name: 'smalldatetime' }, 8: { name: 'datetime' } }),
  0xa5: binary('varbinary'),
  0xa7: text('varchar'),
  0xad: binary('binary'),
  0xaf: text('char'),
  0xe7: text('nvarchar'),
  0xef: text('nchar'),
};

function readSized(reader: Reader, type: SqlType, length: Length): SqlValue {
  const bytes = readBytes(reader, length);
  return bytes === undefined ? null : orMalformed(() => readValue(type, bytes));
}

function readBytes(reader: Reader, length: Length): Buffer | undefined {
  if (length === 'parts') return readParts(reader);
  const [bytes, none] = lengths[length](reader);
  return bytes === none ? undefined : reader.take(bytes);
}

/** The length that comes, and the one that says null. */
const lengths: Readonly<Record<'byte' | 'short' | 'long', (reader: Reader) => readonly [number, number]>> = {
  byte: (reader) => [reader.u8(), 0],
  short: (reader) => [reader.u16(), 0xffff],
  long: (reader) => [reader.u32(), 0xffff_ffff],
};

function readParts(reader: Reader): Buffer | undefined {
  if (reader.u64() === 0xffff_ffff_ffff_ffffn) return undefined;
  const parts: Buffer[] = [];
  for (let length = reader.u32(); length > 0; length = reader.u32()) parts.push(reader.take(length));
  return Buffer.concat(parts);
}
