import type { SqlType } from '../../engine.ts';
import { collationBytes } from '../collations.ts';
import type { TokenWriter } from '../token-writer.ts';
import type { Encoding, Fixed } from './encoding.ts';
import { expectBytes, expectText, expectVariant } from './expected.ts';
import { fixedForm } from './forms.ts';
import { textTypes } from './texts.ts';

/** sql_variant: each value brings its own type (MS-TDS 2.2.5.5.4). */
export function variantEncoding(): Encoding {
  return {
    describe: (out) => {
      out.u8(0x62);
      out.u32(8009);
    },
    write: (out, value) => {
      const variant = expectVariant(value);
      const form = fixedForm(variant.type);
      if (form === undefined) writeText(out, variant.type, variant.value);
      else {
        // Dates and times have their scale, decimals precision and scale; no length in either.
        out.u32(2 + form.properties.length + form.bytes);
        out.u8(form.fixed ?? form.nullable);
        out.u8(form.properties.length);
        for (const property of form.properties) out.u8(property);
        form.write(out, variant.value);
      }
    },
    writeNull: (out) => out.u32(0),
  };
}

function writeText(out: TokenWriter, type: SqlType, value: Parameters<Fixed['write']>[1]): void {
  if (!(type.name in textTypes) || !('length' in type) || type.length === 'max') {
    throw new TypeError(`No sql_variant has the type ${type.name}.`);
  }
  const wide = type.name === 'nchar' || type.name === 'nvarchar';
  const bytes = wide ? Buffer.from(expectText(value), 'utf16le') : expectBytes(value);
  const collation = 'collation' in type ? collationBytes(type.collation) : undefined;
  const properties = 2 + (collation?.length ?? 0);
  out.u32(2 + properties + bytes.length);
  out.u8(textTypes[type.name]);
  out.u8(properties);
  if (collation !== undefined) out.bytes(collation);
  out.u16(type.length * (wide ? 2 : 1));
  out.bytes(bytes);
}
