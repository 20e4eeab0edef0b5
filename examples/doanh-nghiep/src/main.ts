import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { datasetNames } from '@lienthong/datasets';
import { publishRegister } from './publish-register.ts';
import { formatReport } from './report.ts';

const { values } = parseArgs({
  options: { dataset: { type: 'string', default: 'business-registry' }, rows: { type: 'string', default: '3000' } },
});
const dataset = datasetNames.find((name) => name === values.dataset);
const rows = Number(values.rows);
if (dataset === undefined || !Number.isSafeInteger(rows) || rows < 1 || rows > 1_000_000) {
  console.error(`--dataset is one of ${datasetNames.join(', ')}; --rows is a whole number from 1 to 1000000.`);
  process.exit(2);
}

const stop = new AbortController();
process.once('SIGINT', () => stop.abort(new Error('stopped')));
process.once('SIGTERM', () => stop.abort(new Error('stopped')));

const begun = performance.now();
const directory = await mkdtemp(join(tmpdir(), 'lienthong-register-'));
try {
  const say = (text: string) => console.error(`${((performance.now() - begun) / 1000).toFixed(1).padStart(6)} s  ${text}`);
  const result = await publishRegister({ dataset, rows, dirt: 'heavy', directory, signal: stop.signal, say });
  console.log(formatReport(result));
  process.exitCode = result.isEqual ? 0 : 1;
} finally {
  await rm(directory, { recursive: true, force: true });
}
