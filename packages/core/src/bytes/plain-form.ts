import type { RawForm } from '../adapter/type-mapping.ts';
import type { CanonicalType } from '../canonical/types.ts';
import type { PropertyRules } from '../contract/contract.ts';
import type { BytesRepair } from '../dictionary/dictionary.ts';
import type { DirectValue } from '../map/direct.ts';
import type { FieldWriter } from './field-writer.ts';
import { decimalWriter, writeBigint, writeBoolean, writeDouble, writeInteger } from './numbers.ts';
import { type ByteRule, byteRules } from './rules.ts';
import { notEmpty, repairedText, writeText, writeTidyText, writeUuid } from './text.ts';
import { instantWriter, timestampWriter, timeWriter, writeDate } from './times.ts';

/** How a property's plain values go from bytes to bytes. */
export interface PlainForm {
  readonly write: FieldWriter;
  /** Tests of the bytes as they came. */
  readonly kept: readonly ByteRule[];
  readonly rules: readonly ByteRule[];
  /** The canonical text, which the rules are about: the value as it came, or what was written, without so many bytes at both ends. */
  readonly judged: { readonly written: boolean; readonly quotes: 0 | 1 };
  /** The same for values that the mapping repairs. */
  readonly repaired: RepairedForm | undefined;
}

/** Strings that come out of a repair; the rules are about what was written, without its quotes. */
export interface RepairedForm {
  readonly write: FieldWriter;
  readonly repair: BytesRepair;
}

/** `undefined`: values of this property always go through the reader of texts. */
export function plainForm(direct: DirectValue, type: CanonicalType, rules: PropertyRules): PlainForm | undefined {
  const found = writerOf(direct.raw, type);
  const judge = byteRules(type, rules);
  if (found === undefined || judge === undefined) return undefined;
  const isText = type.kind === 'string';
  if ((direct.trim || direct.emptyAsNull) && !isText) return undefined;
  const tidy = direct.trim ? writeTidyText : found;
  return {
    write: direct.emptyAsNull ? notEmpty(tidy) : tidy,
    kept: direct.kept,
    rules: judge,
    judged: { written: !isText, quotes: bare.has(type.kind) ? 0 : 1 },
    repaired: direct.repair === undefined ? undefined : { write: repairedText(direct.repair, direct), repair: direct.repair },
  };
}

const bare: ReadonlySet<CanonicalType['kind']> = new Set(['boolean', 'integer', 'number']);

function writerOf(raw: RawForm, type: CanonicalType): FieldWriter | undefined {
  switch (raw) {
    case 'text':
      return type.kind === 'string' ? writeText : undefined;
    case 'integer-text':
    case 'decimal-text':
    case 'number-text':
      return numberWriter(type);
    case 'boolean-text':
      return type.kind === 'boolean' ? writeBoolean : undefined;
    case 'date-text':
      return type.kind === 'date' || type.kind === 'partial-date' ? writeDate : undefined;
    case 'time-text':
      return type.kind === 'time' ? timeWriter(type.fraction) : undefined;
    case 'timestamp-text':
      return type.kind === 'timestamp' ? timestampWriter(type.fraction) : undefined;
    case 'timestamptz-text':
      return type.kind === 'timestamptz' ? instantWriter(type.fraction) : undefined;
    case 'uuid-text':
      return type.kind === 'uuid' || type.kind === 'string' ? writeUuid : undefined;
    default:
      return undefined;
  }
}

function numberWriter(type: CanonicalType): FieldWriter | undefined {
  switch (type.kind) {
    case 'integer':
      return writeInteger;
    case 'bigint':
      return writeBigint;
    case 'decimal':
      return decimalWriter(type.precision, type.scale);
    case 'number':
      return writeDouble;
    default:
      return undefined;
  }
}
