import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { stateDamaged, stateError } from '../state/errors.ts';

/** Written aside, flushed and renamed: a crash leaves the old text or the new one. */
export function writeDurable(file: string, text: string): void {
  try {
    const aside = `${file}.new`;
    const handle = openSync(aside, 'w', 0o600);
    try {
      writeSync(handle, text);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(aside, file);
    const folder = openSync(dirname(file), 'r');
    try {
      fsyncSync(folder);
    } finally {
      closeSync(folder);
    }
  } catch (error) {
    throw stateError(error, 'writing what is known of packages');
  }
}

/** The value in a file that `writeDurable` wrote; `undefined` where there is none. */
export function readDurable<Value>(file: string): Value | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw stateError(error, 'reading what is known of packages');
  }
  try {
    return JSON.parse(text) as Value; // written by `writeDurable`, whole
  } catch (error) {
    throw stateDamaged('what the state directory knows of packages is damaged', error);
  }
}
