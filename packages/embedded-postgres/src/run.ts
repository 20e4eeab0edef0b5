import { spawn } from 'node:child_process';
import type { Account } from './account.ts';

/** How a short-lived program ended; `failure` when it could not be started at all. */
export interface Ended {
  readonly code: number | null;
  readonly output: string;
  readonly failure?: NodeJS.ErrnoException;
}

/** Runs a program to its end, as the account. */
export function run(file: string, parameters: readonly string[], account: Account | undefined): Promise<Ended> {
  return new Promise((resolve) => {
    const child = spawn(file, parameters, { ...spawnOptions(account), stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const collect = (chunk: Buffer): void => {
      output += chunk.toString();
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.once('error', (failure) => resolve({ code: null, output, failure }));
    child.once('close', (code) => resolve({ code, output }));
  });
}

/** Only what a server needs: our own environment may hold secrets and PG* settings. */
export function spawnOptions(account: Account | undefined): { cwd: string; env: NodeJS.ProcessEnv; uid?: number; gid?: number } {
  const kept = ['PATH', 'TMPDIR', 'TZ', 'SystemRoot', 'TEMP', 'TMP'].flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    cwd: process.platform === 'win32' ? process.cwd() : '/', // our own working folder may be closed to the account
    env: { ...Object.fromEntries(kept), LC_ALL: 'C' },
    ...(account === undefined ? {} : { uid: account.uid, gid: account.gid }),
  };
}
