import { loadavg } from 'node:os';
import { measureChanges } from './cases/changes.mjs';
import { measureDictionary } from './cases/dictionary.mjs';
import { measureLatency } from './cases/latency.mjs';
import { measureLoads } from './cases/loads.mjs';
import { measureMemory } from './cases/memory.mjs';
import { measureMongodbChanges } from './cases/mongodb-changes.mjs';
import { measureMongodbLoad } from './cases/mongodb-load.mjs';
import { measureMysqlChanges } from './cases/mysql-changes.mjs';
import { measureMysqlLoad } from './cases/mysql-load.mjs';
import { measureNationalLoad } from './cases/national-load.mjs';
import { measureOracleLoad } from './cases/oracle-load.mjs';
import { measureSqlserverLoad } from './cases/sqlserver-load.mjs';
import { measureStart } from './cases/start.mjs';
import { statementFigures } from './cases/statements.mjs';
import { measureWriterCost } from './cases/writer-cost.mjs';
import { machine } from './report/machine.mjs';
import { openSetting } from './setting.mjs';
import { memoryFigures } from './usage.mjs';

/** Runs the cases one after the other in one setting, and reports. A case that cannot run, or whose values differ, stops no other. */
export async function runCases(options) {
  const began = performance.now();
  const [loadBefore] = loadavg();
  const seconds = () => (performance.now() - began) / 1000;
  const say = (text) => console.error(`${seconds().toFixed(0).padStart(5)} s  ${text}`);
  const skipped = new Set();
  const failures = [];
  const figures = [];
  const usage = [];
  const samples = {};

  say(`${options.rows} citizens are made …`);
  const { setting, close } = await openSetting(options.rows);
  Object.assign(setting, { say, skip: (what) => skipped.add(what), patience: options.patience });
  // A signal ends the servers too, and leaves no folder behind.
  const onSignal = () => void close().finally(() => process.exit(130));
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, onSignal);
  try {
    for (const [name, measureCase] of chosen(options)) {
      try {
        const result = await measureCase(setting, options);
        figures.push(...result.figures);
        usage.push(...(result.usage ?? []));
        Object.assign(samples, result.samples);
      } catch (error) {
        say(`failed: ${name}: ${error.message}`);
        failures.push({ name, message: error.message });
      }
    }
  } finally {
    await close();
    for (const signal of ['SIGINT', 'SIGTERM']) process.off(signal, onSignal);
  }
  const { figures: source, longest } = statementFigures(samples);
  figures.push(...source, ...memoryFigures(usage));
  const { out: _, ...asked } = options;
  return {
    ...{ format: 1, ...machine(setting), options: asked, seconds: seconds(), loadBefore },
    ...{ skipped: [...skipped], failures, figures, usage, longestStatement: longest, samples },
  };
}

function chosen({ cases, flat }) {
  const all = [
    ['loads', measureLoads, ['spool', 'first-load', 'merge'].some((name) => cases.includes(name))],
    ['national-load', measureNationalLoad, cases.includes('national-load')],
    ['dictionary', measureDictionary, cases.includes('dictionary')],
    ['changes', measureChanges, cases.includes('changes')],
    ['mysql-load', measureMysqlLoad, cases.includes('mysql-load')],
    ['mysql-changes', measureMysqlChanges, cases.includes('mysql-changes')],
    ['mongodb-load', measureMongodbLoad, cases.includes('mongodb-load')],
    ['mongodb-changes', measureMongodbChanges, cases.includes('mongodb-changes')],
    ['sqlserver-load', measureSqlserverLoad, cases.includes('sqlserver-load')],
    ['oracle-load', measureOracleLoad, cases.includes('oracle-load')],
    ['latency', measureLatency, cases.includes('latency')],
    ['writer-cost', measureWriterCost, cases.includes('writer-cost')],
    // It makes the table longer.
    ['memory', measureMemory, flat],
    ['start', measureStart, cases.includes('start')],
  ];
  return all.filter(([, , wanted]) => wanted);
}
