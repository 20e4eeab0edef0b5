// Every row of `citizen`, read and thrown away: by the bare driver as arrays, or by the adapter's snapshot as rows of bytes.
// LIENTHONG_BENCH_READER is `{ by, login, statement, columns, count }`; it ends with 0 behind so many rows, and with 1 when there are others.
const { by, login, statement, columns, count } = JSON.parse(process.env.LIENTHONG_BENCH_READER);
const seen = await { driver: readByDriver, adapter: readByAdapter }[by]();
if (seen !== count) console.error(`${by} saw ${seen} of ${count} rows`);
// At once: closing is not measured.
process.exit(seen === count ? 0 : 1);

async function readByDriver() {
  const { openClient } = await import('../oracle/client.mjs');
  const client = await openClient(login);
  let rows = 0;
  await client.read(statement, () => (rows += 1));
  return rows;
}

async function readByAdapter() {
  const { oracle } = await import('@lienthong/adapter-oracle');
  const signal = new AbortController().signal;
  const context = { signal, applicationName: 'bench', maxConnections: 3, statementTimeoutMs: 60_000 };
  const source = await oracle(login).open(context);
  const selection = { collection: { schema: 'BENCH', name: 'CITIZEN' }, columns, key: ['id'] };
  const limits = { selection, batchRows: 5_000, signal };
  let rows = 0;
  for (const range of await source.snapshot.split({ ...limits, rowsPerRange: count * 2 }))
    for await (const batch of source.snapshot.read({ ...limits, range }))
      rows += 'count' in batch.rows ? batch.rows.count : batch.rows.length;
  return rows;
}
