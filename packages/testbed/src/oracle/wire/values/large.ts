import type { OracleValue } from '../../engine.ts';
import { type LobOwner, writeLocator } from '../lobs.ts';
import { characterForm, dataType, fieldVersion } from '../protocol.ts';
import type { Writer } from '../writer.ts';
import { type Encoding, type EncodingContext, expectBytes, expectText } from './encoding.ts';
import { encodeJson } from './json.ts';
import { nationalBytes } from './texts.ts';

type LargeType = 'clob' | 'nclob' | 'blob' | 'json';

const base = { precision: 0, scale: 0, characters: 0, flags: 0 };
/** Told of columns that a constraint keeps to JSON. */
const isJson = 0x100;
/** What clients make room for; more, and they would take a value for a long one, with an indicator behind it. */
const locatorRoom = 4000;

/** By locator, or whole where the client defined it so. */
export function lobEncoding(name: LargeType, context: EncodingContext, owner: LobOwner | undefined, defined: number | undefined): Encoding {
  const isNational = name === 'nclob';
  const form = name === 'blob' ? characterForm.none : isNational ? characterForm.national : characterForm.implicit;
  if (name === 'json' && context.fields >= fieldVersion.v21) return jsonEncoding;
  if (defined === dataType.long || defined === dataType.longRaw || defined === dataType.varchar) {
    return { ...longEncoding(defined, form), code: codeOf(name), bytes: locatorRoom };
  }
  const kind = form === characterForm.none ? 'bytes' : 'text';
  const write = (out: Writer, value: OracleValue): void => {
    writeLocator(out, context.lobs, {
      kind,
      isNational,
      value: kind === 'text' ? expectText(value) : expectBytes(value),
      owner,
      execution: owner?.executions ?? 0,
    });
  };
  return {
    ...base,
    code: codeOf(name),
    form,
    bytes: locatorRoom,
    flags: name === 'json' ? isJson : 0,
    write,
    writeNull: (out) => out.u8(0),
  };
}

/** Behind each value follow its indicator and the code of its column, both 0. */
export function longEncoding(code: number, form: number): Encoding {
  const write = (out: Writer, value: OracleValue): void => {
    if (code === dataType.longRaw) out.bytes(Buffer.isBuffer(value) ? value : Buffer.from(expectText(value)));
    else if (form === characterForm.national) out.bytes(nationalBytes(expectText(value)));
    else out.text(expectText(value));
    out.u16(0);
  };
  const writeNull = (out: Writer): void => {
    out.u8(0);
    out.u16(0);
  };
  return { ...base, code, form: code === dataType.longRaw ? characterForm.none : form, bytes: 0, write, writeNull };
}

function codeOf(name: LargeType): number {
  return name === 'blob' ? dataType.blob : dataType.clob;
}

/** A whole value with an empty locator behind it. */
const jsonEncoding: Encoding = {
  ...base,
  code: dataType.json,
  form: characterForm.none,
  bytes: locatorRoom,
  write: (out, value) => {
    const bytes = encodeJson(expectText(value));
    out.integer(40);
    out.integer(bytes.length);
    out.integer(0);
    out.bytes(bytes);
    out.bytes(Buffer.alloc(40));
  },
  writeNull: (out) => out.u8(0),
};
