import { isIP, type Socket } from 'node:net';
import { checkServerIdentity, connect as connectTls } from 'node:tls';
import { type OpenContext, reveal } from '@lienthong/core';
import { type ConnectionOptions, createConnection } from 'mysql2';
import { answerError, connectionLost, sourceError } from './errors.ts';
import type { MysqlOptions } from './options.ts';
import { commandPacket, createPacketReader, type PacketHandler } from './packets.ts';
import { parseServerVersion, type ServerVersion, type SessionRole, startupStatements } from './session-settings.ts';
import { followAnswer, readLength, type ServerError } from './text-protocol.ts';

/** A value as the server printed it; `null` is SQL NULL. */
export type RawValue = string | null;
export type RawRow = readonly RawValue[];

/** One connection, used by one caller at a time. After an error of the connection or an abort it is `broken`. */
export interface Session {
  readonly version: ServerVersion;
  readonly broken: boolean;
  /** Rows as texts: for the catalogue and other small things, whose texts are UTF-8. */
  query(sql: string, signal: AbortSignal): Promise<readonly RawRow[]>;
  /** Rows as they lie in the packets: each is valid only during the call. */
  read(sql: string, onRow: PacketHandler, signal: AbortSignal): Promise<void>;
  /** A command whose answer has no end of its own, such as COM_BINLOG_DUMP: every packet of it goes to `onPacket`. */
  stream(command: Buffer, onPacket: PacketHandler): PacketStream;
  close(): Promise<void>;
}

export interface PacketStream {
  pause(): void;
  resume(): void;
  /** Ends the stream by closing the connection: there is no other way. */
  finish(): void;
  /** Settles when the connection ends: rejects with the reason, resolves after `finish`. */
  readonly ended: Promise<void>;
}

const connectTimeoutMs = 15_000;
const queryCommand = 0x03;
const quitCommand = 0x01;

// What this file needs of the driver's inside: its types leave it out.
interface Inner {
  stream: Socket;
  readonly config: { password?: string | undefined };
  readonly packetParser: { execute(chunk: Buffer): void };
  startTLS: (onSecure: (error?: Error) => void) => void;
}

interface Greeting {
  readonly serverVersion: string;
  readonly connectionId: number;
}

/**
 * Opens one connection; every failure is ours already. The driver does what comes before the first statement: address, TLS,
 * the ways to log in. Then the conversation is ours: it would make a string of every value.
 */
export async function openSession(options: MysqlOptions, context: OpenContext, role: SessionRole, signal: AbortSignal): Promise<Session> {
  const { wire, greeting } = await connect(options, context, signal);
  const version = parseServerVersion(greeting.serverVersion);
  const kill = () => {
    void killStatement(options, context, greeting.connectionId);
  };
  const session = makeSession(wire, version, kill);
  try {
    for (const statement of startupStatements(role, version, context)) await session.query(statement, signal);
  } catch (error) {
    wire.destroy();
    throw error;
  }
  return session;
}

async function connect(
  options: MysqlOptions,
  context: OpenContext,
  signal: AbortSignal,
): Promise<{ readonly wire: Socket; readonly greeting: Greeting }> {
  signal.throwIfAborted();
  const { tls } = options;
  const settings: ConnectionOptions = {
    ...(options.host.startsWith('/') ? { socketPath: options.host } : { host: options.host, port: options.port }),
    user: options.user,
    database: options.database,
    ...(options.password === undefined ? {} : { password: reveal(options.password) }),
    ...(tls.mode === 'disable' ? {} : { ssl: {} }),
    connectTimeout: connectTimeoutMs,
    charset: 'utf8mb4',
    enableKeepAlive: true,
    // Our statements travel in the plain form that every server knows, and no file of ours is ever asked for.
    flags: ['-CLIENT_QUERY_ATTRIBUTES', '-LOCAL_FILES', '-SESSION_TRACK', '-FOUND_ROWS', '-ODBC', '-IGNORE_SPACE'],
    connectAttributes: { program_name: context.applicationName },
  };
  const connection = createConnection(settings);
  const inner = connection as unknown as Inner; // the part of the driver that its types leave out
  inner.startTLS = (onSecure) => secure(inner, options, onSecure);
  const onAbort = () => inner.stream.destroy();
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    const greeting = await new Promise<Greeting>((resolve, reject) => {
      connection.once('connect', resolve);
      connection.on('error', reject); // also after the promise is settled: nobody else listens
    });
    inner.config.password = undefined;
    inner.stream.removeAllListeners('data');
    return { wire: inner.stream, greeting };
  } catch (error) {
    inner.stream.destroy();
    signal.throwIfAborted();
    throw sourceError(error, `connecting to ${options.host}:${options.port} as ${options.user}`);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

/**
 * In place of the driver's own: that one takes the name of a host that is an address for `localhost`, and would let everybody in
 * who has a certificate for it. Nothing of the login is sent before the server has shown who it is.
 */
function secure(inner: Inner, { host, tls }: MysqlOptions, onSecure: (error?: Error) => void): void {
  inner.stream.removeAllListeners('data');
  const verify = tls.mode === 'verify-full';
  const stream = connectTls({
    socket: inner.stream,
    rejectUnauthorized: verify,
    checkServerIdentity: verify ? (_, certificate) => checkServerIdentity(host, certificate) : () => undefined,
    ...(isIP(host) === 0 && !host.startsWith('/') ? { servername: host } : {}),
    ...(tls.ca === undefined ? {} : { ca: tls.ca }),
  });
  stream.once('secureConnect', () => onSecure());
  stream.once('error', (error) => onSecure(error)); // after the handshake the driver has stopped listening to it
  stream.on('data', (chunk: Buffer) => inner.packetParser.execute(chunk));
  inner.stream = stream;
}

function makeSession(wire: Socket, version: ServerVersion, kill: () => void): Session {
  let broken = false;
  /** Who is waiting for packets, and who is told when none will come any more. */
  let listener: { readonly onPacket: PacketHandler; readonly onLost: (error: unknown) => void } | undefined;
  const lose = (error: unknown): void => {
    broken = true;
    wire.destroy();
    const waiting = listener;
    listener = undefined;
    waiting?.onLost(error);
  };
  const packets = createPacketReader((bytes, start, end) => {
    if (listener === undefined)
      lose(connectionLost('waiting')); // the server says good-bye: time-out, shutdown
    else listener.onPacket(bytes, start, end);
  });
  wire.on('data', (chunk: Buffer) => {
    try {
      packets.push(chunk);
    } catch (error) {
      lose(error); // a parser of ours threw it
    }
  });
  wire.on('error', (error) => lose(error));
  wire.on('close', () => lose(connectionLost('the connection')));

  const read = (sql: string, onRow: PacketHandler, signal: AbortSignal, doing: string): Promise<void> => {
    if (signal.aborted) return Promise.reject(signal.reason as Error); // an abort throws its reason unwrapped
    if (broken) return Promise.reject(connectionLost(doing));
    return new Promise<void>((resolve, reject) => {
      let failure: ServerError | undefined;
      const answer = followAnswer(onRow, (error) => {
        failure = error;
      });
      const onAbort = () => {
        kill();
        lose(signal.reason);
      };
      const settle = () => {
        signal.removeEventListener('abort', onAbort);
        listener = undefined;
      };
      signal.addEventListener('abort', onAbort, { once: true });
      listener = {
        onPacket: (bytes, start, end) => {
          if (!answer.take(bytes, start, end)) return;
          settle();
          if (failure === undefined) resolve();
          else reject(answerError(failure, doing));
        },
        onLost: (error) => {
          settle();
          reject(signal.aborted ? (signal.reason as Error) : sourceError(error, doing)); // the same
        },
      };
      wire.write(commandPacket(Buffer.concat([Buffer.of(queryCommand), Buffer.from(sql)])));
    });
  };

  return {
    version,
    get broken() {
      return broken;
    },
    read: (sql, onRow, signal) => read(sql, onRow, signal, 'reading rows'),
    query: async (sql, signal) => {
      const rows: RawRow[] = [];
      await read(sql, (bytes, start, end) => rows.push(textRow(bytes, start, end)), signal, 'a statement');
      return rows;
    },
    stream: (command, onPacket) => {
      let finishing = false;
      const ended = new Promise<void>((resolve, reject) => {
        listener = { onPacket, onLost: (error) => (finishing ? resolve() : reject(sourceError(error, 'following the log'))) };
      });
      ended.catch(() => undefined); // the reader of the stream awaits it when it comes to that
      wire.write(commandPacket(command));
      return {
        ended,
        pause: () => wire.pause(),
        resume: () => wire.resume(),
        finish: () => {
          finishing = true;
          lose(undefined);
        },
      };
    },
    close: () => {
      if (!broken) {
        broken = true;
        wire.end(commandPacket(Buffer.of(quitCommand)));
      }
      return new Promise((resolve) => {
        if (wire.destroyed) resolve();
        else wire.once('close', () => resolve());
        // Nothing is awaited from the server any more.
        setTimeout(() => wire.destroy(), closeTimeoutMs).unref();
      });
    },
  };
}

const closeTimeoutMs = 1_000;

function textRow(bytes: Buffer, start: number, end: number): RawRow {
  const row: RawValue[] = [];
  for (let at = start; at < end; ) {
    if (bytes[at] === 0xfb) {
      row.push(null);
      at += 1;
      continue;
    }
    const { value, behind } = readLength(bytes, at);
    row.push(bytes.toString('utf8', behind, behind + value));
    at = behind + value;
  }
  return row;
}

/** Ends a statement that nobody waits for, from a connection of its own; best effort: the statement's own time limit stands behind it. */
async function killStatement(options: MysqlOptions, context: OpenContext, connectionId: number): Promise<void> {
  try {
    const { wire } = await connect(options, context, AbortSignal.timeout(5_000));
    wire.on('error', () => undefined);
    wire.setTimeout(5_000, () => wire.destroy());
    wire.once('data', () => wire.end(commandPacket(Buffer.of(quitCommand))));
    wire.write(commandPacket(Buffer.concat([Buffer.of(queryCommand), Buffer.from(`kill ${connectionId}`)])));
  } catch {
    // The connection that ran the statement is closed in any case.
  }
}
