import { constants } from 'node:fs';
import { access, stat, statfs } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { ConnectorOptions } from '@lienthong/connector';
import { formatBytes } from '../frame/format-bytes.ts';
import type { Words } from '../words/words.ts';
import type { Check, CheckGroup } from './check.ts';

const defaultSpool = 1024 ** 3;

/** Whether the state directory can be used, and whether its disk has room for a full spool. */
export async function checkState(options: ConnectorOptions, words: Words): Promise<CheckGroup> {
  const directory = resolve(options.state);
  const checks: Check[] = [];
  const exists = await stat(directory).then(
    (found) => found.isDirectory(),
    () => undefined,
  );
  const place = exists === true ? directory : await nearestDirectory(dirname(directory));
  const open = exists !== false && (await isWritable(place));
  if (!open) {
    const remedy = words.doctor.directoryRemedy(directory);
    checks.push({ level: 'bad', id: 'state-closed', message: words.doctor.directoryClosed(exists === true ? directory : place), remedy });
  } else {
    const message = exists === true ? words.doctor.directoryFine(directory) : words.doctor.directoryNew(directory);
    checks.push({ level: 'good', id: 'state-writable', message });
  }
  const { bavail, bsize } = await statfs(place);
  const free = bavail * bsize;
  const spool = options.spool?.maxBytes ?? defaultSpool;
  if (free > spool * 1.2) checks.push({ level: 'good', id: 'disk', message: words.doctor.diskFine(formatBytes(free)) });
  else {
    const message = words.doctor.diskLow(formatBytes(free), formatBytes(spool));
    checks.push({ level: 'warning', id: 'disk-low', message, remedy: words.doctor.diskRemedy });
  }
  return { id: 'state', title: words.doctor.state, checks };
}

async function nearestDirectory(directory: string): Promise<string> {
  const there = await stat(directory).then(
    () => true,
    () => false,
  );
  return there || dirname(directory) === directory ? directory : nearestDirectory(dirname(directory));
}

async function isWritable(directory: string): Promise<boolean> {
  return access(directory, constants.W_OK | constants.X_OK).then(
    () => true,
    () => false,
  );
}
