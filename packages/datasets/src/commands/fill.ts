import { once } from 'node:events';
import { startPostgres } from '@lienthong/embedded-postgres';
import { datasets } from '../datasets.ts';
import { fillPostgres } from '../fill-postgres.ts';
import { perform, readArguments } from './arguments.ts';

// Makes the legacy table in PostgreSQL and fills it. Without --url it starts a server of its own, which stays until Ctrl-C.
await perform(async () => {
  const { dataset, rows, own } = readArguments(['url']);
  await using server = own['url'] === undefined ? await startPostgres({ settings: { max_wal_size: '4GB' } }) : undefined;
  const begun = performance.now();
  await fillPostgres(datasets[dataset], { ...rows, connectionString: own['url'] ?? server?.connectionString ?? '' });
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  const megabytes = Math.round(process.resourceUsage().maxRSS / 1024);
  const { schema, name } = datasets[dataset].table;
  process.stderr.write(`${schema}.${name}: ${rows.rows} rows in ${seconds} s, at most ${megabytes} MB of memory\n`);
  if (server === undefined) return;
  process.stdout.write(`${server.connectionString}\n`);
  process.stderr.write('The server runs until Ctrl-C.\n');
  // Waiting for a signal alone keeps no process alive.
  const alive = setInterval(() => {}, 60_000);
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  clearInterval(alive);
});
