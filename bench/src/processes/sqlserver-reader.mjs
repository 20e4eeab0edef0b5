// Every row of `citizen`, read and thrown away: by the bare driver as cells, or by the adapter's snapshot as rows of bytes.
// LIENTHONG_BENCH_READER is `{ by, login, statement, columns, count }`; it ends with 0 behind so many rows, and with 1 when there are others.
const { by, login, statement, columns, count } = JSON.parse(process.env.LIENTHONG_BENCH_READER);
const seen = await { driver: readByDriver, adapter: readByAdapter }[by]();
if (seen !== count) console.error(`${by} saw ${seen} of ${count} rows`);
// At once: closing is not measured.
process.exit(seen === count ? 0 : 1);

async function readByDriver() {
  const { Connection, Request } = await import('tedious');
  const { host, port, user, password, database } = login;
  const connection = new Connection({
    server: host,
    authentication: { type: 'default', options: { userName: user, password } },
    options: { port, database, encrypt: false, requestTimeout: 0 },
  });
  await new Promise((resolve, reject) => connection.connect((error) => (error ? reject(error) : resolve())));
  let rows = 0;
  await new Promise((resolve, reject) => {
    const request = new Request(statement, (error) => (error ? reject(error) : resolve()));
    request.on('row', () => (rows += 1));
    connection.execSqlBatch(request);
  });
  return rows;
}

async function readByAdapter() {
  const { sqlserver } = await import('@lienthong/adapter-sqlserver');
  const signal = new AbortController().signal;
  const context = { signal, applicationName: 'bench', maxConnections: 3, statementTimeoutMs: 60_000 };
  const source = await sqlserver(login).open(context);
  const selection = { collection: { schema: 'dbo', name: 'citizen' }, columns, key: ['id'] };
  const limits = { selection, batchRows: 5_000, signal };
  let rows = 0;
  for (const range of await source.snapshot.split({ ...limits, rowsPerRange: count * 2 }))
    for await (const batch of source.snapshot.read({ ...limits, range }))
      rows += 'count' in batch.rows ? batch.rows.count : batch.rows.length;
  return rows;
}
