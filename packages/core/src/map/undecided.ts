import type { LegacyText } from '../dictionary/dictionary.ts';
import type { Mapping, PropertyMapping, TextEncodingName } from './mapping.ts';

/** Properties whose encoding is to be found out: `encoding: auto`. */
export function undecidedEncodings(mapping: Mapping): readonly string[] {
  return Object.entries(mapping.properties).flatMap(([name, property]) => (isUndecided(property) ? [name] : []));
}

/** The mapping with what was found out in the place of `auto`; where `found` has no answer it stays. */
export function withEncodings(mapping: Mapping, found: (property: string) => LegacyText | undefined): Mapping {
  const properties = Object.entries(mapping.properties).map(([name, property]): [string, PropertyMapping] => {
    const source = isUndecided(property) ? found(name) : undefined;
    if (source === undefined || typeof property === 'string') return [name, property];
    const { encoding, readAs } = source;
    // The names are the dictionary's own, and it is asked for them again when the mapping is compiled.
    const steps = { encoding: encoding as TextEncodingName, ...(readAs === undefined ? {} : { readAs }) };
    return [name, { ...property, ...steps } as PropertyMapping];
  });
  return { properties: Object.fromEntries(properties) };
}

function isUndecided(property: PropertyMapping): boolean {
  return typeof property === 'object' && 'encoding' in property && property.encoding === 'auto';
}
