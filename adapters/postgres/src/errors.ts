import { type ErrorRules, failureError, networkRules } from '@lienthong/adapter-kit';
import { isLienThongError, LienThongError } from '@lienthong/core';

const unconvertible =
  "A text holds bytes that the database's encoding does not know, as when a program kept TCVN3 or VNI in it: set storedText: true, and give such columns an encoding in the mapping.";

/** SQLSTATE, or the code of a Node error, to our code. Unknown ones become SOURCE_QUERY_FAILED. */
const rules: ErrorRules = {
  ...networkRules,
  '28P01': { code: 'SOURCE_AUTH_FAILED' },
  '28000': {
    code: 'SOURCE_AUTH_FAILED',
    speaks: true,
    remedy: 'Check user and password, and the rules in pg_hba.conf for this host, user and database.',
  },
  '3D000': { code: 'SOURCE_AUTH_FAILED', speaks: true, remedy: 'Check the name of the database.' },
  '42501': { code: 'SOURCE_PERMISSION_MISSING', speaks: true },
  '42P01': { code: 'COLLECTION_MISSING', speaks: true },
  '3F000': { code: 'COLLECTION_MISSING', speaks: true },
  '42703': { code: 'SCHEMA_CHANGED', speaks: true },
  '42704': { code: 'SOURCE_NOT_READY', speaks: true },
  '57014': { code: 'SOURCE_BUSY', remedy: 'Raise the statement timeout or read smaller batches.' },
  '25P03': { code: 'SOURCE_BUSY' },
  '57P01': { code: 'SOURCE_BUSY' },
  '57P02': { code: 'SOURCE_BUSY' },
  '57P03': { code: 'SOURCE_BUSY' },
  '57P05': { code: 'SOURCE_BUSY' },
  '53100': { code: 'SOURCE_BUSY', remedy: 'Free disk space on the server.' },
  '53200': { code: 'SOURCE_BUSY' },
  '53300': { code: 'SOURCE_BUSY', speaks: true, remedy: "Lower the connector's connections, or raise max_connections or max_wal_senders." },
  '53400': {
    code: 'SOURCE_NOT_READY',
    speaks: true,
    remedy: 'Raise max_replication_slots on the server, or drop a slot that is no longer used.',
  },
  '40001': { code: 'SOURCE_BUSY' },
  '40P01': { code: 'SOURCE_BUSY' },
  '55P03': { code: 'SOURCE_BUSY' },
  '55006': { code: 'SOURCE_POSITION_IN_USE', speaks: true },
  '55000': { code: 'SOURCE_NOT_READY', speaks: true },
  '58P01': { code: 'SOURCE_HISTORY_LOST', speaks: true },
  // The message would quote bytes of the value.
  '22P05': { code: 'SOURCE_NOT_READY', remedy: unconvertible },
  '22021': { code: 'SOURCE_NOT_READY', remedy: unconvertible },
  '0A000': { code: 'CAPABILITY_MISSING', speaks: true },
  '08000': { code: 'SOURCE_UNREACHABLE' },
  '08001': { code: 'SOURCE_UNREACHABLE' },
  '08003': { code: 'SOURCE_UNREACHABLE' },
  '08004': { code: 'SOURCE_UNREACHABLE' },
  '08006': { code: 'SOURCE_UNREACHABLE' },
  '08P01': { code: 'SOURCE_UNREACHABLE' },
  ENOENT: { code: 'SOURCE_UNREACHABLE', remedy: 'Check the directory of the Unix socket.' },
  LIENTHONG_CONNECTION_ENDED: { code: 'SOURCE_UNREACHABLE' },
  LIENTHONG_TLS_REFUSED: {
    code: 'SOURCE_TLS_FAILED',
    remedy: 'Switch TLS on in the server (ssl = on), or set ssl.mode to disable where the network is trusted.',
  },
};

/** Turns what the driver threw into our error; ours pass through. `doing` completes "… failed". */
export function sourceError(error: unknown, doing: string): LienThongError {
  if (isLienThongError(error)) return error;
  const code = codeOf(error);
  const message = error instanceof Error ? error.message : '';
  const details = { sqlState: code === '' ? undefined : code };
  return failureError(rules, { code, message, doing, details, cause: scrubbed(error, code) });
}

export function replicationMissing(cause: unknown, user = '<login>'): LienThongError {
  return new LienThongError('SOURCE_PERMISSION_MISSING', {
    message: 'this login may not use replication',
    remedy: `Run as an administrator: ALTER ROLE ${user} REPLICATION; (on Amazon RDS: GRANT rds_replication TO ${user};)`,
    cause,
  });
}

/** The code of a driver's or of a wrapped error: for the few places that react to one. */
export function codeOf(error: unknown): string {
  if (isLienThongError(error)) return String(error.details['sqlState'] ?? '');
  if (typeof error !== 'object' || error === null) return '';
  if ('code' in error && typeof error.code === 'string') return error.code;
  // Both texts are the driver's own, for a state that has no code.
  const message = error instanceof Error ? error.message : '';
  if (message === 'The server does not support SSL connections') return 'LIENTHONG_TLS_REFUSED';
  if (/^Connection terminated|is not queryable$|^timeout expired$/.test(message)) return 'LIENTHONG_CONNECTION_ENDED';
  return '';
}

const kept = ['severity', 'routine', 'schema', 'table', 'column', 'constraint', 'dataType'] as const;

// `message`, `detail`, `where`, `hint` and `internalQuery` of a server's error may quote values of rows: they are not kept.
function scrubbed(error: unknown, code: string): Error {
  const source: Record<string, unknown> = typeof error === 'object' && error !== null ? { ...error } : {};
  const names = kept.filter((field) => typeof source[field] === 'string').map((field) => `${field} ${String(source[field])}`);
  const kind = error instanceof Error && names.length === 0 && code === '' ? error.name : 'PostgreSQL';
  const cause = new Error([kind, code, names.join(', ')].filter((part) => part !== '').join(' '));
  return Object.assign(cause, { code });
}
