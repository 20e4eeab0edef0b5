import { Connection, Request } from 'tedious';

/** A session past the adapter; `run` gives the rows of a batch. */
export async function openClient({ host, port, user, password, database }) {
  const connection = new Connection({
    server: host,
    authentication: { type: 'default', options: { userName: user, password } },
    options: { port, database, encrypt: false, requestTimeout: 0 },
  });
  connection.on('error', () => {}); // the statement in work hears of it too
  await new Promise((resolve, reject) => connection.connect((error) => (error ? reject(error) : resolve())));
  return {
    run: (text, onRow = () => {}) =>
      new Promise((resolve, reject) => {
        const request = new Request(text, (error) => (error ? reject(error) : resolve()));
        request.on('row', (cells) => onRow(cells.map(({ value }) => value)));
        connection.execSqlBatch(request);
      }),
    close: () =>
      new Promise((resolve) => {
        connection.once('end', resolve);
        connection.close();
      }),
  };
}
