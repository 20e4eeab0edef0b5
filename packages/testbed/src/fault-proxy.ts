import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { type Flow, openFlow, type Weather } from './flow.ts';

export interface FaultProxyOptions {
  readonly target: { readonly host: string; readonly port: number };
}

/** A TCP proxy on 127.0.0.1 that misbehaves when told. Faults hold until `restore`. */
export interface FaultProxy extends AsyncDisposable {
  readonly host: '127.0.0.1';
  readonly port: number;
  /** Connections that are open now. */
  readonly connections: number;
  /** Connections that were ever taken. */
  readonly accepted: number;
  /** Resets every connection (RST); new ones are welcome. */
  cut(): void;
  /** New connections meet ECONNREFUSED; the open ones go on. */
  refuse(): Promise<void>;
  /** Every byte comes this much later, both ways. */
  delay(milliseconds: number): void;
  /** Bytes travel in pieces of this size, each on its own. */
  slice(bytes: number): void;
  /** Connections stay open and are taken, but nothing passes; after `restore` it does, as TCP would send again. */
  blackhole(): void;
  /** Says goodbye (FIN) to the clients of open connections and goes on listening to them. */
  halfClose(): void;
  /** Ends all faults; connections that were cut stay cut. */
  restore(): Promise<void>;
  close(): Promise<void>;
}

interface Pair {
  readonly client: Socket;
  readonly target: Socket;
  readonly flows: readonly Flow[];
}

/** Starts a proxy in front of a real server. */
export async function startFaultProxy(options: FaultProxyOptions): Promise<FaultProxy> {
  const weather: Weather = { delay: 0, slice: undefined, blackhole: false };
  const pairs = new Set<Pair>();
  let accepted = 0;
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
    accepted++;
    openPair(client, options.target, weather, pairs);
  });
  const port = await listen(server, 0);
  const cut = (): void => {
    for (const { client, target } of pairs) for (const socket of [client, target]) reset(socket);
  };
  const restore = async (): Promise<void> => {
    Object.assign(weather, { delay: 0, slice: undefined, blackhole: false });
    for (const { flows } of pairs) for (const flow of flows) flow.wake();
    if (!server.listening) await listen(server, port);
  };
  const close = async (): Promise<void> => {
    cut();
    await stopListening(server);
  };
  return {
    host: '127.0.0.1',
    port,
    get connections() {
      return pairs.size;
    },
    get accepted() {
      return accepted;
    },
    cut,
    refuse: () => stopListening(server),
    delay: (milliseconds) => {
      weather.delay = milliseconds;
    },
    slice: (bytes) => {
      weather.slice = bytes;
    },
    blackhole: () => {
      weather.blackhole = true;
    },
    halfClose: () => {
      for (const { client } of pairs) client.end();
    },
    restore,
    close,
    [Symbol.asyncDispose]: close,
  };
}

function openPair(client: Socket, address: FaultProxyOptions['target'], weather: Weather, pairs: Set<Pair>): void {
  const target = connect({ ...address, allowHalfOpen: true, noDelay: true });
  const pair = { client, target, flows: [openFlow(client, target, weather), openFlow(target, client, weather)] };
  pairs.add(pair);
  for (const [socket, other] of [
    [client, target],
    [target, client],
  ] as const) {
    socket.on('error', () => reset(other));
    socket.once('close', () => {
      pairs.delete(pair);
      // An orderly end travels as FIN through the flow; here only what broke is left.
      if (!other.destroyed && !socket.readableEnded) reset(other);
    });
  }
}

// Node refuses to reset a socket whose end is on its way, and forgets to close it: the peer would never hear of it.
function reset(socket: Socket): void {
  if (socket.writableEnded && !socket.writableFinished) socket.destroy();
  else socket.resetAndDestroy();
}

async function listen(server: Server, port: number): Promise<number> {
  server.listen({ host: '127.0.0.1', port });
  await once(server, 'listening');
  const address = server.address();
  return address !== null && typeof address === 'object' ? address.port : port;
}

/** The listening socket is gone at once; the callback of close would wait for the open connections. */
async function stopListening(server: Server): Promise<void> {
  if (!server.listening) return;
  server.close();
  await new Promise((resolve) => setImmediate(resolve));
}
