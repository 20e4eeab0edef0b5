/**
 * The pipeline against COPY and pg_recvlogical, as ratios within one run: absolute figures move with the machine.
 *   npm run bench -- [--rows 1000000] [--changes 100000] [--runs 3] [--out bench/results/first.json]
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { changeCases } from './src/changes.mjs';
import { openSetting } from './src/setting.mjs';
import { snapshotCases } from './src/snapshot.mjs';

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '1000000' },
    changes: { type: 'string', default: '100000' },
    runs: { type: 'string', default: '3' },
    out: { type: 'string' },
  },
});
const rows = Number(values.rows);
const changes = Number(values.changes);
const runs = Number(values.runs);

console.error(`making ${rows} citizens …`);
const setting = await openSetting(rows);
try {
  const results = [...(await snapshotCases(setting, rows, runs)), ...(await changeCases(setting, changes, runs))];
  console.table(
    Object.fromEntries(
      results.map(({ name, perSecond, ratio, cpuSecondsPerMillion, allCpuSecondsPerMillion, peakMegabytes, equal }) => [
        name,
        {
          'per second': Math.round(perSecond),
          ratio: ratio?.toFixed(2),
          'CPU-s per million': cpuSecondsPerMillion?.toFixed(1),
          'all processes': allCpuSecondsPerMillion?.toFixed(1),
          'peak MB': peakMegabytes,
          equal,
        },
      ]),
    ),
  );
  const report = { node: process.version, processors: cpus().length, postgres: setting.source.version, rows, changes, runs, results };
  if (values.out !== undefined) {
    mkdirSync(dirname(values.out), { recursive: true });
    writeFileSync(values.out, `${JSON.stringify(report, null, 2)}\n`);
  }
  process.exitCode = results.some((result) => result.equal === false) ? 1 : 0;
} finally {
  await setting.close();
}
