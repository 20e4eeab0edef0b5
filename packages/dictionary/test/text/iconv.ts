import { spawnSync } from 'node:child_process';

/** An implementation that has nothing in common with ours; `undefined` where the machine does not have it. */
export function iconv(from: string, to: string, input: Uint8Array): Uint8Array | undefined {
  const { error, status, stdout } = spawnSync('iconv', ['-f', from, '-t', to], { input });
  return error !== undefined || status !== 0 ? undefined : new Uint8Array(stdout);
}
