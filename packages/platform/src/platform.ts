import { reveal, type Secret } from '@lienthong/core';
import { type EmbeddedPostgres, startPostgres } from '@lienthong/embedded-postgres';
import type { Logger } from 'pino';
import { createRunningAdmin, type RunningPlatformAdmin } from './admin.ts';
import { createApplication } from './application.ts';
import type { Limits } from './limits.ts';
import { listen } from './listen.ts';
import { openContext } from './open-context.ts';
import type { QualityOptions } from './quality/options.ts';
import type { ReceiptKey } from './registry/receipt-key.ts';

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
  readonly quality?: QualityOptions | undefined;
  /** Default: silent. */
  readonly logger?: Logger | undefined;
}

/** A platform that listens. */
export interface Platform extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
  readonly admin: RunningPlatformAdmin;
  readonly receiptKey: ReceiptKey;
  /** Of the embedded server, or the one that was given; holds a password. */
  readonly databaseUrl: string;
  /** Ends what is in work, then everything; calling it again does nothing. */
  close(graceMs?: number): Promise<void>;
}

/**
 * What storing batches asks of a server; nothing here weakens what a commit promises. Checkpoints that are far apart write
 * fewer whole pages into the log, at the price of a longer start after a crash. Nobody follows this server's log logically.
 */
export const serverSettings = { shared_buffers: '256MB', max_wal_size: '4GB', checkpoint_timeout: '15min', wal_level: 'replica' };

/** Starts the reference receiver: its storage, its key and its HTTP server. */
export async function createPlatform(options: PlatformOptions = {}): Promise<Platform> {
  const given = options.databaseUrl;
  if (given !== undefined) return await open(options, reveal(given), undefined);
  const server = await startPostgres({ directory: options.directory, settings: serverSettings });
  try {
    return await open(options, server.connectionString, server);
  } catch (error) {
    await server.stop();
    throw error;
  }
}

async function open(options: PlatformOptions, databaseUrl: string, server: EmbeddedPostgres | undefined): Promise<Platform> {
  const closing = new AbortController();
  const { context, closeStorage } = await openContext(databaseUrl, options, closing.signal);
  const { logger, limits, metrics, receiptKey } = context;
  const host = options.host ?? '127.0.0.1';
  const listening = await listen(createApplication(context), host, options.port ?? 0, limits, (code) =>
    metrics.problems.inc({ code }),
  ).catch(async (error: unknown) => {
    await closeStorage();
    throw error;
  });
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${listening.port}`;
  logger.info({ url, receiptKeyId: receiptKey.keyId }, 'the platform listens');
  let closed: Promise<void> | undefined;
  const close = (graceMs = 10_000): Promise<void> => {
    closed ??= (async () => {
      closing.abort();
      await listening.close(graceMs);
      await closeStorage();
      await server?.stop();
    })();
    return closed;
  };
  return {
    url,
    port: listening.port,
    admin: createRunningAdmin(context.readers, context.meter),
    receiptKey: { keyId: receiptKey.keyId, publicKey: receiptKey.publicKey },
    databaseUrl,
    close,
    [Symbol.asyncDispose]: () => close(),
  };
}
