import { codeAlone, type ErrorRules, failureError, networkRules } from '@lienthong/adapter-kit';
import { isLienThongError, type LienThongError } from '@lienthong/core';

const gone = { code: 'SOURCE_UNREACHABLE' } as const;
const busy = { code: 'SOURCE_BUSY' } as const;
const lost = { code: 'SOURCE_HISTORY_LOST' } as const;

/** The server's error number, or the code of the driver or Node, to our code. Unknown ones become SOURCE_QUERY_FAILED. */
const rules: ErrorRules = {
  ...networkRules,
  // What a statement asked for.
  904: { code: 'SCHEMA_CHANGED', remedy: 'A column is gone: adapt contract and mapping.' },
  942: { code: 'COLLECTION_MISSING', remedy: 'Check the name; if it is right: GRANT SELECT on it to this login.' },
  1031: { code: 'SOURCE_PERMISSION_MISSING', remedy: '`lienthong doctor` shows the grants that are missing.' },
  1039: { code: 'SOURCE_PERMISSION_MISSING' },
  1446: { code: 'CAPABILITY_MISSING', remedy: 'The view has rows of no table of their own: map a key.' },
  1466: { code: 'SCHEMA_CHANGED', remedy: 'The table was altered: start a new epoch of the dataset.' },
  4043: { code: 'COLLECTION_MISSING' },
  6550: { code: 'SOURCE_PERMISSION_MISSING', remedy: 'GRANT EXECUTE ON DBMS_LOGMNR and the LOGMINING privilege to this login.' },
  8103: { code: 'SOURCE_BUSY', remedy: 'The table was emptied or moved while it was read.' },
  // What is kept of the past.
  1284: lost,
  1291: { ...lost, remedy: 'A log file is gone: keep archived logs longer, and start a new epoch.' },
  1292: { ...lost },
  1325: { code: 'SOURCE_NOT_READY', remedy: 'SHUTDOWN IMMEDIATE; STARTUP MOUNT; ALTER DATABASE ARCHIVELOG; ALTER DATABASE OPEN;' },
  1555: { code: 'SOURCE_BUSY', remedy: 'Undo is kept too shortly for a page: raise UNDO_RETENTION.' },
  8180: lost,
  8181: lost,
  22924: { code: 'SOURCE_BUSY', remedy: 'The old state of a large object is gone: raise its RETENTION.' },
  30052: lost,
  // Who waits, and who was chosen to give way.
  18: busy,
  20: busy,
  51: busy,
  54: busy,
  60: busy,
  257: { code: 'SOURCE_BUSY', remedy: 'The archiver has no room: free the recovery area.' },
  1013: { code: 'SOURCE_BUSY', remedy: 'Raise the statement timeout or read smaller batches.' },
  1033: busy,
  1034: { code: 'SOURCE_UNREACHABLE', remedy: 'The database is not started.' },
  1109: busy,
  1219: busy,
  1652: { code: 'SOURCE_BUSY', remedy: 'Give the temporary tablespace more room.' },
  4031: busy,
  4036: { code: 'SOURCE_BUSY', remedy: 'Raise PGA_AGGREGATE_LIMIT.' },
  4068: busy,
  12516: busy,
  12519: busy,
  12520: busy,
  30006: busy,
  65040: { code: 'SOURCE_NOT_READY', remedy: 'Before 21c the log is read in the root: set logService to its service.' },
  // Who does not answer.
  28: gone,
  1012: gone,
  1089: gone,
  1090: gone,
  1092: gone,
  3113: gone,
  3114: gone,
  3135: gone,
  12514: { code: 'SOURCE_UNREACHABLE', remedy: 'The listener knows no such service: check its name (lsnrctl services).' },
  12505: { code: 'SOURCE_UNREACHABLE', remedy: 'The listener knows no such SID: check its name (lsnrctl services).' },
  12528: busy,
  12541: { code: 'SOURCE_UNREACHABLE', remedy: 'There is no listener: check host and port.' },
  12543: gone,
  12170: gone,
  12537: gone,
  // Who is not let in.
  1005: { code: 'SOURCE_AUTH_FAILED' },
  1017: { code: 'SOURCE_AUTH_FAILED' },
  1045: { code: 'SOURCE_AUTH_FAILED', remedy: 'GRANT CREATE SESSION to this login.' },
  28000: { code: 'SOURCE_AUTH_FAILED', remedy: 'The account is locked: ALTER USER … ACCOUNT UNLOCK;' },
  28001: { code: 'SOURCE_AUTH_FAILED', remedy: 'The password has expired.' },
  // The driver.
  'NJS-040': busy,
  'NJS-116': {
    code: 'SOURCE_AUTH_FAILED',
    remedy: 'The account has a password verifier of 10g alone: set its password again, or use thick.',
  },
  'NJS-123': { code: 'SOURCE_BUSY', remedy: 'Raise the statement timeout or read smaller batches.' },
  'NJS-138': { code: 'CAPABILITY_MISSING', remedy: 'Servers before 12.1 need thick, with Oracle’s client libraries.' },
  'NJS-500': gone,
  'NJS-501': gone,
  'NJS-503': gone,
  'NJS-505': { code: 'SOURCE_TLS_FAILED', remedy: 'Check walletLocation and its password.' },
  'NJS-506': { code: 'SOURCE_TLS_FAILED' },
  'NJS-507': { code: 'SOURCE_TLS_FAILED' },
  'NJS-508': { code: 'SOURCE_TLS_FAILED' },
  'NJS-510': gone,
  'NJS-511': { code: 'SOURCE_UNREACHABLE', remedy: 'There is no listener: check host and port.' },
  'NJS-512': gone,
  'NJS-513': gone,
  'NJS-517': { code: 'OPTIONS_INVALID', remedy: 'connectString is no descriptor, and no name that is known.' },
  'NJS-518': { code: 'SOURCE_UNREACHABLE', remedy: 'The listener knows no such service: check its name (lsnrctl services).' },
  'NJS-519': { code: 'SOURCE_UNREACHABLE', remedy: 'The listener knows no such SID: check its name (lsnrctl services).' },
  'NJS-521': gone,
  'NJS-522': gone,
};

/** Turns what the driver or Node threw into our error; ours pass through. `doing` completes "… failed". */
export function driverError(error: unknown, doing: string): LienThongError {
  if (isLienThongError(error)) return error;
  return makeError(codeWithin(error), doing);
}

export function connectionLost(doing: string): LienThongError {
  return makeError('NJS-500', doing);
}

/** The server's number where there is one, else the driver's code, or that of what it wraps. */
function codeWithin(error: unknown): string {
  if (typeof error !== 'object' || error === null) return '';
  if ('errorNum' in error && typeof error.errorNum === 'number' && error.errorNum > 0) return String(error.errorNum);
  const own = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const numbered = /^ORA-0*(\d+)$/.exec(own);
  if (numbered !== null) return numbered[1] ?? '';
  const inner = 'cause' in error && error.cause !== undefined ? codeWithin(error.cause) : '';
  return own !== '' ? own : inner;
}

// What a server says may quote values of rows (1, 1722): it is neither shown nor kept, and no cause keeps it.
function makeError(code: string, doing: string): LienThongError {
  return failureError(rules, { code, message: '', doing, cause: codeAlone('Oracle', code) });
}

/** The server's number (as text) or the driver's code of one of our errors: for the few places that react to one. */
export function codeOf(error: unknown): string {
  return isLienThongError(error) ? String(error.details['code'] ?? '') : '';
}

const ended: ReadonlySet<string> = new Set(['28', '600', '1012', '1089', '1092', '3113', '3114', '3135', 'NJS-500', 'NJS-501', 'NJS-521']);

/** The connection is gone with it. */
export function endsConnection(error: unknown): boolean {
  return ended.has(codeOf(error));
}
