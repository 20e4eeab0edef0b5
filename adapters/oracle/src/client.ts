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

/** One connection, used by one caller at a time. After an error of the connection or an abort it is `broken`. */
export interface Session {
  readonly server: ServerFacts;
  readonly broken: boolean;
  /** For small results. */
  query(statement: Statement, signal: AbortSignal): Promise<readonly Row[]>;
  /** A page of rows. */
  read(statement: Statement, onRow: (row: Row) => void, signal: AbortSignal): Promise<void>;
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

/** Statements on a connection, one at a time. */
interface Wire {
  readonly broken: boolean;
  perform(statement: Statement, signal: AbortSignal, doing?: string): Promise<readonly Row[]>;
  close(): Promise<void>;
}

function makeWire(driver: Driver, connection: Connection): Wire {
  let broken = false;
  let closing: Promise<void> | undefined;
  let running: Promise<unknown> = Promise.resolve();
  const settings = {
    outFormat: driver.OUT_FORMAT_ARRAY,
    maxRows: 0,
    fetchArraySize: fetchRows,
    prefetchRows: fetchRows,
    fetchTypeHandler: ({ dbType }: { readonly dbType?: unknown }) => {
      if (dbType === driver.DB_TYPE_NUMBER || dbType === driver.DB_TYPE_CLOB || dbType === driver.DB_TYPE_NCLOB)
        return { type: driver.DB_TYPE_VARCHAR };
      if (dbType === driver.DB_TYPE_BLOB) return { type: driver.DB_TYPE_RAW };
      return undefined;
    },
  };

  const close = async (): Promise<void> => {
    broken = true;
    closing ??= running.then(() => connection.close()).then(undefined, () => undefined); // it was lost already
    await Promise.race([closing, new Promise((resolve) => setTimeout(resolve, closeTimeoutMs).unref())]);
  };
  return {
    get broken() {
      return broken;
    },
    close,
    perform: (statement, signal, doing = 'a statement') => {
      if (signal.aborted) return Promise.reject(signal.reason as Error); // an abort throws its reason unwrapped
      if (broken) return Promise.reject(connectionLost(doing));
      return new Promise((resolve, reject) => {
        const onAbort = () => {
          broken = true;
          connection.break().catch(() => undefined); // the statement ends on the server too
          reject(signal.reason as Error); // the same
        };
        signal.addEventListener('abort', onAbort, { once: true });
        const executing = connection.execute(statement.text, toBinds(driver, statement.binds), settings);
        running = executing.then(
          (result) => {
            signal.removeEventListener('abort', onAbort);
            resolve((result.rows ?? []) as readonly Row[]); // what our statements select
          },
          (error: unknown) => {
            signal.removeEventListener('abort', onAbort);
            const ours = driverError(error, doing);
            if (endsConnection(ours)) broken = true;
            reject(ours);
          },
        );
      });
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
      for (const row of await wire.perform(statement, signal, 'reading rows')) onRow(row);
    },
    run: async (statement, signal) => void (await wire.perform(statement, signal)),
    close: () => wire.close(),
  };
}
