import { LienThongError } from '@lienthong/core';
import Database from 'libsql';
import { codeOf } from './errors.ts';

/**
 * Holds a directory for one connector. The lock is the operating system's, on a small database of its own: it ends with
 * the process, also by SIGKILL, and readers of the state are not kept out.
 */
export function lockDirectory(file: string): () => void {
  const database = new Database(file);
  try {
    database.exec('PRAGMA busy_timeout = 0');
    database.exec('PRAGMA journal_mode = DELETE');
    database.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    if (codeOf(error)?.startsWith('SQLITE_BUSY') === true) {
      throw new LienThongError('STATE_LOCKED', { message: 'another connector uses this state directory', cause: error });
    }
    throw error;
  }
  return () => {
    database.close();
  };
}
