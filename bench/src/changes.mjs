import { spawnSync } from 'node:child_process';
import { measure, median, shell } from './measure.mjs';
import { pipeline } from './pipeline.mjs';
import { dropSlot, isEqual, perMillion } from './snapshot.mjs';

/** A backlog of changes, 100 to a transaction, drained to the platform, against pg_recvlogical that throws them away. */
export async function changeCases(setting, changes, runs) {
  const once = (name) => pipeline(setting, { name, stream: 'bench-changes' }).run(new AbortController().signal, { once: true });
  console.error('changes: the snapshot before …');
  await once('changes');
  const yardstick = [];
  const samples = [];
  for (let run = 1; run <= runs; run++) {
    console.error(`changes, run ${run} of ${runs} …`);
    await setting.client.query(`select pg_create_logical_replication_slot('bench_yardstick', 'pgoutput')`);
    await makeChanges(setting, changes, run);
    const { rows } = await setting.client.query('select pg_current_wal_flush_lsn()::text as lsn');
    const received = await measure(() => receive(setting, rows[0].lsn));
    if (received.result) yardstick.push(received);
    await setting.client.query(`select pg_drop_replication_slot('bench_yardstick')`);
    samples.push(await measure(() => once('changes')));
    samples.at(-1).equal = await isEqual(setting, 'bench-changes');
  }
  await dropSlot(setting, 'changes');
  const base = yardstick.length === 0 ? undefined : changes / median(yardstick.map(({ seconds }) => seconds));
  const perSecond = changes / median(samples.map(({ seconds }) => seconds));
  const results =
    base === undefined
      ? []
      : [
          {
            name: 'pg_recvlogical to /dev/null',
            perSecond: base,
            ratio: 1,
            seconds: yardstick.map(({ seconds }) => seconds),
            allCpuSecondsPerMillion: perMillion(yardstick, changes),
          },
        ];
  results.push({
    name: 'changes, end to end',
    perSecond,
    ratio: base === undefined ? undefined : perSecond / base,
    seconds: samples.map(({ seconds }) => seconds),
    cpuSecondsPerMillion: (median(samples.map(({ cpuSeconds }) => cpuSeconds)) * 1e6) / changes,
    allCpuSecondsPerMillion: perMillion(samples, changes),
    peakMegabytes: Math.max(...samples.map(({ peakMegabytes }) => peakMegabytes)),
    equal: samples.every(({ equal }) => equal),
  });
  return results;
}

async function makeChanges({ client }, changes, run) {
  const { rows } = await client.query('select count(*)::int as count from citizen');
  const total = rows[0].count;
  for (let done = 0; done < changes; done += 100) {
    const from = 1 + ((done * 7 + run) % Math.max(1, total - 100));
    await client.query(
      `update citizen set address = 'Số ' || $1 || ' phố Huế', updated_at = updated_at + interval '1 microsecond' where id >= $2 and id < $2 + 100`,
      [String(done), from],
    );
  }
}

async function receive({ source }, lsn) {
  if (spawnSync('pg_recvlogical', ['--version'], { stdio: 'ignore' }).status !== 0) return false;
  await shell(
    `pg_recvlogical -d "$SOURCE" --slot bench_yardstick --start --endpos ${lsn} -o proto_version=1 -o publication_names=bench_changes -f /dev/null --no-loop`,
    { SOURCE: source.connectionString },
  );
  return true;
}
