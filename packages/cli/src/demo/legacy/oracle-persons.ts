/** The example's own file, which comes with the command. */
export interface LegacyTable {
  readonly accounts: (owner: string, reader: string) => readonly string[];
  readonly schema: readonly string[];
  readonly insertPerson: string;
  readonly personValues: (number: number) => readonly (string | number | null)[];
}

export async function loadLegacyTable(): Promise<LegacyTable> {
  const file = new URL('./ho-tich/legacy.oracle.mjs', import.meta.url).href;
  return (await import(file)) as LegacyTable; // our own file
}
