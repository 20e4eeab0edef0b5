import { startPostgres } from '@lienthong/embedded-postgres';
import { type OracleEngineOptions, type OracleTestEngine, openOracleEngine } from '@lienthong/testbed/oracle';

/** Oracle's SQL over a PostgreSQL of its own: 19c, where the log of a pluggable database is read in the root. */
export async function openTestEngine(options: Partial<OracleEngineOptions> = {}): Promise<OracleTestEngine> {
  const postgres = await startPostgres();
  const engine = await openOracleEngine({ postgres: postgres.connectionString, version: '19.0.0.0.0', ...options });
  return {
    ...engine,
    close: async () => {
      await engine.close();
      await postgres.stop();
    },
  };
}
