import type { Dictionary, Property } from '@lienthong/core';
import { nearest } from '@lienthong/core';
import type { CodeList } from '../code-lists/code-list.ts';
import { countries } from '../code-lists/countries.ts';
import { ethnicGroups } from '../code-lists/ethnic-groups.ts';
import { sexes } from '../code-lists/sex.ts';
import { kinships, maritalStatuses, religions } from '../code-lists/uncertain-lists.ts';
import { semanticType, semanticTypes } from '../identifiers/semantic-types.ts';
import { codeRepair } from '../repair/codes.ts';
import { identifierRepair } from '../repair/identifier.ts';
import { textRepair } from '../repair/text.ts';
import type { Day } from '../tables/day.ts';
import { detectEncoding } from '../text/detection/detect.ts';
import { provinces } from '../units/provinces.ts';
import type { UnitRegister } from '../units/register.ts';
import { inspectCodes } from './codes.ts';
import { dateInspector } from './date.ts';
import { inspectIdentifier } from './identifier.ts';
import { inspectText } from './text.ts';
import { inspectUnits } from './units.ts';

export interface DictionaryOptions {
  /** The day on which lists hold: there is no clock here. */
  readonly at: Day;
  /** Lists of a source's own, by the name that contracts give them; they go before the built-in ones. */
  readonly codeLists?: readonly CodeList[];
  /** Lists of units that are loaded, such as `commune`, by the name that contracts give them. */
  readonly unitRegisters?: Readonly<Record<string, UnitRegister>>;
}

const builtIn: readonly CodeList[] = [sexes, ethnicGroups, countries, religions, maritalStatuses, kinships];

const withDay: ReadonlySet<Property['type']['kind']> = new Set(['date', 'partial-date', 'timestamp', 'timestamptz']);

/** What the dictionary knows of the values of a contract, as the encoder and the platform ask for it. */
export function createDictionary({ at, codeLists = [], unitRegisters = {} }: DictionaryOptions): Dictionary {
  const lists = new Map([...builtIn, ...codeLists].map((list) => [list.list, list]));
  const registers = new Map<string, UnitRegister | undefined>([
    ['province', provinces],
    // No list of these is built in: without a loaded one their form is looked at.
    ['district', undefined],
    ['commune', undefined],
    ...Object.entries(unitRegisters),
  ]);
  const ofList = (reference: string) => {
    const { name, version } = readReference(reference);
    const list = lists.get(name);
    if (list !== undefined) return inspectCodes(list, version, at);
    if (registers.has(name)) return inspectUnits(name, registers.get(name), version);
    return unknownName('code list', name, [...lists.keys(), ...registers.keys()]);
  };
  return {
    inspector(property: Property) {
      if (property.semanticType !== undefined) {
        const type = semanticType(property.semanticType);
        if (type !== undefined) return inspectIdentifier(type, at);
        return unknownName(
          'semantic type',
          property.semanticType,
          semanticTypes.map(({ name }) => name),
        );
      }
      if (property.codeList !== undefined) return ofList(property.codeList);
      if (withDay.has(property.type.kind)) return dateInspector;
      return property.type.kind === 'string' ? inspectText() : undefined;
    },
    textRepair,
    detectText(samples) {
      const bytes = samples.filter((sample) => typeof sample !== 'string');
      // Where the driver has bytes that are no UTF-8, its strings are those that happen to be it.
      const { encoding, readAs } = bytes.length > 0 ? detectEncoding(samples.map(asBytes)) : detectEncoding(samples.filter(isString));
      return { encoding, readAs };
    },
    codeRepair({ name, codeList }, scheme) {
      if (codeList === undefined) return `the contract names no codeList for ${name}: codes has nothing to read by`;
      const reference = readReference(codeList);
      const list = lists.get(reference.name);
      if (list !== undefined) return codeRepair(list, reference.version, at, scheme);
      if (registers.has(reference.name)) return `names of units do not tell them apart: codes cannot read ${reference.name}`;
      return unknownName('code list', reference.name, [...lists.keys()]);
    },
    identifierRepair({ name, semanticType: id }, proposals) {
      if (id === undefined) return `the contract names no semantic type for ${name}: identifier has nothing to read by`;
      const type = semanticType(id);
      if (type !== undefined) return identifierRepair(type, at, proposals);
      return unknownName(
        'semantic type',
        id,
        semanticTypes.map((known) => known.name),
      );
    },
  };
}

function readReference(reference: string): { readonly name: string; readonly version: string | undefined } {
  const mark = reference.indexOf('@');
  if (mark === -1) return { name: reference, version: undefined };
  return { name: reference.slice(0, mark), version: reference.slice(mark + 1) };
}

function isString(sample: string | Uint8Array): sample is string {
  return typeof sample === 'string';
}

const utf8 = new TextEncoder();

function asBytes(sample: string | Uint8Array): Uint8Array {
  return typeof sample === 'string' ? utf8.encode(sample) : sample;
}

function unknownName(what: string, name: string, known: readonly string[]): string {
  const guess = nearest(name, known);
  const hint = guess === undefined ? `there are ${known.join(', ')}` : `did you mean ${guess}?`;
  return `the dictionary has no ${what} ${name}; ${hint}`;
}
