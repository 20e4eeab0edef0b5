import type { Contract, Property } from '../contract/contract.ts';
import { foldName, pascalCase } from './field-names.ts';
import type { NationalOptions } from './options.ts';
import type { NationalProfile, PartialDateFields, ProfileField } from './profile.ts';

/** Where a property goes, and why: for a person to look through before anything is sent. */
export interface FieldProposal {
  readonly property: Property;
  /** `undefined`: it does not travel. */
  readonly target: string | PartialDateFields | undefined;
  /** `options` said so · `regulation`: a name that it knows · `own`: the property's own name in the manner of the message. */
  readonly reason: 'options' | 'regulation' | 'own';
  /** What the regulation says of the field. */
  readonly field: ProfileField | undefined;
  /** Fields of the regulation for values of this kind, for another name that may have been meant. */
  readonly alternatives: readonly string[];
}

/** A property goes where the options say; else into the field whose name or alias it bears; else under its own name. */
export function proposeFields(contract: Contract, options: NationalOptions, profile: NationalProfile): readonly FieldProposal[] {
  return contract.properties.map((property) => {
    const chosen = Object.hasOwn(options.fields ?? {}, property.name) ? options.fields?.[property.name] : undefined;
    const alternatives = profile.fields.filter((field) => isOfKind(property, field)).map(({ name }) => name);
    if (chosen === false) return { property, target: undefined, reason: 'options', field: undefined, alternatives };
    if (chosen !== undefined) {
      const target = partialOf(property, profile, chosen) ?? chosen;
      return { property, target, reason: 'options', field: known(profile, chosen), alternatives };
    }
    const folded = foldName(property.name);
    const partial = partialOf(property, profile, folded);
    if (partial !== undefined) return { property, target: partial, reason: 'regulation', field: undefined, alternatives };
    const field = profile.fields.find(({ name, aliases }) => foldName(name) === folded || aliases.includes(folded));
    if (field !== undefined) return { property, target: field.name, reason: 'regulation', field, alternatives: [] };
    return { property, target: pascalCase(property.name), reason: 'own', field: undefined, alternatives };
  });
}

function known(profile: NationalProfile, name: string): ProfileField | undefined {
  return profile.fields.find((field) => foldName(field.name) === foldName(name));
}

/** The three fields of a date, where the name is one of theirs and the value is a date. */
function partialOf({ type }: Property, { partialDates }: NationalProfile, name: string): PartialDateFields | undefined {
  if (type.kind !== 'partial-date' && type.kind !== 'date') return undefined;
  const folded = foldName(name);
  return partialDates.find(({ aliases, day }) => aliases.includes(folded) || foldName(day.name) === folded);
}

function isOfKind(property: Property, { semanticType, codeList }: ProfileField): boolean {
  return (
    (semanticType !== undefined && property.semanticType === semanticType) ||
    (codeList !== undefined && property.codeList?.split('@')[0] === codeList)
  );
}
