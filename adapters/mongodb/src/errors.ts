import { codeAlone, type ErrorRule, type ErrorRules, failureError, findRule, networkRules } from '@lienthong/adapter-kit';
import { isLienThongError, type LienThongError } from '@lienthong/core';

const busy: ErrorRule = { code: 'SOURCE_BUSY' };
const away: ErrorRule = { code: 'SOURCE_UNREACHABLE' };
const stepdown: ErrorRule = { code: 'SOURCE_BUSY', remedy: 'The replica set chooses another primary: reading goes on when it has one.' };
const historyLost: ErrorRule = {
  code: 'SOURCE_HISTORY_LOST',
  remedy:
    'Read the source again in a new epoch. Then make the oplog hold more than the longest outage: db.adminCommand({ replSetResizeOplog: 1, minRetentionHours: 72 })',
};

/** The server's error code, or the code of a Node or driver error, to our code. Unknown ones become SOURCE_QUERY_FAILED. */
const rules: ErrorRules = {
  ...networkRules,
  6: away,
  7: away,
  // Its message repeats the command, and with it the keys of documents.
  13: {
    code: 'SOURCE_PERMISSION_MISSING',
    remedy: 'Give the account the role read on the database; lienthong doctor names the roles that are missing.',
  },
  18: { code: 'SOURCE_AUTH_FAILED' },
  26: { code: 'COLLECTION_MISSING', speaks: true },
  43: { code: 'SOURCE_BUSY', remedy: 'The server has dropped the cursor: reading goes on with a new one.' },
  50: { code: 'SOURCE_BUSY', remedy: 'Raise the statement timeout or read smaller batches.' },
  59: { code: 'CAPABILITY_MISSING', speaks: true, remedy: 'The server is too old for this command: MongoDB 4.4 or later is needed.' },
  73: { code: 'SCHEMA_CHANGED', speaks: true },
  89: away,
  91: stepdown,
  112: busy,
  133: stepdown,
  134: stepdown,
  136: historyLost,
  166: { code: 'CAPABILITY_MISSING', speaks: true },
  189: stepdown,
  211: busy,
  237: busy,
  238: busy,
  246: busy,
  260: { code: 'POSITION_FOREIGN' },
  262: { code: 'SOURCE_BUSY', remedy: 'Raise the statement timeout or read smaller batches.' },
  280: historyLost,
  286: historyLost,
  290: busy,
  317: busy,
  10107: stepdown,
  11600: stepdown,
  11601: busy,
  11602: stepdown,
  13435: stepdown,
  13436: stepdown,
  10334: {
    code: 'SOURCE_NOT_READY',
    remedy:
      'A change is larger than the 16 MB of a document: MongoDB 6.0.9 and later split it; on an older server make the document smaller, and read the source again in a new epoch.',
  },
  40573: { code: 'SOURCE_NOT_READY', remedy: 'Change streams need a replica set: start mongod with --replSet and run rs.initiate() once.' },
  CLOSED: away,
  MongoServerSelectionError: away,
  MongoNetworkError: away,
  MongoNetworkTimeoutError: away,
  MongoPoolClearedError: away,
  MongoPoolClosedError: away,
  MongoNotConnectedError: away,
  MongoTopologyClosedError: away,
  MongoClientClosedError: away,
  MongoExpiredSessionError: away,
  MongoWaitQueueTimeoutError: busy,
  MongoServerClosedError: away,
};

/** Turns what the driver or Node threw into our error; ours pass through. `doing` completes "… failed". */
export function sourceError(error: unknown, doing: string): LienThongError {
  if (isLienThongError(error)) return error;
  const codes = codesOf(error);
  const code = codes.find((candidate) => findRule(rules, candidate) !== undefined) ?? codes[0] ?? '';
  // A server's message may quote values of documents (11000 does): only those of the rules that say so are shown, and no cause keeps it.
  const message = error instanceof Error ? error.message : '';
  return failureError(rules, { code, message, doing, cause: codeAlone('MongoDB', code) });
}

/** The server's number, then Node's code below the driver's wrapping, then the name of the driver's class. */
function codesOf(error: unknown): readonly string[] {
  const codes: string[] = [];
  for (let inner: unknown = error, depth = 0; typeof inner === 'object' && inner !== null && depth < 6; depth++) {
    if ('code' in inner && (typeof inner.code === 'number' || typeof inner.code === 'string')) codes.push(String(inner.code));
    inner = causeOf(inner);
  }
  if (error instanceof Error) codes.push(error.name);
  return codes;
}

function causeOf(error: object): unknown {
  if ('cause' in error && error.cause !== undefined) return error.cause;
  // The driver says of each member why it could not be reached.
  const reason = 'reason' in error ? error.reason : undefined;
  const servers = typeof reason === 'object' && reason !== null && 'servers' in reason ? reason.servers : undefined;
  if (!(servers instanceof Map)) return undefined;
  return [...servers.values()]
    .map((server: { readonly error?: unknown }) => server.error)
    .find((cause) => cause !== undefined && cause !== null);
}

/** The server's number (as text) or Node's code of one of our errors: for the few places that react to one. */
export function codeOf(error: unknown): string {
  return isLienThongError(error) ? String(error.details['code'] ?? '') : '';
}
