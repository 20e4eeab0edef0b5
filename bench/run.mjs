/**
 * The pipeline against what the database's own tools reach, as ratios within one run: absolute figures move with the machine.
 * What it does and how to read it: docs/performance.md.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { readOptions, usage } from './src/options.mjs';

const options = readOptions(process.argv.slice(2));
if (options.problem !== undefined || options.help) {
  console.error(options.help ? usage : `${options.problem}\n\n${usage}`);
  process.exit(options.help ? 0 : 2);
}

// Only now: a wrong word is answered without a build.
const { runCases } = await import('./src/run-cases.mjs');
const { textTable, usageTable } = await import('./src/report/table.mjs');
const report = await runCases(options);

console.log(textTable(report.figures));
if (report.usage.length > 0) console.log(`\n${usageTable(report.usage)}`);
if (report.longestStatement !== undefined) console.log(`\nlongest statement on the source: ${report.longestStatement.text}`);
for (const what of report.skipped) console.log(`skipped: ${what}`);
for (const { name, message } of report.failures) console.log(`failed: ${name}: ${message}`);
if (options.out !== undefined) {
  mkdirSync(dirname(options.out), { recursive: true });
  writeFileSync(options.out, `${JSON.stringify(report, null, 1)}\n`);
}
process.exitCode = report.failures.length === 0 ? 0 : 1;
