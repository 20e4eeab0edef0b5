import { dropSlot, openConnector, slotOf, streamOf } from '../connector.mjs';
import { expectEqual, storedTable } from '../equal.mjs';
import { figure, percentile } from '../figures.mjs';
import { measureConnector } from '../part.mjs';
import { withPatience } from '../patience.mjs';
import { startChild } from '../processes/child.mjs';
import { measure } from '../processes/measure.mjs';
import { groupsOf } from '../setting.mjs';
import { settle } from '../settle.mjs';
import { countCitizens } from '../source/citizen.mjs';
import { watchSnapshotAge } from '../source/snapshot-age.mjs';
import { followStatements } from '../source/statement-log.mjs';
import { usageOf } from '../usage.mjs';

const changesPerSecond = 2_000;
/** Until caches and compilers are warm; not counted. */
const warmSeconds = 2;
const connections = 4;
const perTransaction = 10;
const name = 'latency';

/**
 * From a commit's answer at the writer to the receipt at the connector, both on the machine's monotonic clock. Each change has a
 * key of its own, and the platform keeps with each record the number of the batch it came in: so each commit finds its receipt.
 */
export async function measureLatency(setting, { seconds, runs }) {
  const rows = await countCitizens(setting.client);
  const longest = Math.floor(rows / changesPerSecond);
  const duration = Math.min(seconds + warmSeconds, longest);
  if (duration < warmSeconds + 1) throw new Error(`latency needs ${(warmSeconds + 1) * changesPerSecond} rows`);
  await setting.renewPlatform();
  setting.say('latency: the snapshot before …');
  await measureConnector(setting, { name, run: { once: true }, keepSlot: true }, 'the snapshot before the latency');
  const samples = [];
  for (let run = 1; run <= runs; run++) {
    setting.say(`latency, ${duration} s at ${changesPerSecond} changes a second, run ${run} of ${runs} …`);
    samples.push(await measureOnce(setting, { rows, duration }));
  }
  await dropSlot(setting, slotOf(name));
  const values = (pick) => samples.map(pick);
  return {
    samples: { latency: samples },
    usage: [usageOf(`following ${changesPerSecond} changes a second`, samples)],
    figures: [
      figure(
        'latency/p50',
        'commit to receipt, median',
        'ms',
        values(({ p50 }) => p50),
      ),
      figure(
        'latency/p95',
        'commit to receipt, 95 of 100',
        'ms',
        values(({ p95 }) => p95),
      ),
      figure(
        'latency/p99',
        'commit to receipt, 99 of 100',
        'ms',
        values(({ p99 }) => p99),
        { atMost: 500 },
      ),
      figure(
        'latency/max',
        'commit to receipt, the slowest',
        'ms',
        values(({ max }) => max),
      ),
      figure(
        'latency/written',
        'changes the writer made while latency was measured',
        'per second',
        values(({ perSecond }) => perSecond),
        // Else the latency is that of another load.
        { atLeast: 0.98 * changesPerSecond },
      ),
      figure(
        'latency/late',
        'how late the writer was against its clock, 99 of 100',
        'ms',
        values(({ lateMs }) => lateMs),
      ),
    ],
  };
}

async function measureOnce(setting, { rows, duration }) {
  const connector = await openConnector(setting, { name, until: 'stopped' });
  const writer = startChild('./writer-process.mjs');
  const age = await watchSnapshotAge(setting.source.connectionString);
  const statements = followStatements(setting.source.directory);
  try {
    await settle(setting);
    connector.run();
    await withPatience(setting, 'latency: the connector follows', () => connector.following());
    const { connectionString } = setting.source;
    const measured = await withPatience(setting, 'latency: the writer writes', () =>
      measure({ groups: groupsOf(setting, connector), memory: ['connector', 'platform'] }, () => {
        writer.tell({ connectionString, rate: changesPerSecond, perTransaction, seconds: duration, rows, connections });
        return writer.hear('written');
      }),
    );
    const { commits, changes, started, seconds, lateMs } = measured.result;
    await withPatience(setting, 'latency: the last receipt arrives', () => connector.delivered(changes));
    connector.stop();
    const { receipts } = await withPatience(setting, 'latency: the connector drains', () => connector.ended());
    await expectEqual(setting, name);
    const times = await match(setting, commits, receipts, started + warmSeconds * 1e6);
    return {
      ...{ ...measured, result: undefined, count: changes, perSecond: changes / seconds, lateMs },
      ...{
        p50: percentile(times, 0.5),
        p95: percentile(times, 0.95),
        p99: percentile(times, 0.99),
        max: times.at(-1),
        counted: times.length,
      },
      statements: statements.longest(),
      snapshotAge: await age.stop(),
    };
  } finally {
    await age.stop();
    await writer.leave();
    await connector.leave();
  }
}

/** Milliseconds of each counted change, sorted. */
async function match(setting, commits, receipts, from) {
  const { rows } = await setting.platform.client.query(
    `select record.id::text as id, lienthong.sequence_of(record._place)::int as sequence from ${await storedTable(setting.platform)} record
     join lienthong.streams stream on stream.id = record._stream where stream.source = $1`,
    [streamOf(name)],
  );
  const batchOf = new Map(rows.map(({ id, sequence }) => [Number(id), sequence]));
  const receivedAt = new Map(receipts);
  const times = commits
    .filter(({ at }) => at >= from)
    .flatMap(({ ids, at }) =>
      ids.map((id) => {
        const received = receivedAt.get(batchOf.get(id));
        if (received === undefined) throw new Error(`no receipt was seen for the batch of citizen ${id}`);
        return (received - at) / 1000;
      }),
    );
  return times.sort((left, right) => left - right);
}
