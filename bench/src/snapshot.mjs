import { execFileSync } from 'node:child_process';
import { pipeline as flow } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { columns, fingerprint } from './citizen.mjs';
import { measure, median, shell } from './measure.mjs';
import { pipeline, silentPlatform, spoolSnapshot } from './pipeline.mjs';

/** Snapshot to the spool, first load and merge, against COPY out of one table and into another with a primary key. */
export async function snapshotCases(setting, rows, runs) {
  const yardstick = [];
  const spool = [];
  const first = [];
  const merged = [];
  for (let run = 1; run <= runs; run++) {
    console.error(`snapshot, run ${run} of ${runs} …`);
    yardstick.push(await measure(() => copyToCopy(setting)));
    spool.push(await measure(() => spoolSnapshot(pipeline(setting, { name: `spool${run}`, platform: silentPlatform }))));
    await dropSlot(setting, `spool${run}`);
    // A stream of its own is empty on the platform: a first load. The next connector without state starts its second epoch: a merge.
    first.push(
      await measure(() =>
        pipeline(setting, { name: `first${run}`, stream: `bench-${run}` }).run(new AbortController().signal, { once: true }),
      ),
    );
    await dropSlot(setting, `first${run}`);
    first.at(-1).equal = await isEqual(setting, `bench-${run}`);
    merged.push(
      await measure(() =>
        pipeline(setting, { name: `merge${run}`, stream: `bench-${run}` }).run(new AbortController().signal, { once: true }),
      ),
    );
    await dropSlot(setting, `merge${run}`);
    merged.at(-1).equal = await isEqual(setting, `bench-${run}`);
  }
  const base = rows / median(yardstick.map(({ seconds }) => seconds));
  const result = (name, samples) => {
    const perSecond = rows / median(samples.map(({ seconds }) => seconds));
    return {
      name,
      perSecond,
      ratio: perSecond / base,
      seconds: samples.map(({ seconds }) => seconds),
      cpuSecondsPerMillion: (median(samples.map(({ cpuSeconds }) => cpuSeconds)) * 1e6) / rows,
      allCpuSecondsPerMillion: perMillion(samples, rows),
      peakMegabytes: Math.max(...samples.map(({ peakMegabytes }) => peakMegabytes)),
      equal: samples.every(({ equal }) => equal ?? true),
    };
  };
  const platform = await setting.usage();
  return [
    {
      name: `COPY to COPY (${copyTool()})`,
      perSecond: base,
      ratio: 1,
      seconds: yardstick.map(({ seconds }) => seconds),
      allCpuSecondsPerMillion: perMillion(yardstick, rows),
    },
    result('snapshot to the durable spool', spool),
    result('first load, end to end', first),
    { ...result('merge into existing data, end to end', merged), platformPeakMegabytes: platform.peakMegabytes },
  ];
}

/** Of all processes, servers included. */
export function perMillion(samples, count) {
  const known = samples.map(({ allCpuSeconds }) => allCpuSeconds).filter((seconds) => seconds !== undefined);
  return known.length === 0 ? undefined : (median(known) * 1e6) / count;
}

function copyTool() {
  try {
    execFileSync('psql', ['--version'], { stdio: 'ignore' });
    return 'psql';
  } catch {
    return 'Node, bytes'; // a machine without the client tools
  }
}

async function copyToCopy({ source, client }) {
  await client.query('truncate citizen_copy');
  if (copyTool() === 'psql') {
    await shell('psql -qc "copy citizen to stdout" "$SOURCE" | psql -qc "copy citizen_copy from stdin" "$SOURCE"', {
      SOURCE: source.connectionString,
    });
    return;
  }
  const writer = new pg.Client({ connectionString: source.connectionString });
  await writer.connect();
  await flow(client.query(copyTo('copy citizen to stdout')), writer.query(copyFrom('copy citizen_copy from stdin')));
  await writer.end();
}

export async function dropSlot({ client }, name) {
  await client.query('select pg_drop_replication_slot(slot_name) from pg_replication_slots where slot_name = $1 and not active', [
    `bench_${name}`,
  ]);
}

/** Every value of every row, compared in SQL on both sides. */
export async function isEqual({ client, platform }, source) {
  const reader = new pg.Client({ connectionString: platform.databaseUrl });
  await reader.connect();
  try {
    const stored = await fingerprint(
      reader,
      `(select * from public.bench_citizen where _source = '${source}') stored`,
      columns.map(([, property]) => `"${property}"`),
    );
    const original = await fingerprint(
      client,
      'citizen',
      columns.map(([column]) => column),
    );
    return stored === original;
  } finally {
    await reader.end();
  }
}
