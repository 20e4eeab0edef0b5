import { rm } from 'node:fs/promises';
import { type Account, serverAccount } from './account.ts';
import { type Binaries, findBinaries } from './binaries.ts';
import { type Cluster, openCluster, writeSettings } from './cluster.ts';
import { EmbeddedPostgresError } from './embedded-postgres-error.ts';
import { claim, release, stopLeftover } from './leftover.ts';
import { until } from './processes.ts';
import { freePort } from './readiness.ts';
import { type ServerProcess, startServer } from './server-process.ts';

/** What to start; everything may be left out. */
export interface EmbeddedPostgresOptions {
  /** Keeps the data here over starts; default: a temporary folder that goes with the server. */
  readonly directory?: string | undefined;
  /** Default: a free one. */
  readonly port?: number | undefined;
  /** Lines of postgresql.conf, above our defaults. */
  readonly settings?: Readonly<Record<string, string>> | undefined;
  /** The bin folder of another PostgreSQL, such as /usr/lib/postgresql/15/bin. */
  readonly binaries?: string | undefined;
}

/** `fast` ends sessions and writes a checkpoint; `immediate` leaves recovery to the next start. */
export type StopMode = 'fast' | 'immediate';

/** A real PostgreSQL server on 127.0.0.1 that lives no longer than this process. */
export interface EmbeddedPostgres extends AsyncDisposable {
  readonly host: '127.0.0.1';
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
  readonly connectionString: string;
  readonly directory: string;
  /** '18.4' */
  readonly version: string;
  /** Of the postmaster that runs now; changes by `restart`. */
  readonly pid: number;
  readonly settings: Readonly<Record<string, string>>;
  isRunning(): boolean;
  /** Stops the server; a temporary folder is removed. Calling it again does nothing. */
  stop(mode?: StopMode): Promise<void>;
  /** SIGKILL to every process of the server, as in a crash; the folder stays for `restart`. */
  kill(): Promise<void>;
  /** Same port, same data; after `kill` it recovers. */
  restart(): Promise<void>;
}

/** Starts a server and returns when it takes connections. */
export async function startPostgres(options: EmbeddedPostgresOptions = {}): Promise<EmbeddedPostgres> {
  const account = await serverAccount();
  const binaries = await findBinaries(options.binaries, account);
  const cluster = await openCluster(options.directory, binaries, account);
  try {
    await stopLeftover(cluster);
    const settings = { ...defaults(cluster), ...options.settings };
    await writeSettings(cluster.data, settings, account);
    const { server, port } = await startOnSomePort(cluster, binaries, account, options.port);
    await claim(cluster);
    return handle({ cluster, binaries, account, settings, port, server });
  } catch (error) {
    if (cluster.temporary) await rm(cluster.directory, { recursive: true, force: true });
    throw error;
  }
}

interface Started {
  readonly cluster: Cluster;
  readonly binaries: Binaries;
  readonly account: Account | undefined;
  readonly settings: Readonly<Record<string, string>>;
  readonly port: number;
  readonly server: ServerProcess;
}

function handle({ cluster, binaries, account, settings, port, server: first }: Started): EmbeddedPostgres {
  let server = first;
  let removed = false;
  const stop = async (mode: StopMode = 'fast'): Promise<void> => {
    await server.stop(mode);
    if (removed) return;
    await release(cluster);
    removed = true;
    if (cluster.temporary) await rm(cluster.directory, { recursive: true, force: true });
  };
  return {
    host: '127.0.0.1',
    port,
    user: 'postgres',
    password: cluster.password,
    database: 'postgres',
    connectionString: `postgresql://postgres:${cluster.password}@127.0.0.1:${port}/postgres`,
    directory: cluster.directory,
    version: binaries.version,
    settings,
    get pid() {
      return server.pid;
    },
    isRunning: () => server.isRunning(),
    stop,
    kill: () => server.kill(),
    restart: async () => {
      if (removed && cluster.temporary) {
        throw new EmbeddedPostgresError(
          'START_FAILED',
          'The server and its temporary folder are gone.',
          'Use kill() before restart(), or a directory of your own.',
        );
      }
      await server.stop('fast');
      server = await startOnPort(cluster, binaries, account, port);
      if (removed) await claim(cluster);
      removed = false;
    },
    [Symbol.asyncDispose]: () => stop(),
  };
}

/** A free port can be taken by another between choice and use: then another one is tried. */
async function startOnSomePort(
  cluster: Cluster,
  binaries: Binaries,
  account: Account | undefined,
  fixed: number | undefined,
): Promise<{ readonly server: ServerProcess; readonly port: number }> {
  for (let attempt = 1; ; attempt++) {
    const port = fixed ?? (await freePort());
    try {
      return { server: await startServer(cluster, binaries, account, port), port };
    } catch (error) {
      if (fixed !== undefined || attempt === 10 || !isPortTaken(error)) throw error;
    }
  }
}

/** At a restart the port is given; who took it for a moment as an outgoing connection lets it go again. */
async function startOnPort(cluster: Cluster, binaries: Binaries, account: Account | undefined, port: number): Promise<ServerProcess> {
  let server: ServerProcess | undefined;
  let last: unknown;
  await until(async () => {
    try {
      server = await startServer(cluster, binaries, account, port);
      return true;
    } catch (error) {
      if (!isPortTaken(error)) throw error;
      last = error;
      return false;
    }
  }, 10_000);
  if (server === undefined) throw last;
  return server;
}

function isPortTaken(error: unknown): boolean {
  return error instanceof EmbeddedPostgresError && error.code === 'PORT_TAKEN';
}

function defaults(cluster: Cluster): Readonly<Record<string, string>> {
  return {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '', // a socket's path may have 107 bytes only
    wal_level: 'logical',
    max_replication_slots: '20',
    max_wal_senders: '20',
    max_connections: '100',
    password_encryption: 'scram-sha-256',
    lc_messages: 'C',
    // Neither a statement with its values nor "Key (id)=(…) already exists" belongs in a log: the rows are personal data.
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    // Data that goes with the server needs no disk; a killed process still loses nothing.
    ...(cluster.temporary ? { fsync: 'off' } : {}),
  };
}
