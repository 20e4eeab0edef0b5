import { startPostgres } from '@lienthong/embedded-postgres';
import { type OracleEngineOptions, type OracleTestEngine, openOracleEngine } from '@lienthong/testbed/oracle';

/** Oracle's SQL over a PostgreSQL of its own. */
export async function openTestEngine(options: Partial<OracleEngineOptions> = {}): Promise<OracleTestEngine> {
  const postgres = await startPostgres();
  const engine = await openOracleEngine({ postgres: postgres.connectionString, ...options });
  return {
    ...engine,
    close: async () => {
      await engine.close();
      await postgres.stop();
    },
  };
}
