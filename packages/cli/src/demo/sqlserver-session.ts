import { Connection, Request, TYPES } from 'tedious';

export interface SqlserverPlace {
  /** `sqlserver://user:password@host:port/database` */
  readonly connectionString: string;
  readonly applicationName: string;
}

/** A session past the adapter: one statement at a time. */
export interface SqlserverSession extends AsyncDisposable {
  /** A batch, without parameters. */
  batch(text: string): Promise<void>;
  /** A statement with `@1`, `@2`, … ; gives the number of rows that it touched. */
  run(text: string, ...values: readonly (string | number)[]): Promise<number>;
  /** Rows of texts, at most one page of them in memory. */
  pages(text: string, pageRows: number): AsyncGenerator<readonly (readonly (string | null)[])[], void>;
}

export async function openSqlserver({ connectionString, applicationName }: SqlserverPlace): Promise<SqlserverSession> {
  const { hostname, port, username, password, pathname } = new URL(connectionString);
  const connection = new Connection({
    server: hostname,
    authentication: { type: 'default', options: { userName: username, password } },
    options: {
      port: Number(port),
      database: pathname.slice(1),
      appName: applicationName,
      // On this machine, as the demo's server is.
      encrypt: false,
      requestTimeout: 60_000,
    },
  });
  // The server may go before its clients do, at the end.
  connection.on('error', () => {});
  await new Promise<void>((resolve, reject) => connection.connect((error) => settle(error, resolve, reject)));
  return {
    batch: (text) =>
      new Promise((resolve, reject) => connection.execSqlBatch(new Request(text, (error) => settle(error, resolve, reject)))),
    run: (text, ...values) =>
      new Promise((resolve, reject) => {
        const request = new Request(text, (error, rows) => settle(error, () => resolve(rows ?? 0), reject));
        for (const [index, value] of values.entries())
          request.addParameter(String(index + 1), typeof value === 'number' ? TYPES.Int : TYPES.NVarChar, value);
        connection.execSql(request);
      }),
    pages: (text, pageRows) => readPages(connection, text, pageRows),
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        connection.once('end', () => resolve());
        connection.close();
      }),
  };
}

async function* readPages(
  connection: Connection,
  text: string,
  pageRows: number,
): AsyncGenerator<readonly (readonly (string | null)[])[], void> {
  let page: (string | null)[][] = [];
  let isOver = false;
  let wake = (): void => {};
  let failure: Error | null | undefined;
  const request = new Request(text, (error) => {
    failure = error;
    isOver = true;
    wake();
  });
  request.on('row', (cells: readonly { readonly value: string | null }[]) => {
    page.push(cells.map(({ value }) => value));
    if (page.length < pageRows) return;
    request.pause();
    wake();
  });
  connection.execSqlBatch(request);
  for (;;) {
    if (!isOver && page.length < pageRows) await new Promise<void>((resolve) => (wake = resolve));
    if (failure !== undefined && failure !== null) throw failure;
    const full = page;
    page = [];
    if (full.length > 0) yield full;
    if (isOver && page.length === 0) return;
    if (!isOver) request.resume();
  }
}

function settle(error: Error | null | undefined, resolve: () => void, reject: (error: Error) => void): void {
  if (error === undefined || error === null) resolve();
  else reject(error);
}
