import { Connection, Request } from 'tedious';

export interface Login {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
}

/** A session without the adapter's help. */
export interface Client {
  /** One batch; its rows as they come. */
  ask<Row extends readonly unknown[]>(text: string): Promise<readonly Row[]>;
  close(): Promise<void>;
}

export async function openClient({ host, port, user, password, database }: Login): Promise<Client> {
  const connection = new Connection({
    server: host,
    authentication: { type: 'default', options: { userName: user, password } },
    // On this machine, as its server is.
    options: { port, database, appName: 'so ho tich', encrypt: false, requestTimeout: 20_000, connectTimeout: 5_000 },
  });
  connection.on('error', () => {}); // the statement in work hears of it too
  const ended = new Promise<void>((resolve) => connection.once('end', () => resolve()));
  await new Promise<void>((resolve, reject) => {
    connection.connect((error) => {
      if (error === undefined || error === null) return resolve();
      connection.close();
      reject(error);
    });
  });
  return {
    ask: <Row extends readonly unknown[]>(text: string) =>
      new Promise<readonly Row[]>((resolve, reject) => {
        const rows: Row[] = [];
        const request = new Request(text, (error) => {
          if (error === undefined || error === null) resolve(rows);
          else reject(error);
        });
        // Whoever asks knows what he asked for.
        request.on('row', (cells: readonly { readonly value: unknown }[]) => rows.push(cells.map(({ value }) => value) as unknown as Row));
        connection.execSqlBatch(request);
      }),
    close: () => {
      connection.close();
      return ended;
    },
  };
}
