import { isLienThongError, LienThongError } from '@lienthong/core';

const damaged = new Set(['SQLITE_CORRUPT', 'SQLITE_NOTADB', 'SQLITE_FORMAT']);
const fileSystem = new Set([
  'ENOSPC',
  'EDQUOT',
  'EFBIG',
  'EROFS',
  'EACCES',
  'EPERM',
  'EIO',
  'EMFILE',
  'ENFILE',
  'ENOENT',
  'ENOTDIR',
  'EBUSY',
  'ETXTBSY',
]);

/** Turns what SQLite or the file system throws into STATE_DAMAGED or STATE_WRITE_FAILED; everything else passes unchanged. */
export function stateError(error: unknown, doing: string): unknown {
  if (isLienThongError(error)) return error;
  const code = codeOf(error);
  if (code === undefined) return error;
  if (damaged.has(code)) return stateDamaged(`the state database is damaged (${code}) while ${doing}`, error);
  if (code.startsWith('SQLITE_') || fileSystem.has(code)) {
    return new LienThongError('STATE_WRITE_FAILED', {
      message: `the state directory failed (${code}) while ${doing}`,
      cause: error,
      details: { code },
    });
  }
  return error;
}

export function stateDamaged(message: string, cause?: unknown): LienThongError {
  return new LienThongError('STATE_DAMAGED', { message, cause });
}

export function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}
