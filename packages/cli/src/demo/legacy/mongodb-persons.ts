import type { CreateCollectionOptions } from 'mongodb';

/** A document of the legacy system, as far as its clerks look into it. */
export interface LegacyPerson {
  /** The personal number. */
  readonly _id: string;
  readonly dia_chi: { readonly so_nha: string; readonly duong: string; readonly ma_xa: string };
  readonly [field: string]: unknown;
}

/** The example's own file, which comes with the command. */
export interface LegacyPersons {
  readonly collectionOptions: CreateCollectionOptions;
  legacyPerson(number: number): LegacyPerson;
}

export async function loadLegacyPersons(): Promise<LegacyPersons> {
  const file = new URL('./ho-tich/legacy.mongodb.mjs', import.meta.url).href;
  return (await import(file)) as LegacyPersons; // our own file
}
