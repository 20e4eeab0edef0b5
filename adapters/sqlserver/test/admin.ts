import { Connection, Request } from 'tedious';

export interface AdminLogin {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
}

/** A session of a person with a client of his own. */
export interface AdminSession extends AsyncDisposable {
  /** One batch; every value as text. */
  sql(text: string): Promise<(string | null)[][]>;
}

export function openAdmin({ host, port, user, password }: AdminLogin, database: string): Promise<AdminSession> {
  const connection = new Connection({
    server: host,
    authentication: { type: 'default', options: { userName: user, password } },
    options: {
      port,
      database,
      encrypt: process.env['LIENTHONG_TEST_SQLSERVER_URL'] !== undefined,
      trustServerCertificate: true,
      requestTimeout: 30_000,
    },
  });
  connection.on('error', () => undefined); // the server is killed under some tests
  return new Promise((resolve, reject) => {
    connection.connect((error) => {
      if (error === undefined || error === null) resolve(sessionOn(connection));
      else reject(error);
    });
  });
}

function sessionOn(connection: Connection): AdminSession {
  return {
    sql: (text) =>
      new Promise((resolve, reject) => {
        const rows: (string | null)[][] = [];
        const request = new Request(text, (error) => {
          if (error === undefined || error === null) resolve(rows);
          else reject(error);
        });
        request.on('row', (cells: readonly { readonly value: unknown }[]) => {
          rows.push(cells.map(({ value }) => (value === null ? null : String(value as string | number)))); // what these tests ask for
        });
        connection.execSqlBatch(request);
      }),
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        connection.once('end', () => resolve());
        connection.close();
      }),
  };
}
