import type {
  Contract,
  Dictionary,
  FoundCount,
  JsonValue,
  Property,
  PropertyCounts,
  PropertyInspector,
  QualityCounts,
} from '@lienthong/core';
import { type FoundCounts, startFound } from './found-counts.ts';
import { countRepeats, type RepeatCounter } from './repeats.ts';

export interface RecordCounter {
  /** A living record as canonical JSON, its key, and a number for the agency that published it. */
  add(record: string, key: string, agency: number): void;
  /** A record that was refused; pointers are JSON pointers into it. */
  addRefusal(rejections: readonly { readonly code: string; readonly pointer: string }[]): void;
  counts(): QualityCounts;
}

export interface CounterOptions {
  readonly contract: Contract;
  /** Properties whose values are masks, tokens or ciphertexts: nothing can be said of how they are written. */
  readonly protectedNames: readonly string[];
  readonly dictionary: Dictionary;
  /** Refused records, all of them: of the oldest only the number may be known. */
  readonly rejected: number;
  /** Whether keys are held against those of other agencies. */
  readonly severalAgencies: boolean;
}

/** Numbers that several records should not share, unless records are events: contracts name no identity but the key. */
const identities: readonly string[] = ['personal-id'];

/** Different values that are kept to find them again: 8 MB. */
const mostKept = 250_000;

interface Counted {
  readonly name: string;
  readonly inspector: PropertyInspector | undefined;
  /** Said of every value, because it cannot be looked up. */
  readonly unlooked: string | undefined;
  readonly repeats: RepeatCounter | undefined;
  readonly found: FoundCounts;
  present: number;
  withError: number;
}

/** Looks at a dataset's records with the same eyes as the connector does. */
export function countRecords({ contract, protectedNames, dictionary, rejected, severalAgencies }: CounterOptions): RecordCounter {
  const properties = contract.properties.map((property): Counted => {
    const isProtected = protectedNames.includes(property.name);
    const inspector = isProtected ? undefined : dictionary.inspector(property);
    const isIdentity = identities.includes(property.semanticType ?? '') && contract.primaryKey.join() !== property.name;
    return {
      name: property.name,
      inspector: typeof inspector === 'string' ? undefined : inspector,
      unlooked: isProtected ? 'value-protected' : typeof inspector === 'string' ? missingOf(property) : undefined,
      repeats: isIdentity ? countRepeats(mostKept) : undefined,
      found: startFound(),
      ...{ present: 0, withError: 0 },
    };
  });
  const keys = severalAgencies ? countRepeats(mostKept) : undefined;
  const whole = startFound();
  let living = 0;
  return {
    add(record, key, agency) {
      living += 1;
      keys?.add(key, agency);
      const values = JSON.parse(record) as Readonly<Record<string, JsonValue>>; // a record is an object
      for (const property of properties) {
        const value = Object.hasOwn(values, property.name) ? values[property.name] : undefined;
        if (value !== undefined && value !== null) look(property, value);
      }
    },
    addRefusal(rejections) {
      for (const { code, pointer } of rejections) {
        const property = properties.find(({ name }) => pointer === pointerTo(name));
        const refused: Omit<FoundCount, 'count' | 'examples'> = { code, severity: 'error', origin: 'contract' };
        if (property === undefined) {
          whole.add(refused);
          continue;
        }
        property.found.add(refused);
        property.withError += 1;
        if (code !== 'required-missing') meet(property);
      }
    },
    counts() {
      const doubled = keys?.repeats() ?? 0;
      if (doubled > 0) whole.set({ code: 'key-of-two-agencies', severity: 'warning', origin: 'records' }, doubled);
      return {
        dataset: contract.dataset,
        records: living + rejected,
        rejected,
        properties: properties.map(toCounts),
        ...(keys === undefined ? {} : { compared: keys.added }),
        found: whole.list(),
      };
    },
  };
}

function missingOf({ semanticType }: Property): string {
  return semanticType === undefined ? 'code-list-missing' : 'semantic-type-missing';
}

/** A value, whether anybody can look at it or not. */
function meet(property: Counted): void {
  property.present += 1;
  if (property.unlooked !== undefined) property.found.add({ code: property.unlooked, severity: 'needs-reference', origin: 'dictionary' });
}

function look(property: Counted, value: JsonValue): void {
  meet(property);
  if (typeof value === 'object') return;
  const text = String(value);
  property.repeats?.add(text);
  const { inspector } = property;
  if (inspector === undefined) return;
  let isWrong = false;
  for (const { code, severity } of inspector.inspect(text)) {
    isWrong ||= severity === 'error';
    // What only a register can tell is told of nearly every value: an example of it says nothing.
    const mask = severity === 'needs-reference' ? undefined : () => inspector.mask(text);
    property.found.add({ code, severity, origin: 'dictionary' }, mask);
  }
  if (isWrong) property.withError += 1;
}

function toCounts({ name, present, withError, found, repeats }: Counted): PropertyCounts {
  const repeated = repeats?.repeats() ?? 0;
  if (repeated > 0) found.set({ code: 'duplicate-value', severity: 'warning', origin: 'records' }, repeated);
  return { property: name, present, withError, found: found.list(), ...(repeats === undefined ? {} : { compared: repeats.added }) };
}

function pointerTo(name: string): string {
  return `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}
