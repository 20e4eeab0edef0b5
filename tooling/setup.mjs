// What every npm script runs first: installs and builds when needed, so that a fresh clone needs Node and npm only.
// Says everything on standard error: the commands behind it own standard output (`--json`).
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, statSync, utimesSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const oldest = [20, 19];

requireNode();
const installed = join(root, 'node_modules', '.modules.yaml');
if (isInstallNeeded()) {
  say('Installing dependencies (once; a minute or two) …');
  await quietly('npx', ['--yes', packageManager(), 'install', '--frozen-lockfile', '--config.confirmModulesPurge=false']);
  const now = new Date();
  utimesSync(installed, now, now); // pnpm leaves the file alone when nothing changed
}
await quietly(join(root, 'node_modules', '.bin', 'turbo'), ['run', 'build', '--output-logs=errors-only', '--concurrency=2']);

function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > oldest[0] || (major === oldest[0] && minor >= oldest[1])) return;
  say(
    `Liên Thông needs Node ${oldest.join('.')} or newer; this is ${process.versions.node}. Install a newer Node, then run the same command again.`,
  );
  process.exit(1);
}

function isInstallNeeded() {
  return !existsSync(installed) || statSync(join(root, 'pnpm-lock.yaml')).mtimeMs > statSync(installed).mtimeMs;
}

/** `pnpm@x.y.z` as package.json pins it: corepack is not needed. */
function packageManager() {
  return JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).packageManager;
}

/** Runs a program and shows its output only if it fails. */
function quietly(file, parameters) {
  const bin = join(root, 'node_modules', '.bin');
  return new Promise((resolve) => {
    const output = [];
    const child = spawn(file, parameters, {
      cwd: root,
      shell: process.platform === 'win32', // npx and turbo are .cmd files there
      stdio: ['ignore', 'pipe', 'pipe'],
      // turbo looks for pnpm on the path.
      env: {
        ...process.env,
        PATH: `${bin}${delimiter}${process.env.PATH}`,
        TURBO_TELEMETRY_DISABLED: '1',
        TURBO_NO_UPDATE_NOTIFIER: '1',
        DO_NOT_TRACK: '1',
      },
    });
    child.stdout.on('data', (chunk) => output.push(chunk));
    child.stderr.on('data', (chunk) => output.push(chunk));
    child.once('error', (error) => fail(`${file} could not be started: ${error.message}`, output));
    child.once('close', (code) => (code === 0 ? resolve() : fail(`Set-up failed: ${[file, ...parameters].join(' ')}`, output)));
  });
}

function fail(message, output) {
  process.stderr.write(Buffer.concat(output));
  say(message);
  process.exit(1);
}

function say(text) {
  process.stderr.write(`${text}\n`);
}
