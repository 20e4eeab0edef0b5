import { collationBytes } from '../collations.ts';
import type { TokenWriter } from '../token-writer.ts';
import type { Encoding, NotNull, TypeOf } from './encoding.ts';
import { expectBytes, expectText } from './expected.ts';
import { shortNull, writeBehindPointer, writeParts, writePartsNull } from './lengths.ts';

export const textTypes = { char: 0xaf, varchar: 0xa7, nchar: 0xef, nvarchar: 0xe7, binary: 0xad, varbinary: 0xa5 } as const;

type Sized = TypeOf<'char' | 'varchar' | 'nchar' | 'nvarchar' | 'binary' | 'varbinary'>;

/** char, binary and their kin, up to 8000 bytes or without a limit. */
export function textEncoding(type: Sized): Encoding {
  const wide = type.name === 'nchar' || type.name === 'nvarchar';
  const collation = 'collation' in type ? collationBytes(type.collation) : undefined;
  const describe = (length: number) => (out: TokenWriter) => {
    out.u8(textTypes[type.name]);
    out.u16(length);
    if (collation !== undefined) out.bytes(collation);
  };
  if (type.length === 'max') {
    const bytesOf = wide ? wideBytes : expectBytes;
    return { describe: describe(shortNull), write: (out, value) => writeParts(out, bytesOf(value)), writeNull: writePartsNull };
  }
  const limit = type.length * (wide ? 2 : 1);
  const write = wide
    ? (out: TokenWriter, value: NotNull): void => {
        const text = expectText(value);
        fits(text.length * 2, limit);
        out.u16(text.length * 2);
        out.text(text);
      }
    : (out: TokenWriter, value: NotNull): void => {
        const bytes = expectBytes(value);
        fits(bytes.length, limit);
        out.u16(bytes.length);
        out.bytes(bytes);
      };
  return { describe: describe(limit), write, writeNull: (out) => out.u16(shortNull) };
}

/** text, ntext and image, whose COLMETADATA names a table: here none. */
export function largeEncoding(type: TypeOf<'text' | 'ntext' | 'image'>): Encoding {
  const form = largeForms[type.name];
  return {
    describe: (out) => {
      out.u8(form.type);
      out.u32(form.limit);
      if (type.name !== 'image') out.bytes(collationBytes(type.collation));
      out.u8(0);
    },
    write: (out, value) => writeBehindPointer(out, type.name === 'ntext' ? wideBytes(value) : expectBytes(value)),
    writeNull: (out) => out.u8(0),
  };
}

export function xmlEncoding(): Encoding {
  return {
    describe: (out) => {
      out.u8(0xf1);
      // No schema collection.
      out.u8(0);
    },
    write: (out, value) => writeParts(out, wideBytes(value)),
    writeNull: writePartsNull,
  };
}

/** hierarchyid, geography and geometry; the first is limited to 892 bytes, the others are not. */
export function udtEncoding({ typeName, assembly }: TypeOf<'udt'>, database: string): Encoding {
  return {
    describe: (out) => {
      out.u8(0xf0);
      out.u16(typeName === 'hierarchyid' ? 892 : shortNull);
      out.byteText(database);
      out.byteText('sys');
      out.byteText(typeName);
      out.shortText(assembly);
    },
    write: (out, value) => writeParts(out, expectBytes(value)),
    writeNull: writePartsNull,
  };
}

const largeForms = {
  text: { type: 0x23, limit: 0x7fff_ffff },
  ntext: { type: 0x63, limit: 0x7fff_fffe },
  image: { type: 0x22, limit: 0x7fff_ffff },
} as const;

function wideBytes(value: NotNull): Buffer {
  return Buffer.from(expectText(value), 'utf16le');
}

function fits(bytes: number, limit: number): void {
  if (bytes > limit) throw new RangeError(`The engine gave ${bytes} bytes for a column of ${limit}.`);
}
