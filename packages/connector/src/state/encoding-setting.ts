import type { LegacyText, Mapping } from '@lienthong/core';

/** Encodings of the properties that a mapping leaves to detection, by name. */
export type DetectedEncodings = ReadonlyMap<string, LegacyText>;

/** The name under which the state keeps them. */
export function encodingSetting(dataset: string): string {
  return `encodings/${dataset}`;
}

/** What was found out of one property, for the mapping that it had then. */
interface StoredEncoding {
  readonly mapping: string;
  readonly encoding: string;
  readonly readAs?: string | undefined;
}

export function writeEncodings(mapping: Mapping, detected: DetectedEncodings): string {
  const stored = [...detected].map(([name, { encoding, readAs }]): [string, StoredEncoding] => [
    name,
    { mapping: JSON.stringify(mapping.properties[name]), encoding, readAs },
  ]);
  return JSON.stringify(Object.fromEntries(stored));
}

/** Of those that are kept: whose property is mapped as it was then. */
export function readEncodings(mapping: Mapping, stored: string | undefined): DetectedEncodings {
  const same =
    stored === undefined
      ? []
      : Object.entries(parse(stored)).filter(([name, one]) => one.mapping === JSON.stringify(mapping.properties[name]));
  return new Map(same.map(([name, { encoding, readAs }]) => [name, { encoding, readAs }]));
}

/** All that are kept, for a person to look at. */
export function keptEncodings(stored: string | undefined): readonly { property: string; encoding: string; readAs: string | undefined }[] {
  if (stored === undefined) return [];
  return Object.entries(parse(stored)).map(([property, { encoding, readAs }]) => ({ property, encoding, readAs }));
}

function parse(stored: string): Readonly<Record<string, StoredEncoding>> {
  return JSON.parse(stored) as Readonly<Record<string, StoredEncoding>>; // written above, and the setting bears a sum
}
