import { codeAlone, type ErrorRules, failureError, networkRules } from '@lienthong/adapter-kit';
import { isLienThongError, type LienThongError } from '@lienthong/core';

/** The server's error number, or the code of a Node or driver error, to our code. Unknown ones become SOURCE_QUERY_FAILED. */
const rules: ErrorRules = {
  ...networkRules,
  // What a statement asked for.
  207: { code: 'SCHEMA_CHANGED', remedy: 'A column is gone: adapt contract and mapping.' },
  208: { code: 'COLLECTION_MISSING' },
  229: { code: 'SOURCE_PERMISSION_MISSING', remedy: 'GRANT SELECT (and VIEW CHANGE TRACKING for changes) on the table to this login.' },
  230: { code: 'SOURCE_PERMISSION_MISSING', remedy: 'GRANT SELECT on the columns of the mapping to this login.' },
  281: { code: 'TYPE_UNSUPPORTED', remedy: 'A sql_variant is read from SQL Server 2016 on: convert the column in a view.' },
  262: { code: 'SOURCE_PERMISSION_MISSING' },
  297: { code: 'SOURCE_PERMISSION_MISSING' },
  300: { code: 'SOURCE_PERMISSION_MISSING' },
  4902: { code: 'COLLECTION_MISSING' },
  // Snapshot isolation.
  3952: { code: 'SOURCE_NOT_READY', remedy: 'ALTER DATABASE … SET ALLOW_SNAPSHOT_ISOLATION ON;' },
  3958: { code: 'SOURCE_BUSY', remedy: 'The version store was cut short: give tempdb more room.' },
  3960: { code: 'SOURCE_BUSY' },
  3961: { code: 'SOURCE_BUSY' }, // the table was altered while it was read
  // Change Tracking.
  22104: { code: 'SOURCE_NOT_READY', remedy: 'The table lacks a primary key, which Change Tracking needs.' },
  22105: { code: 'SOURCE_NOT_READY', remedy: 'ALTER TABLE … ENABLE CHANGE_TRACKING;' },
  22106: { code: 'SOURCE_NOT_READY', remedy: 'ALTER TABLE … ENABLE CHANGE_TRACKING;' },
  22107: { code: 'COLLECTION_MISSING' },
  22114: { code: 'SOURCE_NOT_READY', remedy: 'The primary key is part of a change of the table: start again when it is done.' },
  22117: { code: 'SOURCE_NOT_READY', remedy: 'Change Tracking on a readable secondary cannot be asked: connect to the primary.' },
  // Who waits, and who was chosen to give way.
  701: { code: 'SOURCE_BUSY' },
  1204: { code: 'SOURCE_BUSY' },
  1205: { code: 'SOURCE_BUSY' },
  1222: {
    code: 'SOURCE_BUSY',
    remedy: 'Somebody holds a lock for long. ALTER DATABASE … SET ALLOW_SNAPSHOT_ISOLATION ON; lets reads go past it.',
  },
  1101: { code: 'SOURCE_BUSY', remedy: 'Free disk space for tempdb.' },
  1105: { code: 'SOURCE_BUSY', remedy: 'Free disk space on the server.' },
  8645: { code: 'SOURCE_BUSY' },
  8651: { code: 'SOURCE_BUSY' },
  9002: { code: 'SOURCE_BUSY', remedy: 'The transaction log of the database is full.' },
  10922: { code: 'SOURCE_BUSY' },
  10928: { code: 'SOURCE_BUSY' },
  10929: { code: 'SOURCE_BUSY' },
  17809: { code: 'SOURCE_BUSY', remedy: "Lower the connector's connections." },
  40197: { code: 'SOURCE_BUSY' },
  40501: { code: 'SOURCE_BUSY' },
  49918: { code: 'SOURCE_BUSY' },
  49919: { code: 'SOURCE_BUSY' },
  49920: { code: 'SOURCE_BUSY' },
  // Who does not answer.
  233: { code: 'SOURCE_UNREACHABLE' },
  596: { code: 'SOURCE_UNREACHABLE' }, // the session is in the kill state
  983: {
    code: 'SOURCE_UNREACHABLE',
    remedy: 'The replica of the availability group cannot be read: use the listener, or another replica.',
  },
  976: { code: 'SOURCE_UNREACHABLE', remedy: 'The replica cannot be read: set applicationIntent to read-only, or use the listener.' },
  978: { code: 'SOURCE_AUTH_FAILED', remedy: 'The replica takes only applicationIntent read-only.' },
  6005: { code: 'SOURCE_BUSY' }, // shutting down
  40613: { code: 'SOURCE_UNREACHABLE' },
  // Who is not let in.
  911: { code: 'SOURCE_AUTH_FAILED', remedy: 'Check the name of the database.' },
  916: { code: 'SOURCE_AUTH_FAILED', remedy: 'CREATE USER … FOR LOGIN … in the database.' },
  4060: { code: 'SOURCE_AUTH_FAILED', remedy: 'Check the name of the database, and that the login has a user there.' },
  4064: { code: 'SOURCE_AUTH_FAILED', remedy: 'Check the name of the database.' },
  18452: { code: 'SOURCE_AUTH_FAILED', remedy: 'Windows logins need domain; others SQL Server authentication switched on.' },
  18456: { code: 'SOURCE_AUTH_FAILED' },
  18470: { code: 'SOURCE_AUTH_FAILED', remedy: 'ALTER LOGIN … ENABLE;' },
  18486: { code: 'SOURCE_AUTH_FAILED', remedy: 'The login is locked: ALTER LOGIN … WITH PASSWORD = … UNLOCK;' },
  18487: { code: 'SOURCE_AUTH_FAILED', remedy: 'The password has expired.' },
  18488: { code: 'SOURCE_AUTH_FAILED', remedy: 'The password must be changed.' },
  40615: { code: 'SOURCE_AUTH_FAILED', remedy: "Let this machine's address in by a firewall rule of the server." },
  // The driver and Node.
  ELOGIN: { code: 'SOURCE_AUTH_FAILED' },
  EFEDAUTH: { code: 'SOURCE_AUTH_FAILED', remedy: 'Check tenant, client and secret, and that the principal has a user in the database.' },
  EENCRYPT: {
    code: 'SOURCE_TLS_FAILED',
    remedy: 'The server demands TLS: set ssl.mode to verify-full, or require where the network is trusted.',
  },
  ENOENCRYPT: {
    code: 'SOURCE_TLS_FAILED',
    remedy: 'Give the server a certificate, or set ssl.mode to disable where the network is trusted.',
  },
  EINSTLOOKUP: {
    code: 'SOURCE_UNREACHABLE',
    remedy: 'The SQL Server Browser (UDP 1434) does not know the instance: check its name, or give a port.',
  },
  ECLOSE: { code: 'SOURCE_UNREACHABLE' },
  EINVALIDSTATE: { code: 'SOURCE_UNREACHABLE' },
  ESOCKET: { code: 'SOURCE_UNREACHABLE' },
  ECONNCLOSED: { code: 'SOURCE_UNREACHABLE' },
  ETIMEOUT: {
    code: 'SOURCE_BUSY',
    remedy: 'Raise the statement timeout or read smaller batches; if connecting took too long, check the network.',
  },
};

/** Turns what the driver or Node threw into our error; ours pass through. `doing` completes "… failed". */
export function driverError(error: unknown, doing: string): LienThongError {
  if (isLienThongError(error)) return error;
  return makeError(codeWithin(error), doing);
}

export function connectionLost(doing: string): LienThongError {
  return makeError('ECONNCLOSED', doing);
}

/** The server's number where there is one; of an error that wraps another one, the innermost code that says more than the wrapping. */
function codeWithin(error: unknown): string {
  if (typeof error !== 'object' || error === null) return '';
  if ('number' in error && typeof error.number === 'number') return String(error.number);
  const own = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const parts = 'errors' in error && Array.isArray(error.errors) ? error.errors : [];
  const inner = codeWithin('cause' in error && error.cause !== undefined ? error.cause : parts[0]);
  return inner !== '' && (own === '' || own === 'ESOCKET') ? inner : own;
}

// What a server says may quote values of rows (245, 2627): it is neither shown nor kept, and no cause keeps it.
function makeError(code: string, doing: string): LienThongError {
  return failureError(rules, { code, message: '', doing, cause: codeAlone('SQL Server', code) });
}

/** The server's number (as text) or the driver's code of one of our errors: for the few places that react to one. */
export function codeOf(error: unknown): string {
  return isLienThongError(error) ? String(error.details['code'] ?? '') : '';
}
