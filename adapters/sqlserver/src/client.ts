import type { OpenContext } from '@lienthong/core';
import type * as Tedious from 'tedious';
import type { Connection, Request } from 'tedious';
import { connectionSettings } from './connection-settings.ts';
import { connectionLost, driverError } from './errors.ts';
import type { SqlserverOptions } from './options.ts';
import { factsStatement, type Isolation, readFacts, type ServerFacts, startupStatements } from './session-settings.ts';
import type { Parameter, ParameterType, Statement } from './sql.ts';

/** A value as the driver makes it of what our statements select: 64-bit numbers as text, `null` is SQL NULL. */
export type Value = string | number | boolean | Uint8Array | null;
export interface Cell {
  readonly value: Value;
}
export type Row = readonly Value[];

export function valueAt(cells: readonly Cell[], place: number): Value | undefined {
  return cells[place]?.value;
}

/** One connection, used by one caller at a time. After an error of the connection or an abort it is `broken`. */
export interface Session {
  /** As they were when the connection was made. */
  readonly server: ServerFacts;
  readonly broken: boolean;
  /** For small results. */
  query(statement: Statement, signal: AbortSignal): Promise<readonly Row[]>;
  /** Each row is valid only during the call. */
  read(statement: Statement, onRow: (cells: readonly Cell[]) => void, signal: AbortSignal): Promise<void>;
  /** How statements from now on see what others write. */
  isolate(level: Isolation, signal: AbortSignal): Promise<void>;
  /** One state of the database for all statements of the work, which must not pause. */
  inSnapshot<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** What is used of the driver, which is loaded when it is needed. */
type Driver = Omit<typeof Tedious, 'default'>;

const closeTimeoutMs = 1_000;

/** Opens one connection; every failure is ours already. */
export async function openSession(options: SqlserverOptions, context: OpenContext, signal: AbortSignal): Promise<Session> {
  signal.throwIfAborted();
  // Loaded when needed: the driver brings a hundred modules of Azure with it. Its `default` alone is there in a bundle, too.
  const { default: driver } = await import('tedious');
  signal.throwIfAborted();
  const connection = await connect(driver, options, context, signal);
  const raw = makeWire(driver, connection);
  try {
    for (const text of startupStatements) await raw.query({ text, parameters: [] }, signal);
    const server = readFacts(await raw.query(factsStatement, signal));
    return makeSession(driver, connection, raw, server);
  } catch (error) {
    connection.close();
    throw error;
  }
}

function connect(driver: Driver, options: SqlserverOptions, context: OpenContext, signal: AbortSignal): Promise<Connection> {
  return new Promise((resolve, reject) => {
    const connection = new driver.Connection(connectionSettings(options, context));
    if (options.tls.mode !== 'disable') refuseClear(connection);
    /** The driver's own error of a refused login lacks the number. */
    let refusal: number | undefined;
    connection.on('errorMessage', ({ number, class: severity }: { number: number; class?: number }) => {
      if ((severity ?? 0) > 10) refusal ??= number;
    });
    connection.on('error', () => undefined); // told by whoever waits for the connection
    const onAbort = () => {
      connection.close();
      reject(signal.reason as Error); // an abort throws its reason unwrapped
    };
    signal.addEventListener('abort', onAbort, { once: true });
    connection.connect((error) => {
      signal.removeEventListener('abort', onAbort);
      connection.removeAllListeners('errorMessage');
      if (signal.aborted) {
        connection.close();
        reject(signal.reason as Error); // the same
      } else if (error === undefined || error === null) resolve(connection);
      else reject(driverError(refusal === undefined ? error : { ...error, number: refusal }, `connecting to ${options.host}`));
    });
  });
}

// What this file needs of the driver's inside: its types keep it private.
interface Inner {
  sendLogin7Packet(): void;
  readonly messageIo: { readonly tlsNegotiationComplete: boolean };
}

/** The driver logs in without TLS where a server says that it has none, whatever it was told: the password would be read by anybody. */
function refuseClear(connection: Connection): void {
  const inner = connection as unknown as Inner; // the part that its types keep private
  const send = inner.sendLogin7Packet.bind(connection);
  inner.sendLogin7Packet = () => {
    if (!inner.messageIo.tlsNegotiationComplete) throw Object.assign(new Error('the server has no TLS'), { code: 'ENOENCRYPT' });
    send();
  };
}

/** Statements on a connection, one at a time. */
interface Wire {
  readonly broken: boolean;
  query(statement: Statement, signal: AbortSignal): Promise<readonly Row[]>;
  read(statement: Statement, onRow: (cells: readonly Cell[]) => void, signal: AbortSignal): Promise<void>;
  /** Does something that ends with a callback; an abort closes the connection, which ends the statement on the server too. */
  perform(doing: string, signal: AbortSignal, start: (settle: (error: unknown) => void) => void): Promise<void>;
  close(): Promise<void>;
}

function makeWire(driver: Driver, connection: Connection): Wire {
  let broken = false;
  const ended = new Promise<void>((resolve) => {
    connection.on('end', () => {
      broken = true;
      resolve();
    });
  });
  connection.on('error', () => {
    broken = true;
  });

  const perform: Wire['perform'] = (doing, signal, start) => {
    if (signal.aborted) return Promise.reject(signal.reason as Error); // an abort throws its reason unwrapped
    if (broken) return Promise.reject(connectionLost(doing));
    return new Promise((resolve, reject) => {
      const onAbort = () => {
        broken = true;
        connection.close();
        reject(signal.reason as Error); // the same
      };
      signal.addEventListener('abort', onAbort, { once: true });
      start((error) => {
        signal.removeEventListener('abort', onAbort);
        if (signal.aborted)
          reject(signal.reason as Error); // closing calls back at once
        else if (error === undefined || error === null) resolve();
        else reject(driverError(error, doing));
      });
    });
  };

  const read = (statement: Statement, onRow: (cells: readonly Cell[]) => void, signal: AbortSignal, doing: string): Promise<void> => {
    let failure: { readonly error: unknown } | undefined;
    return perform(doing, signal, (settle) => {
      const request = new driver.Request(statement.text, (error) => settle(failure === undefined ? error : failure.error));
      for (const { name, type, value } of statement.parameters) request.addParameter(name, driver.TYPES[parameterTypes[type]], value);
      request.on('row', (cells: readonly Cell[]) => {
        if (failure !== undefined) return;
        try {
          onRow(cells);
        } catch (error) {
          // A reader of ours threw it: nothing more of the answer is wanted.
          failure = { error };
          request.cancel();
        }
      });
      send(connection, request, statement.parameters);
    });
  };

  return {
    get broken() {
      return broken;
    },
    perform,
    read: (statement, onRow, signal) => read(statement, onRow, signal, 'reading rows'),
    query: async (statement, signal) => {
      const rows: Row[] = [];
      await read(statement, (cells) => rows.push(cells.map(({ value }) => value)), signal, 'a statement');
      return rows;
    },
    close: async () => {
      broken = true;
      connection.close();
      await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, closeTimeoutMs).unref())]);
    },
  };
}

/** A batch keeps its settings; a statement with parameters is one of `sp_executesql`, whose plan is found again. */
function send(connection: Connection, request: Request, parameters: readonly Parameter[]): void {
  if (parameters.length === 0) connection.execSqlBatch(request);
  else connection.execSql(request);
}

const parameterTypes = {
  int: 'Int',
  bigint: 'BigInt',
  float: 'Float',
  ascii: 'VarChar',
  text: 'NVarChar',
  bytes: 'VarBinary',
} as const satisfies Readonly<Record<ParameterType, keyof Driver['TYPES']>>;

function makeSession(driver: Driver, connection: Connection, wire: Wire, server: ServerFacts): Session {
  let isolation: Isolation = 'read committed';
  return {
    server,
    get broken() {
      return wire.broken;
    },
    query: wire.query,
    read: wire.read,
    isolate: async (level, signal) => {
      if (level === isolation) return;
      await wire.query({ text: `set transaction isolation level ${level}`, parameters: [] }, signal);
      isolation = level;
    },
    inSnapshot: async (signal, work) => {
      await wire.perform('beginning to look', signal, (settle) => connection.beginTransaction(settle, '', driver.ISOLATION_LEVEL.SNAPSHOT));
      // The level outlives the transaction.
      isolation = 'snapshot';
      const end = () => wire.perform('ending to look', signal, (settle) => connection.rollbackTransaction(settle));
      let result: Awaited<ReturnType<typeof work>>;
      try {
        result = await work();
      } catch (error) {
        // A transaction that the server has ended already cannot be ended again: then the connection goes.
        if (!wire.broken) await end().catch(() => wire.close());
        throw error;
      }
      await end();
      return result;
    },
    close: wire.close,
  };
}
