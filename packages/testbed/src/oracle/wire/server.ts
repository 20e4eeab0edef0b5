import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { OracleEngine, OracleError } from '../engine.ts';
import { type Client, serveClient } from './connection.ts';
import { type Faults, openFaults } from './faults.ts';
import type { Gate } from './login/log-in.ts';
import { reset } from './reset.ts';
import { parseVersion } from './version.ts';

export interface OracleOptions {
  /** Whoever opened it closes it. */
  readonly engine: OracleEngine;
  /** An address of this machine; default 127.0.0.1. */
  readonly host?: string | undefined;
  /** 0, as when left out, for a free one. */
  readonly port?: number | undefined;
  /** What the server says it is, 12.1.0.2.0 to 23.x, and how it speaks; default what the engine says. */
  readonly version?: string | undefined;
  /** Another server that clients are sent to, as a listener of a cluster does. */
  readonly redirect?: { readonly host: string; readonly port: number } | undefined;
  /** PEM texts. With it clients have to come by TLS (`tcps`). */
  readonly tls?: { readonly key: string; readonly cert: string } | undefined;
}

/** What can be made to go wrong. */
export interface OracleFaults extends Faults {
  /**
   * All connections end; new ones are refused until `recover`: with this error, by the listener for one of TNS (12528) and at the login
   * for another (1033), or without one by nobody listening.
   */
  failOver(error?: OracleError): Promise<void>;
  recover(): Promise<void>;
}

/** A server that speaks TNS with TTC in it. */
export interface OracleWire extends AsyncDisposable {
  readonly host: string;
  readonly port: number;
  /** Open connections: all, or those of one program. */
  connections(program?: string): number;
  /** Resets connections: all, or those of one program. */
  cut(program?: string): void;
  readonly faults: OracleFaults;
  /** Resolves when the sessions of all connections are closed. */
  close(): Promise<void>;
}

/** Starts it; resolves when it listens. Throws on a version that is not known. */
export async function startOracle(options: OracleOptions): Promise<OracleWire> {
  const host = options.host ?? '127.0.0.1';
  const { engine, tls } = options;
  const gate: Gate = {
    engine,
    version: parseVersion(options.version ?? engine.database.version),
    faults: openFaults(),
    redirect: options.redirect,
    refusal: undefined,
  };
  const clients = new Set<Client>();
  /** Connections and their handshakes, which may never become clients. */
  const sockets = new Set<Socket>();
  /** Until their sessions are closed: whoever closes the engine behind the server finds it unused. */
  const serving = new Set<Promise<void>>();
  let lastSid = 20;
  const accept = (raw: Socket): void => {
    raw.on('error', () => raw.destroy());
    sockets.add(raw);
    raw.once('close', () => sockets.delete(raw));
    lastSid++;
    const socket = tls === undefined ? raw : new TLSSocket(raw, { isServer: true, key: tls.key, cert: tls.cert });
    const client: Client = { sid: lastSid, serial: 1000 + lastSid * 7, socket, program: '' };
    clients.add(client);
    raw.once('close', () => clients.delete(client));
    const served = serveClient(client, gate).finally(() => serving.delete(served));
    serving.add(served);
  };
  let listener = await listen(accept, host, options.port ?? 0);
  const port = portOf(listener);
  const cut = (program?: string): void => {
    for (const client of clients) if (program === undefined || client.program === program) reset(client.socket);
    if (program === undefined) for (const socket of sockets) reset(socket);
  };
  const stopListening = async (): Promise<void> => {
    const closed = new Promise((resolve) => listener.close(resolve));
    cut();
    await closed;
  };
  const stop = async (): Promise<void> => {
    gate.faults.clear();
    await stopListening();
    await Promise.all(serving);
  };
  let closing: Promise<void> | undefined;
  const close = (): Promise<void> => (closing ??= stop());
  return {
    host,
    port,
    connections: (program) => [...clients].filter((client) => program === undefined || client.program === program).length,
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
