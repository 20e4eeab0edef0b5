import { connectPostgres, type Postgres } from './postgres.ts';

/** Connections that sessions leave behind for the next ones: to open one takes longer than most tests have statements. */
export interface Connections {
  take(): Promise<Postgres>;
  /** With nothing open in it. */
  give(postgres: Postgres): Promise<void>;
  close(): Promise<void>;
}

/** More than these are closed. */
const kept = 8;

export function connectionsTo(connectionString: string): Connections {
  const idle: Postgres[] = [];
  const isAlive = async (postgres: Postgres): Promise<boolean> => {
    try {
      await postgres.query('select 1');
      return true;
    } catch {
      return false; // a test ended it, or its server
    }
  };
  const take = async (): Promise<Postgres> => {
    for (let postgres = idle.pop(); postgres !== undefined; postgres = idle.pop()) if (await isAlive(postgres)) return postgres;
    const postgres = await connectPostgres(connectionString);
    await postgres.query('select redo.open_session()');
    return postgres;
  };
  return {
    take,
    give: async (postgres) => {
      if (idle.length < kept) idle.push(postgres);
      else await postgres.close();
    },
    close: async () => void (await Promise.all(idle.splice(0).map((postgres) => postgres.close()))),
  };
}
