import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'tsup';
import { programsFromSources } from '../../../tooling/tsup.ts';

const folder = dirname(fileURLToPath(import.meta.url));

/** Bundles a program of this folder from our sources, so that it can be run, and killed, as a process of its own. */
export async function buildChild(name: string): Promise<string> {
  const target = join(folder, '..', 'node_modules', '.lienthong-test', basename(name, '.ts'));
  await mkdir(target, { recursive: true });
  await build({
    ...programsFromSources,
    entry: [join(folder, name)],
    outDir: target,
  });
  return join(target, `${basename(name, '.ts')}.mjs`);
}

/** A forked program that tells what it does by messages. */
export interface Child {
  readonly process: ChildProcess;
  readonly messages: readonly unknown[];
  readonly errors: () => string;
  kill(signal: NodeJS.Signals): Promise<void>;
}

export function startChild(file: string, input: unknown): Child {
  const messages: unknown[] = [];
  let errors = '';
  const child = fork(file, [JSON.stringify(input)], { stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
  child.on('message', (message) => messages.push(message));
  child.stderr?.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
  });
  return {
    process: child,
    messages,
    errors: () => errors,
    async kill(signal) {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill(signal);
      await once(child, 'exit');
    },
  };
}
