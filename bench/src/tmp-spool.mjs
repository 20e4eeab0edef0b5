import { fork } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from '@lienthong/embedded-postgres';
import pg from 'pg';
import { createCitizens } from './citizen.mjs';
import { shell } from './measure.mjs';

if (process.argv[2] === 'child') {
  const { pipeline, silentPlatform, spoolSnapshot } = await import('./pipeline.mjs');
  const s = JSON.parse(process.argv[3]);
  const t = process.hrtime.bigint();
  const c = process.cpuUsage();
  await spoolSnapshot(pipeline(s, { name: s.name, platform: silentPlatform }));
  const u = process.cpuUsage(c);
  process.send({
    seconds: Number(process.hrtime.bigint() - t) / 1e9,
    cpu: (u.user + u.system) / 1e6,
    rss: process.resourceUsage().maxRSS / 1024,
  });
  process.disconnect();
  process.exit(0);
}
const rows = Number(process.argv[2] ?? 300000);
const folder = mkdtempSync(join(tmpdir(), 'lienthong-bench-'));
chmodSync(folder, 0o755);
const source = await startPostgres({ settings: { fsync: 'on', max_wal_size: '8GB', shared_buffers: '512MB' } });
const client = new pg.Client({ connectionString: source.connectionString });
await client.connect();
await createCitizens(client, rows);
const contract = readFileSync(new URL('../citizen.odcs.yaml', import.meta.url), 'utf8');
for (let i = 0; i < Number(process.argv[3] ?? 3); i++) {
  await client.query('truncate citizen_copy');
  const t = process.hrtime.bigint();
  const pid = (await client.query('select pg_backend_pid() p')).rows[0].p;
  await shell('psql -qc "copy citizen to stdout" "$SOURCE" | psql -qc "copy citizen_copy from stdin" "$SOURCE"', {
    SOURCE: source.connectionString,
  });
  const y = Number(process.hrtime.bigint() - t) / 1e9;
  const ch = fork(
    process.argv[1],
    ['child', JSON.stringify({ folder, contract, source: { connectionString: source.connectionString }, name: 's' + i })],
    { execArgv: process.env.PROF ? ['--cpu-prof', '--cpu-prof-dir=/tmp/exp/prof'] : [] },
  );
  const [r] = await once(ch, 'message');
  await once(ch, 'exit');
  await client.query('select pg_drop_replication_slot(slot_name) from pg_replication_slots');
  console.log(
    'copy->copy',
    Math.round(rows / y),
    'spool',
    Math.round(rows / r.seconds),
    'ratio',
    (y / r.seconds).toFixed(2),
    'cpu/M',
    ((r.cpu / rows) * 1e6).toFixed(2),
    'rss',
    Math.round(r.rss),
  );
}
await client.end();
await source.stop();
rmSync(folder, { recursive: true, force: true });
