import { connect as connectSocket, type OnReadOpts, Socket, type SocketConstructorOpts } from 'node:net';
import { type OpenContext, reveal } from '@lienthong/core';
import pg from 'pg';
import { type CopyDataHandler, createCopyFilter } from './copy-filter.ts';
import { sourceError } from './errors.ts';
import type { PostgresOptions } from './options.ts';
import { carriesRows, type SessionRole, startupSettings, unconvertedText } from './session-settings.ts';

/** A value as the server printed it; `null` is SQL NULL. */
export type RawValue = string | null;
export type RawRow = readonly RawValue[];

/** One connection, used by one caller at a time. After an error of the connection or an abort it is `broken`. */
export interface Session {
  /** Major version of the server. */
  readonly version: number;
  readonly broken: boolean;
  /** With `values` through the extended protocol, else one simple statement. */
  query(text: string, signal: AbortSignal, values?: readonly unknown[]): Promise<readonly RawRow[]>;
  /** COPY … TO STDOUT. */
  copyOut(text: string, onData: CopyDataHandler, signal: AbortSignal): Promise<void>;
  /** START_REPLICATION: resolves when both directions are open. */
  copyBoth(text: string, onData: CopyDataHandler, signal: AbortSignal): Promise<CopyBoth>;
  close(): Promise<void>;
}

export interface CopyBoth {
  send(message: Buffer): void;
  pause(): void;
  resume(): void;
  /** Says that we are done and waits until the server has let go of the slot; gives up after `timeoutMs`. */
  finish(timeoutMs: number): Promise<void>;
  /** Settles when the server ends the stream or the connection: rejects with the reason, resolves on an orderly end. */
  readonly ended: Promise<void>;
}

// What this file needs of the driver's inner connection; the driver's types leave most of it out.
interface Wire extends NodeJS.EventEmitter {
  readonly stream: Socket;
  query(text: string): void;
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
}

interface Inner {
  readonly connection: Wire;
  readonly processID: number | null;
  readonly secretKey: number | null;
  query(submittable: object): unknown;
}

const connectTimeoutMs = 15_000;
const asText = { getTypeParser: () => (value: string) => value };

/** Opens one connection; every failure is ours already. */
export async function openSession(
  options: PostgresOptions,
  context: OpenContext,
  role: SessionRole,
  signal: AbortSignal,
): Promise<Session> {
  signal.throwIfAborted();
  const client = new pg.Client({
    host: options.host,
    port: options.port,
    database: options.database,
    user: options.user,
    // A function, so that neither PGPASSWORD nor .pgpass is looked at.
    password: () => (options.password === undefined ? '' : reveal(options.password)),
    ssl:
      options.tls.mode === 'disable'
        ? false
        : { rejectUnauthorized: options.tls.mode === 'verify-full', ...(options.tls.ca === undefined ? {} : { ca: options.tls.ca }) },
    application_name: context.applicationName,
    options: startupSettings(role, context),
    keepAlive: true,
    connectionTimeoutMillis: connectTimeoutMs,
    types: asText,
    ...(options.tls.mode === 'disable' ? { stream: thriftySocket } : {}),
    ...(role === 'walsender' ? { replication: 'database' } : {}),
  } as pg.ClientConfig); // `replication` is missing in the driver's types
  const inner = client as unknown as Inner; // the part of the driver that its types leave out
  const state = { broken: false, version: 0 };
  client.on('error', () => {
    state.broken = true; // whoever waits for the connection gets the error itself
  });
  inner.connection.on('parameterStatus', (message: { parameterName: string; parameterValue: string }) => {
    if (message.parameterName === 'server_version') state.version = Number.parseInt(message.parameterValue, 10);
  });
  const address = `${options.host}:${options.port}`;
  const onAbort = () => inner.connection.stream.destroy();
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    await client.connect();
    if (options.storedText && carriesRows(role)) await client.query(unconvertedText);
  } catch (error) {
    inner.connection.stream.destroy();
    signal.throwIfAborted();
    throw sourceError(error, `connecting to ${address} as ${options.user}`);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
  return makeSession(client, inner, options, state);
}

function makeSession(client: pg.Client, inner: Inner, options: PostgresOptions, state: { broken: boolean; version: number }): Session {
  const wire = inner.connection;
  /** Ends the statement on the server and the connection here: the session is lost, the source is not. */
  const kill = () => {
    state.broken = true;
    requestCancel(options, inner);
    wire.stream.destroy();
  };
  const guarded = <T>(signal: AbortSignal, doing: string, start: () => Promise<T>): Promise<T> => {
    if (signal.aborted) return Promise.reject(signal.reason as Error); // an abort throws its reason unwrapped
    return new Promise<T>((resolve, reject) => {
      const onAbort = () => {
        kill();
        reject(signal.reason as Error); // the same
      };
      signal.addEventListener('abort', onAbort, { once: true });
      start()
        .then(resolve, (error: unknown) => reject(sourceError(error, doing)))
        .finally(() => signal.removeEventListener('abort', onAbort));
    });
  };
  return {
    get version() {
      return state.version;
    },
    get broken() {
      return state.broken;
    },
    query: (text, signal, values) =>
      guarded(signal, 'a statement', async () => {
        const config = { text, rowMode: 'array' as const, ...(values === undefined ? {} : { values: [...values] }) };
        const result = await client.query<RawValue[]>(config);
        return result.rows;
      }),
    copyOut: (text, onData, signal) =>
      guarded(
        signal,
        'reading rows',
        () =>
          new Promise<void>((resolve, reject) => {
            inner.query(copyQuery(text, onData, kill, resolve, reject));
          }),
      ),
    copyBoth: (text, onData, signal) => guarded(signal, 'following the log', () => startCopyBoth(inner, text, onData, kill)),
    close: async () => {
      if (state.broken) {
        wire.stream.destroy();
        return;
      }
      state.broken = true;
      await client.end();
    },
  };
}

function startCopyBoth(inner: Inner, text: string, onData: CopyDataHandler, kill: () => void): Promise<CopyBoth> {
  const wire = inner.connection;
  return new Promise<CopyBoth>((resolve, reject) => {
    let finishing = false;
    const onStart = () => resolve(copyBoth);
    const ended = new Promise<void>((end, fail) => {
      const onError = (error: Error) => {
        wire.removeListener('replicationStart', onStart);
        if (finishing) end();
        else fail(sourceError(error, 'following the log'));
        reject(error);
      };
      const whileOpen: CopyDataHandler = (chunk, start, stop, isLast) => !finishing && onData(chunk, start, stop, isLast);
      inner.query(copyQuery(text, whileOpen, kill, end, onError));
    });
    ended.catch(() => undefined); // the reader of the stream awaits it when it comes to that
    const copyBoth: CopyBoth = {
      ended,
      send: (message) => wire.sendCopyFromChunk(message),
      pause: () => wire.stream.pause(),
      resume: () => wire.stream.resume(),
      finish: async (timeoutMs) => {
        if (finishing) return;
        finishing = true;
        wire.stream.resume();
        wire.endCopyFrom();
        const timer = setTimeout(kill, timeoutMs);
        await ended.catch(() => undefined); // it had failed before, and its reader was told
        clearTimeout(timer);
      },
    };
    wire.once('replicationStart', onStart);
  });
}

// The driver asks a query for all these handlers; COPY needs two of them. Its data do not go through the driver, which would
// make an object of every row.
function copyQuery(text: string, onData: CopyDataHandler, kill: () => void, resolve: () => void, reject: (error: Error) => void): object {
  const nothing = () => undefined;
  let giveBack = nothing;
  const handleEnd = <Arguments extends unknown[]>(settle: (...given: Arguments) => void) => {
    return (...given: Arguments): void => {
      giveBack();
      settle(...given);
    };
  };
  return {
    submit: (connection: Wire) => {
      giveBack = filterCopyData(connection.stream, onData, (error) => {
        kill();
        reject(error);
      });
      connection.query(text);
    },
    handleError: handleEnd(reject),
    handleReadyForQuery: handleEnd(resolve),
    handleCopyData: nothing,
    handleCommandComplete: nothing,
    handleRowDescription: nothing,
    handleDataRow: nothing,
    handlePortalSuspended: nothing,
    handleEmptyQuery: nothing,
    handleCopyInResponse: nothing,
  };
}

const readBytes = 64 * 1024;

/** Sockets whose bytes we take ourselves at the moment. */
const filtered = new WeakSet<Socket>();

/** Reads into one piece of memory again and again, which a filter of ours borrows; the driver keeps what it gets, so it gets a copy. */
function thriftySocket(): Socket {
  const onread: OnReadOpts = {
    buffer: Buffer.allocUnsafeSlow(readBytes),
    callback(count, memory) {
      const chunk = Buffer.from(memory.buffer, memory.byteOffset, count);
      socket.emit('data', filtered.has(socket) ? chunk : Buffer.from(chunk));
      return true;
    },
  };
  const socket = new Socket({ onread } as SocketConstructorOpts); // which its types know of `connect` only
  return socket;
}

/** Stands between the socket and the driver until it is told to go; the driver gets everything but CopyData. */
function filterCopyData(stream: Socket, onData: CopyDataHandler, fail: (error: Error) => void): () => undefined {
  const drivers = stream.listeners('data') as ((chunk: Buffer) => void)[]; // a socket without encoding gives Buffers
  let standing = true;
  const filter = createCopyFilter(onData, (chunk) => {
    for (const driver of drivers) driver(Buffer.from(chunk));
  });
  const listener = (chunk: Buffer): void => {
    try {
      filter.push(chunk);
    } catch (error) {
      fail(error as Error); // a parser of ours threw it
    }
  };
  for (const driver of drivers) stream.off('data', driver);
  stream.on('data', listener);
  filtered.add(stream);
  return () => {
    if (!standing) return;
    standing = false;
    filtered.delete(stream);
    filter.stop();
    stream.off('data', listener);
    for (const driver of drivers) stream.on('data', driver);
  };
}

/** The protocol's CancelRequest on a connection of its own; best effort, as the protocol has it. */
function requestCancel(options: PostgresOptions, inner: Inner): void {
  if (inner.processID === null || inner.secretKey === null) return;
  const message = Buffer.alloc(16);
  message.writeInt32BE(16, 0);
  message.writeInt32BE(80877102, 4);
  message.writeInt32BE(inner.processID, 8);
  message.writeInt32BE(inner.secretKey, 12);
  const socket = options.host.startsWith('/')
    ? connectSocket({ path: `${options.host}/.s.PGSQL.${options.port}` })
    : connectSocket({ host: options.host, port: options.port });
  socket.setTimeout(5_000, () => socket.destroy());
  socket.once('connect', () => socket.end(message));
  // Nothing depends on the answer: the connection that ran the statement is closed in any case.
  socket.once('error', () => socket.destroy());
}
