import type { Secret } from '@lienthong/core';
import { type EmbeddedPostgres, startPostgres } from '@lienthong/embedded-postgres';
import { type Logger, pino } from 'pino';
import { createAdmin, type PlatformAdmin } from './admin.ts';
import { createApplication } from './application.ts';
import type { PlatformContext } from './context.ts';
import { createGate } from './ingest/gate.ts';
import { createRateLimit } from './ingest/rate.ts';
import { defaultLimits, type Limits } from './limits.ts';
import { listen } from './listen.ts';
import { createMetrics } from './metrics.ts';
import { keyHasher, loadReceiptKey, type ReceiptKey } from './registry/receipt-key.ts';
import { createChangeBell } from './storage/change-bell.ts';
import { contractStore } from './storage/contracts.ts';
import { type Database, openDatabase } from './storage/database.ts';
import { migrate } from './storage/migrate.ts';
import { rowReader } from './storage/rows.ts';

/** Everything may be left out: the platform then listens on a free port of this machine and forgets all when it closes. */
export interface PlatformOptions {
  /** `postgresql://…`, PostgreSQL 14 or newer; without it an embedded server is started. */
  readonly databaseUrl?: string | Secret | undefined;
  /** Where the embedded server keeps its data; default: a temporary folder. */
  readonly directory?: string | undefined;
  /** Default: 127.0.0.1. */
  readonly host?: string | undefined;
  /** Default: 0, any free port. */
  readonly port?: number | undefined;
  /** Ed25519, PKCS #8 PEM; default: one that is made at the first start and kept in the database. */
  readonly receiptKey?: string | Secret | undefined;
  readonly limits?: Partial<Limits> | undefined;
  /** How old a signature may be; default: 300. */
  readonly maxAgeSeconds?: number | undefined;
  /** Default: silent. */
  readonly logger?: Logger | undefined;
}

/** A platform that listens. */
export interface Platform extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
  readonly admin: PlatformAdmin;
  readonly receiptKey: ReceiptKey;
  /** Of the embedded server, or the one that was given; holds a password. */
  readonly databaseUrl: string;
  /** Ends what is in work, then everything; calling it again does nothing. */
  close(graceMs?: number): Promise<void>;
}

/** Starts the reference receiver: its storage, its key and its HTTP server. */
export async function createPlatform(options: PlatformOptions = {}): Promise<Platform> {
  const given = options.databaseUrl;
  if (given !== undefined) return await open(options, typeof given === 'string' ? given : given.reveal(), undefined);
  const server = await startPostgres({ directory: options.directory });
  try {
    return await open(options, server.connectionString, server);
  } catch (error) {
    await server.stop();
    throw error;
  }
}

async function open(options: PlatformOptions, databaseUrl: string, server: EmbeddedPostgres | undefined): Promise<Platform> {
  const limits: Limits = { ...defaultLimits, ...options.limits };
  const logger = options.logger ?? pino({ level: 'silent' });
  const databases = openDatabases(databaseUrl, limits, logger);
  try {
    await migrate(databases.readers);
    return await serve(options, databaseUrl, server, limits, logger, databases);
  } catch (error) {
    await Promise.all([databases.writers.close(), databases.readers.close()]);
    throw error;
  }
}

interface Databases {
  readonly writers: Database;
  readonly readers: Database;
}

function openDatabases(connectionString: string, limits: Limits, logger: Logger): Databases {
  const onError = (error: Error) => logger.warn({ kind: error.name }, 'an idle database connection broke');
  return {
    writers: openDatabase({ connectionString, connections: limits.concurrent, applicationName: 'lienthong-platform-writer', onError }),
    readers: openDatabase({ connectionString, connections: 10, applicationName: 'lienthong-platform', onError }),
  };
}

async function serve(
  options: PlatformOptions,
  databaseUrl: string,
  server: EmbeddedPostgres | undefined,
  limits: Limits,
  logger: Logger,
  databases: Databases,
): Promise<Platform> {
  const receiptKey = await loadReceiptKey(databases.readers, options.receiptKey);
  const closing = new AbortController();
  const gate = createGate(limits.concurrent, limits.waiting);
  const contracts = contractStore(databases.readers);
  const context: PlatformContext = {
    ...databases,
    contracts,
    rows: rowReader(contracts),
    bell: createChangeBell(),
    receiptKey,
    hashKey: keyHasher(receiptKey.privateKey),
    limits,
    maxAgeSeconds: options.maxAgeSeconds ?? 300,
    gate,
    rate: createRateLimit(limits.requestsPerSecond),
    metrics: createMetrics(() => gate.running),
    logger,
    closing: closing.signal,
  };
  const host = options.host ?? '127.0.0.1';
  const listening = await listen(createApplication(context), host, options.port ?? 0, limits);
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${listening.port}`;
  logger.info({ url, receiptKeyId: receiptKey.keyId }, 'the platform listens');
  let closed: Promise<void> | undefined;
  const close = (graceMs = 10_000): Promise<void> => {
    closed ??= (async () => {
      closing.abort();
      await listening.close(graceMs);
      await Promise.all([databases.writers.close(), databases.readers.close()]);
      await server?.stop();
    })();
    return closed;
  };
  return {
    url,
    port: listening.port,
    admin: createAdmin(databases.readers),
    receiptKey: { keyId: receiptKey.keyId, publicKey: receiptKey.publicKey },
    databaseUrl,
    close,
    [Symbol.asyncDispose]: () => close(),
  };
}
