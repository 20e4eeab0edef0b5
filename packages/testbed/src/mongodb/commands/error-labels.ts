import { fieldsOf } from '../bson/value.ts';
import type { ServerError } from '../errors.ts';
import type { ServerState } from '../server-state.ts';
import type { Request } from './command.ts';
import { retryableWrite } from './session.ts';

/** Codes of a server that goes, a primary that steps down, a network that breaks: another try may meet a better moment. */
const transient: ReadonlySet<number> = new Set([6, 7, 89, 91, 189, 262, 9001, 10107, 11600, 11602, 13435, 13436]);

/** Further codes upon which a change stream may be opened anew (src/mongo/db/error_labels.cpp). */
const resumable: ReadonlySet<number> = new Set([...transient, 43, 63, 133, 150, 175, 234, 13388]);

/** The labels that a server adds to an error: they tell a driver what it may try again. */
export function labelsOf(server: ServerState, request: Request, error: ServerError): readonly string[] | undefined {
  if (error.labelsAreFinal) return error.labels.length === 0 ? undefined : error.labels;
  const labels = new Set(error.labels);
  const inTransaction = request.fields.has('autocommit');
  if (transient.has(error.code)) {
    if (inTransaction && request.name !== 'commitTransaction') labels.add('TransientTransactionError');
    if (request.name === 'commitTransaction' || (!inTransaction && isRetryable(request))) labels.add('RetryableWriteError');
  }
  if (resumable.has(error.code) && !labels.has('NonResumableChangeStreamError') && isChangeStream(server, request)) {
    labels.add('ResumableChangeStreamError');
  }
  return labels.size === 0 ? undefined : [...labels];
}

function isRetryable(request: Request): boolean {
  return retryableWrite(request) !== undefined;
}

/** A `getMore` is taken for one of a change stream when its cursor is, or is no longer known to be anything else. */
function isChangeStream(server: ServerState, request: Request): boolean {
  if (request.name === 'aggregate') {
    const pipeline = request.fields.get('pipeline');
    const [stage] = pipeline === undefined ? [] : fieldsOf(pipeline);
    return stage !== undefined && fieldsOf(stage)[0]?.name === '$changeStream';
  }
  const id = request.fields.get('getMore');
  if (id === undefined || id.type !== 18) return false;
  return server.cursors.wasChangeStream(id.bytes.readBigInt64LE(id.start));
}
