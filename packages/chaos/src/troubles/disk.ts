import { execFile } from 'node:child_process';
import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Trouble } from '../plan/trouble.ts';
import type { Scene } from '../scene.ts';
import { type Counters, reach } from './counters.ts';

const run = promisify(execFile);

/** Takes the disk from the connector for a while. */
export async function disturbDisk(
  { connector }: Scene,
  { fault, killed, until }: Extract<Trouble, { readonly kind: 'disk' }>,
  counters: Counters,
): Promise<void> {
  const folder = fault === 'spool-read-only' ? join(connector.state, 'spool') : connector.state;
  if (killed) await connector.kill();
  if (fault !== 'full') await chmod(folder, 0o500).catch(() => {}); // a state that was just lost has no spool yet
  if (killed) connector.start();
  if (fault === 'full') await limitFiles(connector.pid, '512');
  await reach(until, counters);
  if (fault === 'full') await limitFiles(connector.pid, 'unlimited');
  else await chmod(folder, 0o700).catch(() => {});
}

/** No file may grow beyond so many bytes: writing fails in the middle, in the spool and in the database. Not everywhere there is such a limit. */
async function limitFiles(pid: number, bytes: string): Promise<void> {
  if (process.platform === 'linux') await run('prlimit', ['--pid', String(pid), `--fsize=${bytes}:unlimited`]).catch(() => {}); // it may have ended
}
