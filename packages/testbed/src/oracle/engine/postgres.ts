import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';

/** One connection to the PostgreSQL that executes: one text after the other, every value as its text. */
export interface Postgres {
  readonly processId: number;
  /** The answer of the last statement of the text. */
  query(sql: string): Promise<Rows>;
  /** The answers of all of them. */
  queryAll(sql: string): Promise<readonly Rows[]>;
  /** What `copy … to stdout` writes. */
  copyOut(sql: string): Promise<Buffer>;
  /** Data for `copy … from stdin`, and behind it, with nothing of others between, one more text. */
  copyIn(sql: string, data: Buffer | string, behind: string): Promise<Rows>;
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
  const client = new pg.Client({ connectionString, application_name: 'lienthong oracle' });
  // A connection that ends by itself fails its next query; without a listener it would end the process.
  client.on('error', () => undefined);
  await client.connect();
  await client.query(
    "set jit = off; set cursor_tuple_fraction = 1; set client_min_messages = error; set timezone = 'UTC'; set deadlock_timeout = '300ms'; set extra_float_digits = 1",
  );
  const { rows } = await client.query<[number]>({ text: 'select pg_backend_pid()', rowMode: 'array' });
  const ask = async (sql: string): Promise<readonly Rows[]> => {
    const answer = await client.query<(string | null)[]>({ text: sql, rowMode: 'array', types: asText });
    const all = Array.isArray(answer) ? (answer as (typeof answer)[]) : [answer];
    return all.map(({ rows: found, rowCount }) => ({ rows: found, count: rowCount ?? 0 }));
  };
  let before: Promise<unknown> = Promise.resolve();
  const inTurn = <Answer>(of: () => Promise<Answer>): Promise<Answer> => {
    // One behind the other; whoever asked before hears of his own error.
    const answer = before.then(of);
    before = answer.catch(() => undefined);
    return answer;
  };
  const queryAll = (sql: string): Promise<readonly Rows[]> => inTurn(() => ask(sql));
  return {
    processId: rows[0]?.[0] ?? 0,
    query: async (sql) => {
      return lastOf(await queryAll(sql));
    },
    queryAll,
    copyOut: (sql) =>
      inTurn(async () => {
        const chunks: Buffer[] = [];
        for await (const chunk of client.query(copyTo(sql))) chunks.push(Buffer.from(chunk as Uint8Array)); // the stream is of bytes
        return Buffer.concat(chunks);
      }),
    copyIn: (sql, data, behind) =>
      inTurn(async () => {
        await pipeline([data], client.query(copyFrom(sql)));
        return lastOf(await ask(behind));
      }),
    close: () => client.end(),
  };
}

function lastOf(answers: readonly Rows[]): Rows {
  return answers[answers.length - 1] ?? { rows: [], count: 0 };
}
