import { execFileSync } from 'node:child_process';
import { cpus, totalmem } from 'node:os';
import { findTool } from '../processes/tools.mjs';

/** On what a report was made. */
export function machine({ source, hugePages }) {
  return {
    taken: new Date().toISOString(),
    node: process.version,
    system: `${process.platform} ${process.arch}`,
    processors: cpus().length,
    processor: cpus()[0]?.model ?? 'unknown',
    memoryGigabytes: Math.round(totalmem() / 1024 ** 3),
    postgres: source.version,
    settings: source.settings,
    hugePages,
    tools: Object.fromEntries(['psql', 'pg_recvlogical', 'pgbench'].map((name) => [name, versionOf(name)])),
  };
}

function versionOf(name) {
  const tool = findTool(name);
  return tool === undefined ? null : /\d+(\.\d+)?/.exec(execFileSync(tool, ['--version'], { encoding: 'utf8' }))?.[0];
}
