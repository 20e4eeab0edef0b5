import { Connection, type ConnectionConfiguration, Request } from 'tedious';
import type { SqlServerWire } from '../src/sqlserver/index.ts';

type Options = NonNullable<ConnectionConfiguration['options']>;

interface ClientOptions extends Options {
  /** Default: `app` with its password. */
  readonly authentication?: ConnectionConfiguration['authentication'];
}

/** tedious, connected as `app`, without TLS unless the options ask for it; `opening` sees it before. Later errors of the connection are kept quiet. */
export async function connect(
  server: SqlServerWire,
  { authentication, ...options }: ClientOptions = {},
  opening: (connection: Connection) => unknown = () => undefined,
): Promise<Connection> {
  const connection = new Connection({
    server: server.host,
    authentication: authentication ?? { type: 'default', options: { userName: 'app', password: 'secret' } },
    options: { ...(options.instanceName === undefined ? { port: server.port } : {}), encrypt: false, connectTimeout: 10_000, ...options },
  });
  connection.on('error', () => undefined);
  opening(connection);
  await new Promise<void>((resolve, reject) => {
    connection.connect((error) => (error === undefined ? resolve() : reject(error)));
  });
  return connection;
}

/** The numbers of the errors that a login is refused with: tedious' own error has only the text of the last. */
export async function refusal(server: SqlServerWire, options: Options = {}, password = 'secret'): Promise<readonly number[]> {
  const connection = new Connection({
    server: server.host,
    authentication: { type: 'default', options: { userName: 'app', password } },
    options: { port: server.port, encrypt: false, maxRetriesOnTransientErrors: 0, ...options },
  });
  const numbers: number[] = [];
  connection.on('errorMessage', ({ number }) => numbers.push(number));
  connection.on('error', () => undefined);
  await new Promise((resolve) => connection.connect(resolve));
  connection.close();
  return numbers;
}

export interface Answered {
  /** Values of the rows, of each result one list. */
  readonly results: unknown[][][];
  readonly columns: unknown[];
  readonly rowCount: number;
}

export interface SentParameter {
  readonly name: string;
  readonly type: Parameters<Request['addParameter']>[1];
  readonly value: unknown;
  readonly options?: Parameters<Request['addParameter']>[3];
}

/** How tedious sends it: a batch, `sp_executesql`, or the procedure of that name. */
type Way = 'execSqlBatch' | 'execSql' | 'callProcedure';

export function ask(
  connection: Connection,
  text: string,
  parameters: readonly SentParameter[] = [],
  way: Way = 'execSql',
): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const request = requestFor(text, (error, answered) => (error === undefined ? resolve(answered) : reject(error)));
    for (const { name, type, value, options } of parameters) request.addParameter(name, type, value, options);
    connection[way](request);
  });
}

/** A request that gathers what comes. */
export function requestFor(text: string, done: (error: Error | undefined, answered: Answered) => void): Request {
  const results: unknown[][][] = [];
  const columns: unknown[] = [];
  const request = new Request(text, (error, rowCount = 0) => done(error ?? undefined, { results, columns, rowCount }));
  request.on('columnMetadata', (told) => {
    results.push([]);
    columns.push(told);
  });
  request.on('row', (row: readonly { readonly value: unknown }[]) => results.at(-1)?.push(row.map(({ value }) => value)));
  return request;
}
