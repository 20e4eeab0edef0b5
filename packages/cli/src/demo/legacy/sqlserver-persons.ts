/** The example's own file, which comes with the command. */
export interface LegacyTable {
  readonly schema: readonly string[];
  readonly changeTracking: (database: string) => readonly string[];
  readonly insertPersons: (from: number, to: number) => string;
}

export async function loadLegacyTable(): Promise<LegacyTable> {
  const file = new URL('./ho-tich/legacy.sqlserver.mjs', import.meta.url).href;
  return (await import(file)) as LegacyTable; // our own file
}
