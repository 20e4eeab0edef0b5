import type { SqlType, SqlValue } from '../../engine.ts';
import type { TokenWriter } from '../token-writer.ts';

export type TypeName = SqlType['name'];
export type TypeOf<N extends TypeName> = SqlType & { readonly name: N };
export type NotNull = Exclude<SqlValue, null>;

/** How a column of a type travels. */
export interface Encoding {
  /** TYPE_INFO (MS-TDS 2.2.5.6). */
  describe(out: TokenWriter): void;
  /** With its length, where the type has one. */
  write(out: TokenWriter, value: NotNull): void;
  /** Never called for a column that may not be null. */
  writeNull(out: TokenWriter): void;
}

/** A type whose bytes are of a length that the value does not change: what encodings of columns and of variants are made from. */
export interface Fixed {
  /** The type for a column that may not be null, which then has no length; undefined where TDS has none. */
  readonly fixed: number | undefined;
  /** The type with a length. */
  readonly nullable: number;
  readonly bytes: number;
  /** What TYPE_INFO has behind the length. */
  readonly properties: readonly number[];
  /** False where TYPE_INFO has no length before the properties: dates and times. */
  readonly sized: boolean;
  write(out: TokenWriter, value: NotNull): void;
}

export function fixedEncoding(form: Fixed, nullable: boolean): Encoding {
  const { fixed, bytes, write } = form;
  if (!nullable && fixed !== undefined) {
    return { describe: (out) => out.u8(fixed), write, writeNull: () => undefined };
  }
  return {
    describe: (out) => {
      out.u8(form.nullable);
      if (form.sized) out.u8(bytes);
      for (const property of form.properties) out.u8(property);
    },
    write: (out, value) => {
      out.u8(bytes);
      write(out, value);
    },
    writeNull: (out) => out.u8(0),
  };
}
