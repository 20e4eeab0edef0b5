/**
 * The pipeline against what the database's own tools reach, as ratios within one run: absolute figures move with the machine.
 * What it does and how to read it: docs/performance.md.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { measureChanges } from './src/cases/changes.mjs';
import { measureLatency } from './src/cases/latency.mjs';
import { measureLoads } from './src/cases/loads.mjs';
import { measureMemory } from './src/cases/memory.mjs';
import { measureStart } from './src/cases/start.mjs';
import { statementFigures } from './src/cases/statements.mjs';
import { measureWriterCost } from './src/cases/writer-cost.mjs';
import { readOptions, usage } from './src/options.mjs';
import { machine } from './src/report/machine.mjs';
import { textTable } from './src/report/table.mjs';
import { openSetting } from './src/setting.mjs';

const options = readOptions(process.argv.slice(2));
if (options.problem !== undefined || options.help) {
  console.error(options.help ? usage : `${options.problem}\n\n${usage}`);
  process.exit(options.help ? 0 : 2);
}

const began = performance.now();
const say = (text) => console.error(`${((performance.now() - began) / 1000).toFixed(0).padStart(5)} s  ${text}`);
const skipped = new Set();
const failures = [];
const figures = [];
const samples = {};

say(`${options.rows} citizens are made …`);
const { setting, close } = await openSetting(options.rows);
Object.assign(setting, { say, skip: (what) => skipped.add(what), patience: options.patience });
// A signal ends the servers too, and leaves no folder behind.
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void close().finally(() => process.exit(130)));
try {
  const wants = (name) => options.cases.includes(name);
  await attempt('loads', measureLoads);
  if (wants('changes')) await attempt('changes', measureChanges);
  if (wants('latency')) await attempt('latency', measureLatency);
  if (wants('writer-cost')) await attempt('writer-cost', measureWriterCost);
  if (options.flat) await attempt('memory', measureMemory);
  if (wants('start')) await attempt('start', measureStart);
} finally {
  await close();
}

const { figures: source, longest } = statementFigures(samples);
figures.push(...source);
console.log(textTable(figures));
if (longest !== undefined) console.log(`\nlongest statement on the source: ${longest.text}`);
for (const what of skipped) console.log(`skipped: ${what}`);
for (const { name, message } of failures) console.log(`failed: ${name}: ${message}`);
if (options.out !== undefined) {
  const { out, ...asked } = options;
  const report = { format: 1, ...machine(setting), options: asked, seconds: (performance.now() - began) / 1000 };
  mkdirSync(dirname(out), { recursive: true });
  writeFileSync(
    out,
    `${JSON.stringify({ ...report, skipped: [...skipped], failures, figures, longestStatement: longest, samples }, null, 1)}\n`,
  );
}
process.exitCode = failures.length === 0 ? 0 : 1;

/** A case that cannot run, or whose values differ, is told at the end; the others still run. */
async function attempt(name, measureCase) {
  try {
    const result = await measureCase(setting, options);
    figures.push(...result.figures);
    Object.assign(samples, result.samples);
  } catch (error) {
    say(`failed: ${name}: ${error.message}`);
    failures.push({ name, message: error.message });
  }
}
