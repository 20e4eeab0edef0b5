import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { ObjectId } from 'bson';
import { dispatch } from './commands/dispatch.ts';
import { openCursors } from './cursors.ts';
import { type CommandError, type Faults, openFaults } from './faults.ts';
import { openReplicaSet } from './replica-set.ts';
import type { Account, ServerState } from './server-state.ts';
import { openMajorityView } from './storage/majority.ts';
import { noop, openStore } from './storage/store.ts';
import { openTransactions } from './transactions.ts';
import { maxWireVersion } from './version.ts';
import { type Connection, reset, serveConnection } from './wire/connection.ts';
import { scramAccounts } from './wire/scram.ts';

export interface MongoServerOptions {
  /** Port of the first member; 0, as when left out, for a free one. */
  readonly port?: number | undefined;
  /** Each listens on a port of its own; all share one storage, and the first is primary. Default 1. */
  readonly members?: number | undefined;
  /** Default `rs0`. */
  readonly setName?: string | undefined;
  /** No replica set: no change streams (40573) and no transactions (20). */
  readonly standalone?: boolean | undefined;
  /** Answers as a router (mongos) of a cluster, whose one shard is the replica set: the set itself cannot be asked. */
  readonly router?: boolean | undefined;
  /** Default 7.0.14; from 4.4 on. */
  readonly version?: string | undefined;
  /** Folder of the journal; without it nothing is kept on disk. One server at a time may have it. */
  readonly directory?: string | undefined;
  /** Accounts for SCRAM-SHA-256, by name; without any everybody may do everything. */
  readonly users?: Readonly<Record<string, Account>> | undefined;
  /** PEM texts. */
  readonly tls?: { readonly key: string; readonly cert: string } | undefined;
  /** Default one million. */
  readonly oplogMaxEntries?: number | undefined;
  /** How often a no-op moves the clock while nobody writes; default 10, as of MongoDB. */
  readonly noopSeconds?: number | undefined;
}

/** What can be made to go wrong. */
export interface MongoFaults extends Pick<Faults, 'failCommand' | 'delayCommand' | 'dropOn' | 'happened'> {
  /** Another member becomes primary; with a single one there is none until `stepUp`. What runs is interrupted, its cursors are gone. */
  stepDown(): void;
  stepUp(): void;
  /** Writes are acknowledged, but majority reads and change streams do not see them until `releaseMajority`. */
  holdMajority(): void;
  releaseMajority(): void;
  /** The oplog forgets all but its newest entries; at least one stays, as on a real server. */
  forgetOplog(keep?: number): void;
  /** Ends all faults but a step-down. */
  clear(): void;
}

/** A server that speaks MongoDB's wire protocol, on 127.0.0.1. */
export interface MongoServer extends AsyncDisposable {
  /** With all members and, unless it is a standalone, the name of the set. */
  readonly uri: string;
  readonly hosts: readonly string[];
  /** Open connections of clients with this `appName`, those of their monitors included. */
  connections(applicationName: string): number;
  /** Resets connections: all, or those of one `appName`. */
  cut(applicationName?: string): void;
  readonly faults: MongoFaults;
  close(): Promise<void>;
}

/** Starts it; resolves when every member listens. */
export async function startMongoServer(options: MongoServerOptions = {}): Promise<MongoServer> {
  const version = options.version ?? '7.0.14';
  maxWireVersion(version);
  const connections = new Set<Connection>();
  const server = openState(options, version, connections);
  const { replicaSet, store } = server;
  const listeners: Server[] = [];
  let lastId = 0;
  const accept = (socket: Socket, member: number): void => {
    const connection: Connection = { id: ++lastId, socket, member, application: '', user: undefined, scram: undefined, command: undefined };
    connections.add(connection);
    socket.once('close', () => connections.delete(connection));
    serveConnection(connection, (from, message) => dispatch(server, from, message));
  };
  for (let member = 0; member < (options.members ?? 1); member++) {
    const listener =
      options.tls === undefined
        ? createServer((socket) => accept(socket, member))
        : createTlsServer({ key: options.tls.key, cert: options.tls.cert }, (socket) => accept(socket, member));
    listeners.push(listener);
    replicaSet.hosts.push(`127.0.0.1:${await listen(listener, member === 0 ? (options.port ?? 0) : 0)}`);
  }
  const idle = setInterval(
    () => {
      store.write(noop());
      store.flush();
    },
    (options.noopSeconds ?? 10) * 1000,
  ).unref();
  const cut = (application?: string): void => {
    for (const connection of connections) if (application === undefined || connection.application === application) reset(connection.socket);
  };
  let closing: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    clearInterval(idle);
    const closed = listeners.map((listener) => new Promise((resolve) => listener.close(resolve)));
    cut();
    await Promise.all(closed);
    store.close();
  };
  const close = (): Promise<void> => (closing ??= stop());
  return {
    uri: uriOf(server, options.tls !== undefined),
    hosts: replicaSet.hosts,
    connections: (application) => [...connections].filter((connection) => connection.application === application).length,
    cut,
    faults: faultsOf(server),
    close,
    [Symbol.asyncDispose]: close,
  };
}

function openState(options: MongoServerOptions, version: string, connections: ReadonlySet<Connection>): ServerState {
  const accounts = new Map(Object.entries(options.users ?? {}));
  const store = openStore({ directory: options.directory, oplogMaxEntries: options.oplogMaxEntries ?? 1_000_000 }, () =>
    Buffer.from(new ObjectId().id),
  );
  return {
    version,
    accounts,
    scram: scramAccounts(new Map([...accounts].map(([name, { password }]) => [name, password]))),
    store,
    transactions: openTransactions(store),
    majority: openMajorityView(store),
    cursors: openCursors(),
    replicaSet: openReplicaSet(options.standalone === true ? undefined : (options.setName ?? 'rs0')),
    isRouter: options.router === true,
    faults: openFaults(),
    connections,
  };
}

function faultsOf({ cursors, faults, majority, replicaSet, store, transactions }: ServerState): MongoFaults {
  return {
    failCommand: (name: string, error: CommandError, times: number) => faults.failCommand(name, error, times),
    delayCommand: faults.delayCommand,
    dropOn: faults.dropOn,
    happened: faults.happened,
    stepDown: () => {
      const { primary } = replicaSet;
      if (primary === undefined) return;
      replicaSet.stepDown();
      cursors.killOfMember(primary);
      transactions.abortAll();
      store.oplog.wake();
    },
    stepUp: replicaSet.stepUp,
    holdMajority: majority.hold,
    releaseMajority: majority.release,
    forgetOplog: (keep = 1) => {
      store.oplog.forget(Math.max(1, keep));
    },
    clear: () => {
      faults.clear();
      majority.release();
    },
  };
}

function uriOf({ replicaSet, isRouter }: ServerState, tls: boolean): string {
  const parameters = [
    ...(replicaSet.name === undefined || isRouter ? [] : [`replicaSet=${encodeURIComponent(replicaSet.name)}`]),
    ...(tls ? ['tls=true'] : []),
  ];
  return `mongodb://${replicaSet.hosts.join(',')}/${parameters.length === 0 ? '' : `?${parameters.join('&')}`}`;
}

async function listen(listener: Server, port: number): Promise<number> {
  listener.listen({ host: '127.0.0.1', port });
  await once(listener, 'listening');
  const address = listener.address();
  return address !== null && typeof address === 'object' ? address.port : port;
}
