import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { SqlEngine, SqlServerError } from '../engine.ts';
import { openBrowser } from './browser.ts';
import { collationBytes } from './collations.ts';
import { type Client, serveClient } from './connection.ts';
import { type Faults, openFaults } from './faults.ts';
import type { Credentials } from './inner-tls.ts';
import type { Gate } from './login/log-in.ts';
import { reset } from './reset.ts';
import { parseVersion } from './version.ts';

export interface SqlServerOptions {
  /** Whoever opened it closes it. */
  readonly engine: SqlEngine;
  /** An address of this machine; default 127.0.0.1. */
  readonly host?: string | undefined;
  /** 0, as when left out, for a free one. */
  readonly port?: number | undefined;
  /** What the server says it is; default 16.0.4175.1. Azure SQL says 12.0.2000.8. */
  readonly version?: string | undefined;
  /** Of the server: clients encode varchar parameters by it. Default SQL_Latin1_General_CP1_CI_AS. */
  readonly collation?: string | undefined;
  /** Without it the server has no TLS. */
  readonly tls?: TlsOptions | undefined;
  /** Passwords for NTLM by `DOMAIN\user`. */
  readonly windowsAccounts?: Readonly<Record<string, string>> | undefined;
  /** Names of principals by the access tokens of Microsoft Entra that are taken. */
  readonly tokens?: Readonly<Record<string, string>> | undefined;
  /** Answers under this name at a UDP port, 1434 when left out: there tedious asks, always. */
  readonly instance?: { readonly name: string; readonly browserPort?: number | undefined } | undefined;
}

export interface TlsOptions extends Credentials {
  /**
   * `offered`, the default: for clients that want it. `required`: all that do not encrypt are refused. `strict`: TLS comes first (TDS 8.0),
   * which the other two take, too, as SQL Server 2022 does.
   */
  readonly mode?: 'offered' | 'required' | 'strict' | undefined;
}

/** What can be made to go wrong. */
export interface SqlServerFaults extends Faults {
  /** All connections end; new ones are refused until `recover`: with this error (40613, 4060), or without one by nobody listening. */
  failOver(error?: SqlServerError): Promise<void>;
  recover(): Promise<void>;
}

/** A server that speaks TDS. */
export interface SqlServerWire extends AsyncDisposable {
  readonly host: string;
  readonly port: number;
  /** UDP port of the browser; undefined without an instance name. */
  readonly browserPort: number | undefined;
  /** Open connections that logged in, or tried to, under this application name. */
  connections(applicationName: string): number;
  /** Resets connections: all, or those of one application name. */
  cut(applicationName?: string): void;
  readonly faults: SqlServerFaults;
  close(): Promise<void>;
}

/** Starts it; resolves when it listens. Throws on a version or a collation that is not known. */
export async function startSqlServer(options: SqlServerOptions): Promise<SqlServerWire> {
  const host = options.host ?? '127.0.0.1';
  const version = options.version ?? '16.0.4175.1';
  const gate = gateOf(options, version);
  const clients = new Set<Client>();
  let lastSpid = 50;
  const welcome = (socket: Socket, isStrict: boolean): void => {
    lastSpid++;
    const client: Client = { spid: lastSpid, socket, isStrict, application: '' };
    clients.add(client);
    socket.once('close', () => clients.delete(client));
    void serveClient(client, gate);
  };
  /** Connections that have not said anything yet. */
  const silent = new Set<Socket>();
  const accept = (socket: Socket): void => {
    silent.add(socket);
    socket.on('error', () => socket.destroy());
    socket.once('close', () => silent.delete(socket));
    socket.once('readable', () => {
      silent.delete(socket);
      greet(socket, options.tls, welcome);
    });
  };
  let listener = await listen(accept, host, options.port ?? 0);
  const port = portOf(listener);
  const { instance } = options;
  const browser =
    instance === undefined ? undefined : await openBrowser({ host, port: instance.browserPort ?? 1434 }, instance.name, { port, version });
  const cut = (application?: string): void => {
    for (const { application: own, socket } of clients) if (application === undefined || own === application) reset(socket);
    if (application === undefined) for (const socket of silent) reset(socket);
  };
  const stopListening = async (): Promise<void> => {
    const closed = new Promise((resolve) => listener.close(resolve));
    cut();
    await closed;
  };
  let closing: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    gate.faults.clear();
    await Promise.all([stopListening(), browser?.close()]);
  };
  const close = (): Promise<void> => (closing ??= stop());
  return {
    host,
    port,
    browserPort: browser?.port,
    connections: (application) => [...clients].filter((client) => client.application === application).length,
    cut,
    faults: {
      ...gate.faults,
      failOver: async (error) => {
        gate.refusal = error;
        if (error === undefined) await stopListening();
        else cut();
      },
      recover: async () => {
        gate.refusal = undefined;
        if (!listener.listening) listener = await listen(accept, host, port);
      },
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

function gateOf(options: SqlServerOptions, version: string): Gate & { refusal: SqlServerError | undefined } {
  const collation = options.collation ?? 'SQL_Latin1_General_CP1_CI_AS';
  collationBytes(collation);
  const { tls } = options;
  return {
    engine: options.engine,
    version: parseVersion(version),
    collation,
    tls: tls === undefined ? undefined : { key: tls.key, cert: tls.cert, required: tls.mode === 'required' },
    identities: { windows: options.windowsAccounts ?? {}, tokens: options.tokens ?? {} },
    faults: openFaults(),
    refusal: undefined,
  };
}

/** The first byte tells which it is: TLS, or PRELOGIN. */
function greet(socket: Socket, tls: TlsOptions | undefined, welcome: (socket: Socket, isStrict: boolean) => void): void {
  const first: Buffer | null = socket.read(1);
  if (first === null) return;
  socket.unshift(first);
  if (first[0] !== tlsHandshake) {
    if (tls?.mode === 'strict') reset(socket);
    else welcome(socket, false);
  } else if (tls === undefined) reset(socket);
  else welcome(new TLSSocket(socket, { isServer: true, key: tls.key, cert: tls.cert, ALPNProtocols: ['tds/8.0'] }), true);
}

const tlsHandshake = 0x16;

async function listen(accept: (socket: Socket) => void, host: string, port: number): Promise<Server> {
  const listener = createServer(accept);
  listener.listen({ host, port });
  await once(listener, 'listening');
  return listener;
}

function portOf(listener: Server): number {
  const address = listener.address();
  if (address === null || typeof address === 'string') throw new Error('The server does not listen on a port.');
  return address.port;
}
