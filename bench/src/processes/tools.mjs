import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const debian = '/usr/lib/postgresql';

/** Full path of one of PostgreSQL's client programs: Debian's own folders first, because what it has on the path is a script around them. */
export function findTool(name) {
  return [...debianFolders(), ...(process.env.PATH ?? '').split(delimiter)].map((folder) => join(folder, name)).find(isExecutable);
}

/** Runs a shell line, with the tools' paths and whatever else it needs in its environment; resolves with what it printed. */
export async function shell(line, env) {
  const child = spawn('bash', ['-c', `set -o pipefail; ${line}`], {
    env: { PATH: process.env.PATH, LC_ALL: 'C', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  let errors = '';
  child.stdout.on('data', (chunk) => (output += chunk));
  child.stderr.on('data', (chunk) => (errors += chunk));
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`the command ended with ${code}: ${line}: ${errors.trim().slice(-500)}`);
  return output;
}

function debianFolders() {
  try {
    return readdirSync(debian)
      .toSorted((left, right) => Number(right) - Number(left))
      .map((version) => join(debian, version, 'bin'));
  } catch {
    return [];
  }
}

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
