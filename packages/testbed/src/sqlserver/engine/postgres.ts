import pg from 'pg';

/** One connection to the PostgreSQL that executes: one statement at a time, every value as its text. */
export interface Postgres {
  readonly processId: number;
  query(sql: string): Promise<Rows>;
  close(): Promise<void>;
}

export interface Rows {
  readonly rows: readonly (readonly (string | null)[])[];
  /** Rows that an insert, update or delete concerned. */
  readonly count: number;
}

/** Values stay the texts that PostgreSQL sends: what they mean is the engine's own matter. */
const asText: pg.CustomTypesConfig = { getTypeParser: () => (text: string) => text };

export async function connectPostgres(connectionString: string): Promise<Postgres> {
  const client = new pg.Client({ connectionString, application_name: 'lienthong sql server' });
  // A connection that ends by itself fails its next query; without a listener it would end the process.
  client.on('error', () => undefined);
  await client.connect();
  await client.query(
    "set jit = off; set cursor_tuple_fraction = 1; set client_min_messages = error; set timezone = 'UTC'; set extra_float_digits = 1",
  );
  const { rows } = await client.query<[number]>({ text: 'select pg_backend_pid()', rowMode: 'array' });
  const ask = async (sql: string): Promise<Rows> => {
    const answer = await client.query<(string | null)[]>({ text: sql, rowMode: 'array', types: asText });
    // Several statements in one text answer with a list: the last one is what was asked for.
    const last = Array.isArray(answer) ? (answer[answer.length - 1] as typeof answer) : answer;
    return { rows: last.rows, count: last.rowCount ?? 0 };
  };
  let before: Promise<unknown> = Promise.resolve();
  return {
    processId: rows[0]?.[0] ?? 0,
    query: (sql) => {
      // One behind the other; whoever asked before hears of his own error.
      const answer = before.then(() => ask(sql));
      before = answer.catch(() => undefined);
      return answer;
    },
    close: () => client.end(),
  };
}
