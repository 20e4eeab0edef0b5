import type { OracleType } from '../../engine.ts';
import { characterForm, dataType } from '../protocol.ts';
import type { Writer } from '../writer.ts';
import { type Encoding, expectBytes, expectText } from './encoding.ts';

type TextType = Extract<OracleType, { readonly length: number; readonly characters?: number | undefined }>;

export function textEncoding(type: TextType): Encoding {
  const isNational = type.name.startsWith('n');
  const isFixed = type.name === 'char' || type.name === 'nchar';
  const write = isNational ? writeNational : writeImplicit;
  return {
    code: isFixed ? dataType.char : dataType.varchar,
    form: isNational ? characterForm.national : characterForm.implicit,
    precision: 0,
    scale: 0,
    bytes: type.length,
    characters: ('characters' in type ? type.characters : undefined) ?? type.length,
    flags: 0,
    ...sized(type.length, write),
  };
}

export function rawEncoding(length: number): Encoding {
  const write: Encoding['write'] = (out, value) => out.bytes(expectBytes(value));
  return {
    code: dataType.raw,
    form: characterForm.none,
    precision: 0,
    scale: 0,
    bytes: length,
    characters: 0,
    flags: 0,
    ...sized(length, write),
  };
}

/** UTF-16 with the upper byte first. */
export function nationalBytes(text: string): Buffer {
  return Buffer.from(text, 'utf16le').swap16();
}

/** Of a column of length 0 (`select null`) nothing travels at all, not even that it is null. */
function sized(length: number, write: Encoding['write']): Pick<Encoding, 'write' | 'writeNull'> {
  if (length > 0) return { write, writeNull: (out) => out.u8(0) };
  const refuse = (): never => {
    throw new TypeError('The engine gave a value in a column of length 0.');
  };
  return { write: refuse, writeNull: () => undefined };
}

function writeImplicit(out: Writer, value: Parameters<Encoding['write']>[1]): void {
  out.text(expectText(value));
}

function writeNational(out: Writer, value: Parameters<Encoding['write']>[1]): void {
  out.bytes(nationalBytes(expectText(value)));
}
