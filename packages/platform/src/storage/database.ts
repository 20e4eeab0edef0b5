import pg from 'pg';

export type Client = pg.PoolClient;

/** Connections to the platform's database, all with the same session settings. */
export interface Database {
  /** Lends a connection; it goes back when the work ends, and is thrown away when the work fails in an unknown way. */
  use<T>(work: (client: Client) => Promise<T>): Promise<T>;
  /** Runs work in one transaction: commits when it returns, rolls back when it throws. */
  transaction<T>(work: (client: Client) => Promise<T>, mode?: TransactionMode): Promise<T>;
  close(): Promise<void>;
}

export type TransactionMode = 'read committed' | 'repeatable read, read only';

export interface DatabaseOptions {
  readonly connectionString: string;
  readonly connections: number;
  readonly applicationName: string;
  /** Idle connections that break are reported here; the next use opens a new one. */
  readonly onError?: ((error: Error) => void) | undefined;
}

// Stored values are read as text: the text must not depend on the server's or the role's settings.
const session = `set timezone to 'UTC'; set datestyle to 'ISO, YMD'; set extra_float_digits to 1; set bytea_output to 'hex';
  set lock_timeout to '30s'; set statement_timeout to '300s'; set idle_in_transaction_session_timeout to '120s'`;

export function openDatabase(options: DatabaseOptions): Database {
  const pool = new pg.Pool({
    connectionString: options.connectionString,
    max: options.connections,
    application_name: options.applicationName,
    connectionTimeoutMillis: 30_000,
    // A new connection compiles its statements again and meets each page of the server's memory for the first time.
    idleTimeoutMillis: 300_000,
    // Statements are pipelined by us nowhere: one at a time is what a transaction needs.
    allowExitOnIdle: true,
  });
  pool.on('error', (error) => options.onError?.(error));
  const prepared = new WeakSet<Client>();
  const use: Database['use'] = async (work) => {
    const client = await pool.connect();
    let broken: Error | boolean = false;
    // Without a listener a connection that breaks while lent would end the process.
    const onError = (error: Error) => {
      broken = error;
    };
    client.on('error', onError);
    try {
      if (!prepared.has(client)) {
        await client.query(session);
        prepared.add(client);
      }
      return await work(client);
    } catch (error) {
      if (!isServerAnswer(error)) broken = broken === false ? isConnectionLoss(error) : broken;
      throw error;
    } finally {
      client.off('error', onError);
      client.release(broken);
    }
  };
  return {
    use,
    transaction: (work, mode = 'read committed') =>
      use(async (client) => {
        await client.query(`begin isolation level ${mode}`);
        try {
          const result = await work(client);
          await client.query('commit');
          return result;
        } catch (error) {
          await rollback(client);
          throw error;
        }
      }),
    close: () => pool.end(),
  };
}

/** SQLSTATE of an answer of the server; `undefined` for anything else. */
export function sqlState(error: unknown): string | undefined {
  return error instanceof pg.DatabaseError ? error.code : undefined;
}

/** Whether waiting may mend it: lost connection, shutdown, too many connections, deadlock, lock timeout, disk full. */
export function isTemporary(error: unknown): boolean {
  const state = sqlState(error);
  if (state === undefined) return isConnectionLoss(error);
  return /^(08|53|57P0|57014|40|55P03|25P03)/.test(state);
}

function isServerAnswer(error: unknown): boolean {
  const state = sqlState(error);
  return state !== undefined && !/^(08|57P0|25P03)/.test(state);
}

function isConnectionLoss(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? error.code : undefined;
  if (typeof code === 'string' && /^(E[A-Z]+|57P0\d|08...|25P03)$/.test(code)) return true;
  return /Connection terminated|connection timeout|timeout exceeded when trying to connect|not queryable/i.test(error.message);
}

async function rollback(client: Client): Promise<void> {
  try {
    await client.query('rollback');
  } catch {
    // The connection is gone, and the transaction with it; the first error says so.
  }
}
