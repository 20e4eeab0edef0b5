import type { Content } from './bson/writer.ts';

/** Codes with MongoDB's own names (src/mongo/base/error_codes.yml). A code that is not here is a `Location`. */
const codeNames: Readonly<Record<number, string>> = {
  2: 'BadValue',
  9: 'FailedToParse',
  11: 'UserNotFound',
  13: 'Unauthorized',
  14: 'TypeMismatch',
  18: 'AuthenticationFailed',
  20: 'IllegalOperation',
  22: 'InvalidBSON',
  26: 'NamespaceNotFound',
  27: 'IndexNotFound',
  28: 'PathNotViable',
  40: 'ConflictingUpdateOperators',
  43: 'CursorNotFound',
  48: 'NamespaceExists',
  50: 'MaxTimeMSExpired',
  59: 'CommandNotFound',
  61: 'ShardKeyNotFound',
  66: 'ImmutableField',
  67: 'CannotCreateIndex',
  68: 'IndexAlreadyExists',
  72: 'InvalidOptions',
  73: 'InvalidNamespace',
  76: 'NoReplicationEnabled',
  85: 'IndexOptionsConflict',
  86: 'IndexKeySpecsConflict',
  91: 'ShutdownInProgress',
  112: 'WriteConflict',
  121: 'DocumentValidationFailure',
  125: 'CommandFailed',
  166: 'CommandNotSupportedOnView',
  189: 'PrimarySteppedDown',
  211: 'KeyNotFound',
  225: 'TransactionTooOld',
  237: 'CursorKilled',
  238: 'NotImplemented',
  244: 'TransactionAborted',
  251: 'NoSuchTransaction',
  256: 'TransactionCommitted',
  260: 'InvalidResumeToken',
  262: 'ExceededTimeLimit',
  263: 'OperationNotSupportedInTransaction',
  280: 'ChangeStreamFatalError',
  286: 'ChangeStreamHistoryLost',
  11000: 'DuplicateKey',
  10107: 'NotWritablePrimary',
  10334: 'BSONObjectTooLarge',
  11600: 'InterruptedAtShutdown',
  11601: 'Interrupted',
  11602: 'InterruptedDueToReplStateChange',
  13435: 'NotPrimaryNoSecondaryOk',
  13436: 'NotPrimaryOrSecondary',
};

export interface ServerErrorDetails {
  readonly codeName?: string | undefined;
  readonly labels?: readonly string[] | undefined;
  /** The labels are all that there are: the server adds none. */
  readonly labelsAreFinal?: boolean | undefined;
  /** Further fields of the answer, such as `keyPattern` of a duplicate key. */
  readonly fields?: Readonly<Record<string, Content>> | undefined;
}

/** What the server answers with instead of a result: `{ok: 0, code, codeName, errmsg, errorLabels}`. */
export class ServerError extends Error {
  override readonly name = 'ServerError';
  readonly code: number;
  readonly codeName: string;
  readonly labels: readonly string[];
  readonly labelsAreFinal: boolean;
  readonly fields: Readonly<Record<string, Content>>;

  constructor(code: number, message: string, details: ServerErrorDetails = {}) {
    super(message);
    this.code = code;
    this.codeName = details.codeName ?? codeNames[code] ?? `Location${code}`;
    this.labels = details.labels ?? [];
    this.labelsAreFinal = details.labelsAreFinal ?? false;
    this.fields = details.fields ?? {};
  }
}

/** A real server knows this and the testbed's does not: said, so that nobody takes a wrong answer for a right one. */
export function notBuilt(what: string): ServerError {
  return new ServerError(238, `${what} is not built into the testbed's MongoDB server: build it, or test without it.`);
}
