import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { formatReport } from './report.ts';
import { runExample } from './run-example.ts';

const fewest = 500;
const { values } = parseArgs({ options: { rows: { type: 'string', default: '5000' } } });
const rows = Number(values.rows);
if (!Number.isSafeInteger(rows) || rows < fewest || rows > 9_999_999) {
  console.error(`--rows must be a whole number from ${fewest} to 9999999: with fewer there is not every kind of dirt among them.`);
  process.exit(2);
}

const stop = new AbortController();
process.once('SIGINT', () => stop.abort(new Error('stopped')));
process.once('SIGTERM', () => stop.abort(new Error('stopped')));

const begun = performance.now();
const directory = await mkdtemp(join(tmpdir(), 'lienthong-agent-node-'));
try {
  const say = (text: string) => console.error(`${((performance.now() - begun) / 1000).toFixed(1).padStart(6)} s  ${text}`);
  const result = await runExample({ rows, dirt: 'usual', directory, signal: stop.signal, say });
  console.log(formatReport(result));
  process.exitCode = result.isEqual ? 0 : 1;
} finally {
  await rm(directory, { recursive: true, force: true });
}
