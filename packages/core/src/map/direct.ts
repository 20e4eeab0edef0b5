import type { RawForm, TypeMapping } from '../adapter/type-mapping.ts';
import { isPlainAscii } from '../bytes/ascii.ts';
import type { Property } from '../contract/contract.ts';
import type { BytesRepair, Dictionary, PlainValues, TextRepair } from '../dictionary/dictionary.ts';
import type { ColumnMapping, Steps } from './mapping.ts';

/** A value that is written from its bytes. */
export interface DirectValue {
  readonly raw: RawForm;
  readonly trim: boolean;
  readonly emptyAsNull: boolean;
  /** Tests of the bytes: values that the other steps leave as they are, with nothing to note. */
  readonly kept: readonly PlainValues['holds'][];
  /** Writes the other values, as the steps do. */
  readonly repair: BytesRepair | undefined;
}

/** How text becomes a string, with steps of which bytes can tell whether they change a value; `undefined`: only a text tells. */
export function directText(
  property: Property,
  type: TypeMapping,
  mapping: ColumnMapping,
  dictionary: Dictionary | undefined,
): DirectValue | undefined {
  const { lookup, codes = false, dates, identifier, encoding } = mapping;
  if (lookup !== undefined || codes !== false || dates !== undefined) return undefined;
  if (type.raw !== 'text' || property.type.kind !== 'string') return undefined;
  const steps: (DirectStep | false)[] = [];
  if (encoding !== undefined) steps.push(directRepair(dictionary?.textRepair({ ...mapping, encoding })));
  if (identifier !== undefined) steps.push(directIdentifier(dictionary, property, identifier));
  const known = steps.filter((step) => step !== false);
  if (known.length < steps.length) return undefined;
  const kept = known.map((step) => step.kept);
  // What comes out of one repair goes into another one: both know texts alone.
  const repair = known.length === 1 ? known[0]?.repair : undefined;
  return { raw: type.raw, trim: mapping.trim === true, emptyAsNull: mapping.emptyAsNull === true, kept, repair };
}

/** What a step says of values by their bytes: those it keeps as they are, and how it repairs others. */
interface DirectStep {
  readonly kept: PlainValues['holds'];
  readonly repair: BytesRepair | undefined;
}

function directRepair(repair: TextRepair | string | undefined): DirectStep | false {
  return typeof repair === 'object' && repair.keepsAscii && { kept: isPlainAscii, repair: repair.overBytes };
}

function directIdentifier(
  dictionary: Dictionary | undefined,
  property: Property,
  step: NonNullable<Steps['identifier']>,
): DirectStep | false {
  const inspector = dictionary?.inspector(property);
  if (typeof inspector !== 'object' || inspector.plain === undefined) return false;
  const { plain } = inspector;
  const repair = dictionary?.identifierRepair(property, step === 'repair');
  return {
    kept: (bytes, start, end) => plain.holds(bytes, start, end),
    repair: typeof repair === 'function' ? repair.overBytes : undefined,
  };
}
