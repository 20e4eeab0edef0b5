import type { DemoEngine, LegacyDatabase } from './legacy-database.ts';

/** Loads and starts what the engine needs, and nothing of the others. */
export async function startLegacyDatabase(engine: DemoEngine, rows: number): Promise<LegacyDatabase> {
  switch (engine) {
    case 'postgres':
      return (await import('./postgres.ts')).startPostgresLegacy(rows);
    case 'mysql':
    case 'mariadb':
      return (await import('./mysql.ts')).startMysqlLegacy(engine, rows);
    case 'sqlserver':
      return (await import('./sqlserver.ts')).startSqlserverLegacy(rows);
    case 'oracle':
      return (await import('./oracle.ts')).startOracleLegacy(rows);
    case 'mongodb':
      return (await import('./mongodb.ts')).startMongodbLegacy(rows);
  }
}
