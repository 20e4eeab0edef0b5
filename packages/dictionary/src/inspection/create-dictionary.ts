import type { Dictionary, Property } from '@lienthong/core';
import { nearest } from '@lienthong/core';
import type { CodeList } from '../code-lists/code-list.ts';
import { countries } from '../code-lists/countries.ts';
import { ethnicGroups } from '../code-lists/ethnic-groups.ts';
import { sexes } from '../code-lists/sex.ts';
import { kinships, maritalStatuses, religions } from '../code-lists/uncertain-lists.ts';
import { semanticType, semanticTypes } from '../identifiers/semantic-types.ts';
import type { Day } from '../tables/day.ts';
import { provinces } from '../units/provinces.ts';
import type { UnitRegister } from '../units/register.ts';
import { inspectCodes } from './codes.ts';
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
    const mark = reference.indexOf('@');
    const name = mark === -1 ? reference : reference.slice(0, mark);
    const version = mark === -1 ? undefined : reference.slice(mark + 1);
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
      return property.type.kind === 'string' ? inspectText : undefined;
    },
  };
}

function unknownName(what: string, name: string, known: readonly string[]): string {
  const guess = nearest(name, known);
  const hint = guess === undefined ? `there are ${known.join(', ')}` : `did you mean ${guess}?`;
  return `the dictionary has no ${what} ${name}; ${hint}`;
}
