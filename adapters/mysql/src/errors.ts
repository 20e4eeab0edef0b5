import { codeAlone, type ErrorRules, failureError, networkRules } from '@lienthong/adapter-kit';
import { isLienThongError, type LienThongError } from '@lienthong/core';
import type { ServerError } from './text-protocol.ts';

/** The server's error number, or the code of a Node or driver error, to our code. Unknown ones become SOURCE_QUERY_FAILED. */
const rules: ErrorRules = {
  ...networkRules,
  1040: { code: 'SOURCE_BUSY', remedy: "Lower the connector's connections, or raise max_connections." },
  1044: { code: 'SOURCE_PERMISSION_MISSING', speaks: true },
  1045: { code: 'SOURCE_AUTH_FAILED' },
  1049: { code: 'SOURCE_AUTH_FAILED', speaks: true, remedy: 'Check the name of the database.' },
  1053: { code: 'SOURCE_BUSY' },
  1054: { code: 'SCHEMA_CHANGED', speaks: true },
  1129: { code: 'SOURCE_BUSY', remedy: 'Too many connections of this host failed: run FLUSH HOSTS on the server.' },
  1130: { code: 'SOURCE_AUTH_FAILED', remedy: "The server lets this host's address not in: create the account for it." },
  1142: { code: 'SOURCE_PERMISSION_MISSING', speaks: true },
  1143: { code: 'SOURCE_PERMISSION_MISSING', speaks: true },
  1146: { code: 'COLLECTION_MISSING', speaks: true },
  1109: { code: 'COLLECTION_MISSING', speaks: true },
  1028: { code: 'SOURCE_BUSY' },
  1021: { code: 'SOURCE_BUSY', remedy: 'Free disk space on the server.' },
  1037: { code: 'SOURCE_BUSY' },
  1038: { code: 'SOURCE_BUSY', remedy: 'Raise sort_buffer_size, or give the key an index.' },
  1041: { code: 'SOURCE_BUSY' },
  1135: { code: 'SOURCE_BUSY' },
  1158: { code: 'SOURCE_UNREACHABLE' },
  1159: { code: 'SOURCE_UNREACHABLE' },
  1160: { code: 'SOURCE_UNREACHABLE' },
  1161: { code: 'SOURCE_UNREACHABLE' },
  1184: { code: 'SOURCE_UNREACHABLE' },
  1203: { code: 'SOURCE_BUSY', remedy: "Lower the connector's connections, or raise max_user_connections." },
  1205: { code: 'SOURCE_BUSY' },
  1213: { code: 'SOURCE_BUSY' },
  1226: { code: 'SOURCE_BUSY', remedy: "Raise the account's limits: ALTER USER … WITH MAX_USER_CONNECTIONS …" },
  1227: { code: 'SOURCE_PERMISSION_MISSING', speaks: true },
  1236: { code: 'SOURCE_HISTORY_LOST' },
  1251: {
    code: 'SOURCE_AUTH_FAILED',
    remedy: 'The account uses an authentication that this driver does not know: choose caching_sha2_password.',
  },
  1317: { code: 'SOURCE_BUSY' },
  1370: { code: 'SOURCE_PERMISSION_MISSING', speaks: true },
  1356: {
    code: 'SOURCE_PERMISSION_MISSING',
    speaks: true,
    remedy: 'The view is broken, or its definer lacks a right: the owner of the view has to mend it.',
  },
  1412: { code: 'SOURCE_BUSY' },
  1429: { code: 'SOURCE_UNREACHABLE' },
  1449: { code: 'SOURCE_PERMISSION_MISSING', speaks: true },
  1820: { code: 'SOURCE_AUTH_FAILED', remedy: "The account's password has expired: set a new one." },
  1862: { code: 'SOURCE_AUTH_FAILED', remedy: "The account's password has expired: set a new one." },
  1698: { code: 'SOURCE_AUTH_FAILED' },
  1873: { code: 'SOURCE_AUTH_FAILED' },
  1927: { code: 'SOURCE_BUSY' },
  1969: { code: 'SOURCE_BUSY', remedy: 'Raise the statement timeout or read smaller batches.' },
  3024: { code: 'SOURCE_BUSY', remedy: 'Raise the statement timeout or read smaller batches.' },
  3118: { code: 'SOURCE_AUTH_FAILED', remedy: 'The account is locked: ALTER USER … ACCOUNT UNLOCK.' },
  3159: {
    code: 'SOURCE_TLS_FAILED',
    remedy: 'The server demands TLS: set ssl.mode to verify-full, or require where the network is trusted.',
  },
  3168: { code: 'SOURCE_BUSY' },
  4031: { code: 'SOURCE_UNREACHABLE' },
  4151: { code: 'SOURCE_AUTH_FAILED', remedy: 'The account is locked: ALTER USER … ACCOUNT UNLOCK.' },
  ENOENT: { code: 'SOURCE_UNREACHABLE', remedy: 'Check the path of the Unix socket.' },
  PROTOCOL_CONNECTION_LOST: { code: 'SOURCE_UNREACHABLE' },
  HANDSHAKE_SSL_ERROR: { code: 'SOURCE_TLS_FAILED' },
  HANDSHAKE_NO_SSL_SUPPORT: {
    code: 'SOURCE_TLS_FAILED',
    remedy: 'Switch TLS on in the server (ssl_cert, ssl_key), or set ssl.mode to disable where the network is trusted.',
  },
  AUTH_SWITCH_PLUGIN_ERROR: {
    code: 'SOURCE_AUTH_FAILED',
    remedy: 'Check the password; caching_sha2_password needs TLS, or a server that shows its public key.',
  },
};

/** Turns what the driver or Node threw into our error; ours pass through. `doing` completes "… failed". */
export function sourceError(error: unknown, doing: string): LienThongError {
  if (isLienThongError(error)) return error;
  const given = typeof error === 'object' && error !== null ? error : {};
  const errno = 'errno' in given && typeof given.errno === 'number' && given.errno > 0 ? String(given.errno) : undefined;
  // The driver gives every failure while TLS begins the same code, also that of a network that breaks then.
  const broken = 'syscall' in given && 'code' in given && given.code === 'HANDSHAKE_SSL_ERROR' ? 'ECONNRESET' : undefined;
  const code = errno ?? broken ?? ('code' in given && typeof given.code === 'string' ? given.code : '');
  return makeError(code, error instanceof Error ? error.message : '', doing);
}

/** Turns an error packet into our error. */
export function answerError(error: ServerError, doing: string): LienThongError {
  return makeError(String(error.errno), error.message, doing);
}

export function connectionLost(doing: string): LienThongError {
  return makeError('PROTOCOL_CONNECTION_LOST', '', doing);
}

// A server's message may quote values of rows (1062 does): only the messages of the rules that say so are shown, and no cause keeps it.
function makeError(code: string, message: string, doing: string): LienThongError {
  return failureError(rules, { code, message, doing, cause: codeAlone('MySQL', code) });
}

/** The server's number (as text) or Node's code of one of our errors: for the few places that react to one. */
export function codeOf(error: unknown): string {
  return isLienThongError(error) ? String(error.details['code'] ?? '') : '';
}
