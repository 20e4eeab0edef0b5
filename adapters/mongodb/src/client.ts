import { isIP } from 'node:net';
import { type OpenContext, reveal } from '@lienthong/core';
import type { Document, Timestamp } from 'bson';
import { type ClientSession, MongoClient, type MongoClientOptions, MongoServerSelectionError, ReadPreference } from 'mongodb';
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

/** A session of the server; what it stands on is the driver's, and lost with it. */
export interface Session {
  readonly inner: ClientSession;
  readonly driver: MongoClient;
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
  const create = () => new MongoClient(uriOf(options), clientOptions(options, context));
  let driver = create();
  const onAbort = () => void driver.close().catch(() => undefined);
  context.signal.addEventListener('abort', onAbort, { once: true });
  let closed = false;
  let answeredAt = performance.now();
  try {
    await driver.connect();
  } catch (error) {
    await driver.close().catch(() => undefined);
    context.signal.throwIfAborted();
    throw sourceError(error, `connecting to ${address} ${options.user === '' ? 'without an account' : `as ${options.user}`}`);
  } finally {
    context.signal.removeEventListener('abort', onAbort);
  }
  /**
   * The driver may write to a connection that the server has ended a moment ago, and then waits for ever (7.9.0). Where its watcher
   * does, every later command finds no server, although it is there: such a driver is given up. Not where others were answered
   * meanwhile: there the watchers live, and it is the wanted member that is missing.
   */
  const giveUp = (stuck: MongoClient, begun: number): void => {
    if (closed || stuck !== driver || answeredAt > begun) return;
    driver = create();
    void stuck.close().catch(() => undefined);
  };
  const openSession = (): Session => {
    const inner = driver.startSession({ causalConsistency: false });
    return {
      inner,
      driver,
      end: () => inner.endSession().catch(() => undefined), // the server ends it by itself when nobody can tell it
    };
  };
  return {
    openSession,
    command: async (command, signal, { database = options.database, session, readFrom = 'primary' } = {}) => {
      signal.throwIfAborted();
      const asked = driver;
      // The driver would connect again for a session of one that was closed.
      if (closed || (session !== undefined && session.driver !== asked)) throw sourceError({ code: 'CLOSED' }, 'a command');
      const begun = performance.now();
      try {
        const readPreference = ReadPreference.fromString(readFrom);
        const limited = 'getMore' in command || 'maxTimeMS' in command ? command : { ...command, maxTimeMS: context.statementTimeoutMs };
        const sent = asked
          .db(database)
          .command(limited, { ...documentsAsBytes, readPreference, signal, ...(session === undefined ? {} : { session: session.inner }) });
        const answer = await within(sent, selectionTimeoutMs + context.statementTimeoutMs + 2 * silenceMs);
        answeredAt = performance.now();
        return answer;
      } catch (error) {
        signal.throwIfAborted();
        if (error instanceof MongoServerSelectionError || error instanceof NoEnd) giveUp(asked, begun);
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
      await driver.close();
    },
  };
}

class NoEnd extends Error {
  readonly code = 'ETIMEDOUT';
}

/** The driver's own limits do not hold for a command that it cannot send. */
function within<T>(work: Promise<T>, milliseconds: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new NoEnd('no answer, and no end of waiting for it')), milliseconds);
    work.finally(() => clearTimeout(timer)).then(resolve, reject);
  });
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
