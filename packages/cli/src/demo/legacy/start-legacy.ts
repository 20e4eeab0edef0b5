import type { DemoEngine, LegacyDatabase } from './legacy-database.ts';

/** Loads and starts what the engine needs, and nothing of the others. */
export async function startLegacyDatabase(engine: DemoEngine, rows: number): Promise<LegacyDatabase> {
  if (engine === 'postgres') return (await import('./postgres.ts')).startPostgresLegacy(rows);
  return (await import('./mysql.ts')).startMysqlLegacy(engine, rows);
}
