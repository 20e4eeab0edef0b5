import type { OpenContext } from '@lienthong/core';
import type * as Oracledb from 'oracledb';
import type { Connection } from 'oracledb';
import { connectionSettings } from './connection-settings.ts';
import { connectionLost, driverError, endsConnection } from './errors.ts';
import type { OracleOptions } from './options.ts';
import { factsStatement, readFacts, type ServerFacts, startupStatements } from './session-settings.ts';
import { type Bind, type BindType, plain, type Statement } from './sql.ts';

/** A value as the driver makes it of what our statements select: numbers and large texts as texts, `null` is SQL NULL. */
export type Value = string | number | boolean | Uint8Array | null;
export type Row = readonly Value[];

export function valueAt(row: Row, place: number): Value | undefined {
  return row[place];
}

/** One connection, used by one caller at a time. After an error of the connection or an abort it is `broken`. */
export interface Session {
  readonly server: ServerFacts;
  readonly broken: boolean;
  /** For small results. */
  query(statement: Statement, signal: AbortSignal): Promise<readonly Row[]>;
  /** A page of rows. */
  read(statement: Statement, onRow: (row: Row) => void, signal: AbortSignal): Promise<void>;
  /** Rows as the server sends them, some at a time: of an answer of any size. */
  stream(statement: Statement, signal: AbortSignal): AsyncGenerator<readonly Row[], void, undefined>;
  /** A block that gives nothing back. */
  run(statement: Statement, signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
}

/** What is used of the driver, which is loaded when it is needed. */
type Driver = typeof Oracledb;

const closeTimeoutMs = 1_000;
/** Rows of one answer of the server. */
const fetchRows = 1_000;

/** Opens one connection, to `service` in the place of the one of the options; every failure is ours already. */
export async function openSession(
  options: OracleOptions,
  context: OpenContext,
  service: string | undefined,
  signal: AbortSignal,
): Promise<Session> {
  signal.throwIfAborted();
  const driver = await loadDriver(options);
  signal.throwIfAborted();
  const connection = await connect(driver, options, context, service, signal);
  const wire = makeWire(driver, connection);
  try {
    connection.callTimeout = context.statementTimeoutMs;
    connection.module = context.applicationName.slice(0, 48);
    connection.clientId = context.applicationName.slice(0, 48);
    for (const text of startupStatements) await wire.perform(plain(text), signal);
    const version = connection.oracleServerVersionString;
    const server = readFacts(version, await wire.perform(factsStatement(Number.parseInt(version, 10)), signal));
    return sessionOn(wire, server);
  } catch (error) {
    await wire.close();
    throw error;
  }
}

async function loadDriver({ thickLibraries }: OracleOptions): Promise<Driver> {
  const { default: driver } = (await import('oracledb')) as unknown as { readonly default: Driver }; // a CommonJS module
  // Once for the process; the driver takes the same directory again.
  if (thickLibraries !== undefined) driver.initOracleClient({ libDir: thickLibraries });
  return driver;
}

/** The driver cannot leave off connecting: what comes too late is closed. */
function connect(
  driver: Driver,
  options: OracleOptions,
  context: OpenContext,
  service: string | undefined,
  signal: AbortSignal,
): Promise<Connection> {
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(signal.reason as Error); // an abort throws its reason unwrapped
    signal.addEventListener('abort', onAbort, { once: true });
    driver.getConnection(connectionSettings(options, context, service)).then(
      (connection) => {
        signal.removeEventListener('abort', onAbort);
        if (signal.aborted) void connection.close().catch(() => undefined);
        else resolve(connection);
      },
      (error: unknown) => {
        signal.removeEventListener('abort', onAbort);
        if (!signal.aborted) reject(driverError(error, `connecting to ${options.host}`));
      },
    );
  });
}

/** Calls of a connection, one at a time. */
interface Wire {
  readonly broken: boolean;
  perform(statement: Statement, signal: AbortSignal, doing?: string): Promise<readonly Row[]>;
  stream(statement: Statement, signal: AbortSignal): AsyncGenerator<readonly Row[], void, undefined>;
  close(): Promise<void>;
}

function makeWire(driver: Driver, connection: Connection): Wire {
  let broken = false;
  let closing: Promise<void> | undefined;
  let running: Promise<unknown> = Promise.resolve();

  const close = async (): Promise<void> => {
    broken = true;
    closing ??= running.then(() => connection.close()).then(undefined, () => undefined); // it was lost already
    await Promise.race([closing, new Promise((resolve) => setTimeout(resolve, closeTimeoutMs).unref())]);
  };
  const call = <T>(doing: string, signal: AbortSignal, start: () => Promise<T>): Promise<T> => {
    if (signal.aborted) return Promise.reject(signal.reason as Error); // an abort throws its reason unwrapped
    if (broken) return Promise.reject(connectionLost(doing));
    return new Promise((resolve, reject) => {
      const onAbort = () => {
        broken = true;
        connection.break().catch(() => undefined); // the statement ends on the server too
        reject(signal.reason as Error); // the same
      };
      signal.addEventListener('abort', onAbort, { once: true });
      running = start().then(
        (result) => {
          signal.removeEventListener('abort', onAbort);
          resolve(result);
        },
        (error: unknown) => {
          signal.removeEventListener('abort', onAbort);
          const ours = driverError(error, doing);
          if (endsConnection(ours)) broken = true;
          reject(ours);
        },
      );
    });
  };
  const settings = executeSettings(driver);
  const execute = (statement: Statement, signal: AbortSignal, doing: string, resultSet: boolean) =>
    call(doing, signal, () => connection.execute(statement.text, toBinds(driver, statement.binds), { ...settings, resultSet }));
  return {
    get broken() {
      // A connection that was cut while nobody used it says so here alone.
      return broken || !connection.isHealthy();
    },
    close,
    perform: async (statement, signal, doing = 'a statement') => {
      const { rows } = await execute(statement, signal, doing, false);
      return (rows ?? []) as readonly Row[]; // what our statements select
    },
    async *stream(statement, signal) {
      const { resultSet } = await execute(statement, signal, 'reading rows', true);
      if (resultSet === undefined) return;
      try {
        for (;;) {
          const rows = await call('reading rows', signal, () => resultSet.getRows(fetchRows));
          if (rows.length > 0) yield rows as readonly Row[]; // the same
          if (rows.length < fetchRows) return;
        }
      } finally {
        if (!broken) await resultSet.close().catch(() => undefined); // the connection is gone, and says so to the next call
      }
    },
  };
}

function executeSettings(driver: Driver) {
  const asText = new Set<unknown>([driver.DB_TYPE_NUMBER, driver.DB_TYPE_CLOB, driver.DB_TYPE_NCLOB]);
  return {
    outFormat: driver.OUT_FORMAT_ARRAY,
    maxRows: 0,
    fetchArraySize: fetchRows,
    prefetchRows: fetchRows,
    fetchTypeHandler: ({ dbType }: { readonly dbType?: unknown }) => {
      if (asText.has(dbType)) return { type: driver.DB_TYPE_VARCHAR };
      return dbType === driver.DB_TYPE_BLOB ? { type: driver.DB_TYPE_RAW } : undefined;
    },
  };
}

const bindTypes = {
  number: 'DB_TYPE_NUMBER',
  text: 'DB_TYPE_VARCHAR',
  national: 'DB_TYPE_NVARCHAR',
  bytes: 'DB_TYPE_RAW',
} as const satisfies Readonly<Record<BindType, keyof Driver>>;

function toBinds(driver: Driver, binds: readonly Bind[]) {
  return Object.fromEntries(
    binds.map(({ name, type, value }) => [name, { type: driver[bindTypes[type]], val: value, dir: driver.BIND_IN }]),
  );
}

function sessionOn(wire: Wire, server: ServerFacts): Session {
  return {
    server,
    get broken() {
      return wire.broken;
    },
    query: (statement, signal) => wire.perform(statement, signal),
    read: async (statement, onRow, signal) => {
      // As they come: a page that is kept whole until its end costs the collector as much as its writing.
      for await (const rows of wire.stream(statement, signal)) for (const row of rows) onRow(row);
    },
    stream: (statement, signal) => wire.stream(statement, signal),
    run: async (statement, signal) => void (await wire.perform(statement, signal)),
    close: () => wire.close(),
  };
}
