import { startPostgres } from '@lienthong/embedded-postgres';
import { type EngineOptions, openSqlEngine, type SqlEngine } from '@lienthong/testbed/sqlserver';

export interface EngineOfOurs extends SqlEngine {
  readonly administrator: { readonly user: string; readonly password: string };
  /** As Change Tracking's cleanup does behind the retention. */
  forgetChanges(database: string, table: string): Promise<void>;
  /** The capture job stops, as if so many seconds ago; gives what starts it again. */
  stopCapture(database: string, secondsAgo: number): Promise<() => void>;
}

/** T-SQL over a PostgreSQL of its own. */
export async function openTestEngine(features: EngineOptions['features'] = {}): Promise<EngineOfOurs> {
  const postgres = await startPostgres();
  const administrator = { user: 'sa', password: 'Lienthong-0' };
  const { host, port, user, password, database } = postgres;
  const engine = await openSqlEngine({
    postgres: `postgresql://${user}:${encodeURIComponent(password)}@${host}:${port}/${database}`,
    accounts: [{ ...administrator, isAdministrator: true }],
    features,
  });
  return {
    ...engine,
    administrator,
    forgetChanges: (name, table) => engine.faults.forgetChanges(name, 'dbo', table),
    stopCapture: async (name, secondsAgo) => {
      await engine.faults.stopCapture(name, secondsAgo);
      return () => engine.capture.resume();
    },
    close: async () => {
      await engine.close();
      await postgres.stop();
    },
  };
}
