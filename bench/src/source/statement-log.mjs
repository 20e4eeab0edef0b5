import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** The role under which the connector reads: the server writes down each of its statements with its duration. */
export const connectorRole = 'bench_connector';

/** Lines of the server's log begin so: time | process | role | kind of backend |, then the level. */
export const logLinePrefix = '%m|%p|%u|%b|';

/** The longest statement of the connector's role since this was called. Exact: the server itself measures and writes it. */
export function followStatements(directory) {
  const file = join(directory, 'server.log');
  const start = statSync(file).size;
  return { longest: () => longestStatement(readFrom(file, start)) };
}

/**
 * Of a walsender only what it runs as a statement is told: the stream of the log is none.
 * @returns {{ statements: number, milliseconds: number, text: string } | undefined}
 */
export function longestStatement(log) {
  let longest;
  let statements = 0;
  for (const line of log.split('\n')) {
    const found = duration.exec(line);
    if (found === null || found[1] !== connectorRole) continue;
    statements += 1;
    const milliseconds = Number(found[2]);
    // Statements of the benchmark's own table, but a log is a log: the beginning says which one it was.
    if (longest === undefined || milliseconds > longest.milliseconds) longest = { milliseconds, text: found[3].slice(0, 80) };
  }
  return longest === undefined ? undefined : { statements, ...longest };
}

const duration = /^[^|]*\|\d+\|([^|]*)\|[^|]*\|LOG: {2}duration: ([\d.]+) ms {2}(?:statement|execute [^:]*|parse [^:]*|bind [^:]*): (.*)$/;

function readFrom(file, start) {
  const length = statSync(file).size - start;
  const bytes = Buffer.alloc(Math.max(0, length));
  const handle = openSync(file, 'r');
  try {
    readSync(handle, bytes, 0, bytes.length, start);
  } finally {
    closeSync(handle);
  }
  return bytes.toString('utf8');
}
