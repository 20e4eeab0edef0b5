import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { postgres } from '@lienthong/adapter-postgres';
import { startFaultProxy, waitFor } from '@lienthong/testbed';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { createConnector, inspectState, listDeadLetters, logEvents, serveHealth } from '../src/index.ts';
import { never } from './connect.ts';
import { citizens, dataset, fillPersons, personTable } from './persons.ts';
import { sourceServer } from './source-server.ts';
import { platformRows, sourceRows } from './world.ts';

const newWorld = sourceServer();

const canary = 'Hoàng-Yến-Không-Được-Lộ';

test('G-27: no value of a row and no password appears in events, logs, metrics, errors, or in clear on the disk', async () => {
  await using world = await newWorld(500);
  await world.source.query('update cong_dan set ho_ten = $1, ngay_sinh = $1 where id % 2 = 0', [canary]);
  await world.source.query(
    `create role nguoi_doc login replication password '${canary}'; grant all on cong_dan to nguoi_doc; alter table cong_dan owner to nguoi_doc; grant create on database ${world.sourceDatabase} to nguoi_doc`,
  );
  const base = world.options([citizens]);
  const adapter = postgres({
    host: world.server.host,
    port: world.server.port,
    user: 'nguoi_doc',
    password: canary,
    database: world.sourceDatabase,
  });
  const log: string[] = [];
  const captured: string[] = [];
  const connector = createConnector({ ...base, source: { ...base.source, adapter } });
  logEvents(connector, pino({ level: 'trace' }, { write: (line: string) => void log.push(line) }));
  connector.onAny((event) => captured.push(inspect(event, { depth: 20 }), JSON.stringify(event)));
  await using health = await serveHealth(connector, { port: 0 });
  const summary = await connector.run(never, { once: true });
  expect(summary.datasets[0]?.rejected).toBe(250);
  const scrape = async (path: string): Promise<string> => await (await fetch(`http://${health.host}:${health.port}${path}`)).text();
  captured.push(
    await scrape('/metrics'),
    await scrape('/readyz'),
    inspect(summary, { depth: 20 }),
    inspect(base, { depth: 20 }),
    inspect(adapter, { depth: 20 }),
  );
  captured.push(JSON.stringify(listDeadLetters(base.state)), JSON.stringify(inspectState(base.state)));
  // And the errors: a wrong password, a table that vanished.
  const wrong = postgres({
    host: world.server.host,
    port: world.server.port,
    user: 'nguoi_doc',
    password: `${canary}!`,
    database: world.sourceDatabase,
  });
  const failure: unknown = await createConnector({ ...base, source: { ...base.source, adapter: wrong }, state: await world.newState() })
    .run(never, { once: true })
    .catch((error: unknown) => error);
  expect(failure).toMatchObject({ code: 'SOURCE_AUTH_FAILED' });
  captured.push(inspect(failure, { depth: 20 }), JSON.stringify(failure));

  expect(log.length).toBeGreaterThan(5);
  expect(captured.join('\n')).toContain('lienthong_connector_records_rejected_total');
  const files = (await readdir(base.state, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  expect(files.map(({ name }) => name)).toContain('state.db');
  for (const entry of files) {
    // The library takes its shared-memory and log files away when it frees a closed connection, which may be right now.
    const goesAway = /^(?:state|lock)\.db-(?:shm|wal)$/.test(entry.name);
    const bytes = await readFile(join(entry.parentPath, entry.name)).catch((error: NodeJS.ErrnoException) => {
      if (goesAway && error.code === 'ENOENT') return Buffer.alloc(0);
      throw error;
    });
    captured.push(bytes.toString('utf8'));
  }
  for (const text of [...log, ...captured]) expect(text).not.toContain(canary);
  await world.source.query('reassign owned by nguoi_doc to postgres; drop owned by nguoi_doc; drop role nguoi_doc');
});

test('a cut of the log connection is told, and following goes on without loss', async () => {
  await using world = await newWorld();
  await using proxy = await startFaultProxy({ target: { host: world.server.host, port: world.server.port } });
  await world.source.query(personTable('cong_dan'));
  await world.source.query(fillPersons('cong_dan', 1, 500));
  const base = world.options([citizens]);
  const adapter = postgres({
    host: proxy.host,
    port: proxy.port,
    user: world.server.user,
    password: world.server.password,
    database: world.sourceDatabase,
  });
  const connector = createConnector({ ...base, source: { ...base.source, adapter } });
  const codes: string[] = [];
  connector.on('retrying', ({ code }) => codes.push(code));
  const stop = new AbortController();
  const running = connector.run(stop.signal);
  const equal = async (): Promise<boolean> =>
    (await platformRows(world, dataset)).join('\n') === (await sourceRows(world, 'cong_dan')).join('\n');
  await waitFor(equal, { timeoutMs: 20_000, what: 'the snapshot' });
  for (let round = 1; round <= 3; round++) {
    proxy.cut();
    await world.source.query('update cong_dan set thu_nhap = $1 where id < 100', [round]);
    await waitFor(equal, { timeoutMs: 20_000, what: `equality after cut ${round}` });
  }
  expect(codes).toContain('SOURCE_UNREACHABLE');
  stop.abort(new Error('enough'));
  await running;
});
