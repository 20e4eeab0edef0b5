import { isIP } from 'node:net';
import { type OpenContext, reveal } from '@lienthong/core';
import type { Document, Timestamp } from 'bson';
import { type ClientSession, MongoClient, type MongoClientOptions, ReadPreference } from 'mongodb';
import { sourceError } from './errors.ts';
import type { MongodbOptions, ReadFrom } from './options.ts';

/** The deployment as the driver sees it; the driver keeps the connections. */
export interface Client {
  /** Runs a command. Documents of a cursor's batch come as their bytes, everything else as plain values. */
  command(command: Document, signal: AbortSignal, options?: CommandOptions): Promise<Document>;
  /** For commands that belong together, such as those of a cursor. */
  openSession(): Session;
  withSession<T>(work: (session: Session) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export interface CommandOptions {
  /** Default: the database of the source. */
  readonly database?: string;
  readonly session?: Session;
  readonly readFrom?: ReadFrom;
}

/** A session of the server; what it stands on is the driver's. */
export interface Session {
  readonly inner: ClientSession;
  end(): Promise<void>;
}

/** A cursor's answer. */
export interface CursorReply {
  readonly id: bigint;
  readonly documents: readonly Buffer[];
  /** Of a change stream: up to where it has looked. */
  readonly resumeToken: Document | undefined;
  readonly operationTime: Timestamp | undefined;
}

const connectTimeoutMs = 15_000;
const selectionTimeoutMs = 15_000;
/** A member that is asked and says nothing for so long beyond the time of its statement is not there any more. */
const silenceMs = 15_000;

/** The driver itself looks at what else an answer says: that must be plain values. */
const documentsAsBytes = { fieldsAsRaw: { firstBatch: true, nextBatch: true } } as const;

/** Connects; every failure is ours already. */
export async function openClient(options: MongodbOptions, context: OpenContext): Promise<Client> {
  context.signal.throwIfAborted();
  const address = `${options.host}:${options.port}`;
  const client = new MongoClient(uriOf(options), clientOptions(options, context));
  const onAbort = () => void client.close().catch(() => undefined);
  context.signal.addEventListener('abort', onAbort, { once: true });
  let closed = false;
  try {
    await client.connect();
  } catch (error) {
    await client.close().catch(() => undefined);
    context.signal.throwIfAborted();
    throw sourceError(error, `connecting to ${address} ${options.user === '' ? 'without an account' : `as ${options.user}`}`);
  } finally {
    context.signal.removeEventListener('abort', onAbort);
  }
  const openSession = (): Session => {
    const inner = client.startSession({ causalConsistency: false });
    return {
      inner,
      end: () => inner.endSession().catch(() => undefined), // the server ends it by itself when nobody can tell it
    };
  };
  return {
    openSession,
    command: async (command, signal, { database = options.database, session, readFrom = 'primary' } = {}) => {
      signal.throwIfAborted();
      if (closed) throw sourceError({ code: 'CLOSED' }, 'a command');
      try {
        const readPreference = ReadPreference.fromString(readFrom);
        const limited = 'getMore' in command || 'maxTimeMS' in command ? command : { ...command, maxTimeMS: context.statementTimeoutMs };
        return await client
          .db(database)
          .command(limited, { ...documentsAsBytes, readPreference, signal, ...(session === undefined ? {} : { session: session.inner }) });
      } catch (error) {
        signal.throwIfAborted();
        throw sourceError(closed ? { code: 'CLOSED' } : error, `the command ${Object.keys(command)[0]}`);
      }
    },
    withSession: async (work) => {
      const session = openSession();
      try {
        return await work(session);
      } finally {
        await session.end();
      }
    },
    close: async () => {
      closed = true;
      await client.close();
    },
  };
}

function uriOf({ host, port, members }: MongodbOptions): string {
  const first = `${isIP(host) === 6 ? `[${host}]` : encodeURIComponent(host)}:${port}`;
  return `mongodb://${[first, ...members].join(',')}/`;
}

function clientOptions(options: MongodbOptions, context: OpenContext): MongoClientOptions {
  const { tls } = options;
  return {
    appName: context.applicationName,
    ...(options.user === ''
      ? {}
      : {
          auth: { username: options.user, password: options.password === undefined ? '' : reveal(options.password) },
          authSource: options.authSource,
        }),
    ...(options.replicaSet === undefined ? {} : { replicaSet: options.replicaSet }),
    ...(options.direct ? { directConnection: true } : {}),
    // The driver watches each member over a connection besides.
    maxPoolSize: Math.max(1, context.maxConnections - 1),
    serverMonitoringMode: 'poll',
    connectTimeoutMS: connectTimeoutMs,
    serverSelectionTimeoutMS: selectionTimeoutMs,
    socketTimeoutMS: context.statementTimeoutMs + silenceMs,
    retryReads: false,
    retryWrites: false,
    monitorCommands: false,
    ...(tls.mode === 'disable'
      ? { tls: false }
      : {
          tls: true,
          ...(tls.mode === 'require' ? { tlsAllowInvalidCertificates: true } : {}),
          ...(tls.ca === undefined ? {} : { ca: tls.ca }),
        }),
  };
}

/** What a command that gives a cursor answered. */
export function cursorReply({ cursor, operationTime }: Document): CursorReply {
  const documents = (cursor.firstBatch ?? cursor.nextBatch) as readonly Buffer[]; // `fieldsAsRaw` says so
  return { id: BigInt(String(cursor.id)), documents, resumeToken: cursor.postBatchResumeToken, operationTime };
}
