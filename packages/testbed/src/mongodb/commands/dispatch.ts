import { Binary } from 'bson';
import { fieldsOf, textOf } from '../bson/value.ts';
import { writeDocument } from '../bson/writer.ts';
import { ServerError } from '../errors.ts';
import type { ServerState } from '../server-state.ts';
import type { Connection } from '../wire/connection.ts';
import type { Message } from '../wire/frames.ts';
import { authorize } from './authorization.ts';
import { type Command, fieldCount, fieldList, type Reply, type Request } from './command.ts';
import { labelsOf } from './error-labels.ts';
import { interruption, refuseByRole } from './member-role.ts';
import { awaitClusterTime, readConcernOf, timeExceeded } from './read-concern.ts';
import { commands } from './registry.ts';
import { retryableWrite, transactionRequest } from './session.ts';
import { awaitMajority } from './write-concern.ts';

/** What every command knows, so that a driver may send it with any. */
const ofAllCommands: ReadonlySet<string> = new Set([
  '$db',
  '$clusterTime',
  '$readPreference',
  'lsid',
  'txnNumber',
  'autocommit',
  'startTransaction',
  'readConcern',
  'writeConcern',
  'maxTimeMS',
  'comment',
  'apiVersion',
  'apiStrict',
  'apiDeprecationErrors',
]);

/** Carries out one message; undefined when a fault wants the connection closed in place of the answer. */
export async function dispatch(server: ServerState, connection: Connection, message: Message): Promise<Buffer | undefined> {
  const request = requestOf(message);
  connection.command = request.name;
  try {
    const reply = await outcome(server, connection, request);
    return server.faults.takeDrop(request.name) ? undefined : reply;
  } finally {
    connection.command = undefined;
  }
}

async function outcome(server: ServerState, connection: Connection, request: Request): Promise<Buffer> {
  try {
    return await carriedOut(server, connection, request);
  } catch (error) {
    const known =
      error instanceof ServerError
        ? error
        : new ServerError(8, error instanceof Error ? error.message : 'unknown', { codeName: 'UnknownError' });
    const transaction = request.fields.has('autocommit') ? transactionRequest(request, connection) : undefined;
    if (transaction !== undefined && request.name !== 'commitTransaction') server.transactions.fail(transaction);
    return answer(server, {
      ok: 0,
      errmsg: known.message,
      code: known.code,
      codeName: known.codeName,
      ...known.fields,
      errorLabels: labelsOf(server, request, known),
    });
  }
}

async function carriedOut(server: ServerState, connection: Connection, request: Request): Promise<Buffer> {
  const command = commands.get(request.name);
  await fault(server, request);
  if (command === undefined) throw new ServerError(59, `no such command: '${request.name}'`);
  if (command.kind !== 'anyone') authorize(server, connection, request);
  refuseUnknownFields(command, request);
  refuseByRole(server, connection, command, request);
  const retry = command.kind === 'write' ? retryableWrite(request) : undefined;
  if (retry !== undefined && server.replicaSet.name === undefined) {
    throw new ServerError(20, 'Transaction numbers are only allowed on a replica set member or mongos');
  }
  const before = retry === undefined ? undefined : server.store.retries.find(retry.session, retry.number);
  if (before !== undefined) return answer(server, bodyFields(before));
  const body = await uninterrupted(server, connection, command, request);
  if (retry !== undefined) server.store.retries.remember(retry.session, retry.number, writeDocument(body));
  const concern =
    command.kind === 'write' && (!request.fields.has('autocommit') || request.name === 'commitTransaction')
      ? await replicated(server, request)
      : {};
  return answer(server, { ...body, ...concern });
}

/** A step-down interrupts what waits, and makes void what was read; a write that is done stays done. */
async function uninterrupted(server: ServerState, connection: Connection, command: Command, request: Request): Promise<Reply> {
  const refuseInterrupted = command.kind === 'anyone' ? () => undefined : interruption(server, connection);
  try {
    const body = await run(server, connection, command, request, refuseInterrupted);
    if (command.kind !== 'write') refuseInterrupted();
    return body;
  } catch (error) {
    refuseInterrupted();
    throw error;
  }
}

/** What was written is shown before it is waited for. */
function replicated(server: ServerState, request: Request): Promise<Reply> {
  server.store.flush();
  return awaitMajority(server.store.oplog, request);
}

async function run(
  server: ServerState,
  connection: Connection,
  command: Command,
  request: Request,
  refuseInterrupted: () => void,
): Promise<Reply> {
  const concern = readConcernOf(request);
  await awaitClusterTime(server.store.oplog, concern, fieldCount(request, 'maxTimeMS'));
  const ends = request.name === 'commitTransaction' || request.name === 'abortTransaction';
  const belongs = ends ? undefined : transactionRequest(request, connection);
  if (belongs !== undefined && server.replicaSet.name === undefined) {
    throw new ServerError(20, 'Transaction numbers are only allowed on a replica set member or mongos');
  }
  if (belongs !== undefined && command.inTransaction !== true) {
    throw new ServerError(263, `Cannot run '${request.name}' in a multi-document transaction.`);
  }
  const transaction = belongs === undefined ? undefined : server.transactions.of(belongs);
  const scope = transaction ?? server.transactions.outside;
  return command.run({
    server,
    connection,
    request,
    scope,
    transaction,
    refuseInterrupted,
    reader: (collection) => {
      if (transaction !== undefined) return transaction.reader(collection);
      return concern.level === 'local' ? collection.records : server.majority.reader(collection);
    },
  });
}

/** What a test planned for this command, before it runs. */
async function fault(server: ServerState, request: Request): Promise<void> {
  const delay = server.faults.delayOf(request.name);
  if (delay > 0) {
    const allowed = fieldCount(request, 'maxTimeMS') ?? Number.POSITIVE_INFINITY;
    await new Promise((resolve) => setTimeout(resolve, Math.min(delay, allowed)));
    if (allowed < delay && request.name !== 'getMore') throw timeExceeded();
  }
  const error = server.faults.takeError(request.name);
  if (error !== undefined) {
    throw new ServerError(error.code, error.message, {
      codeName: error.codeName,
      labels: error.labels,
      labelsAreFinal: error.labels !== undefined,
    });
  }
}

function refuseUnknownFields(command: Command, request: Request): void {
  for (const name of request.fields.keys()) {
    if (name !== request.name && !ofAllCommands.has(name) && !command.fields.includes(name)) {
      throw new ServerError(40415, `BSON field '${request.name}.${name}' is an unknown field.`);
    }
  }
  for (const name of request.sequences.keys()) fieldList(request, name);
}

function requestOf(message: Message): Request {
  const fields = fieldsOf(message.body);
  const byName = new Map(fields.map((field) => [field.name, field]));
  const db = byName.get('$db');
  return {
    name: fields[0]?.name ?? '',
    db: message.db ?? (db === undefined ? '' : textOf(db)),
    fields: byName,
    sequences: message.sequences,
  };
}

function bodyFields(body: Buffer): Reply {
  return Object.fromEntries(fieldsOf({ type: 3, bytes: body, start: 0, end: body.length }).map((field) => [field.name, field]));
}

/** Everything that happened is in the journal before anybody hears of it. */
function answer(server: ServerState, body: Reply): Buffer {
  server.store.flush();
  const time = server.store.oplog.lastTime;
  const clock =
    server.replicaSet.name === undefined
      ? {}
      : { operationTime: time, $clusterTime: { clusterTime: time, signature: { hash: new Binary(Buffer.alloc(20)), keyId: 0n } } };
  return writeDocument({ ...body, ok: body['ok'] ?? 1, ...clock }, sizeOf(body));
}

/** Batches are most of an answer: their bytes are counted so that nothing is copied twice. */
function sizeOf(body: Reply): number {
  const { cursor } = body;
  if (cursor === undefined || cursor === null || typeof cursor !== 'object') return 512;
  let bytes = 512;
  for (const batch of Object.values(cursor)) {
    if (Array.isArray(batch)) for (const document of batch) bytes += Buffer.isBuffer(document) ? document.length + 9 : 0;
  }
  return bytes;
}
