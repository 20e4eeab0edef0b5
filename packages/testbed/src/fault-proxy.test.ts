import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type FaultProxy, startFaultProxy } from './fault-proxy.ts';
import { waitFor } from './wait-for.ts';

let echo: Server;
let proxy: FaultProxy;
/** What the server behind the proxy got, piece by piece. */
let pieces: Buffer[];
let clients: Socket[];

beforeEach(async () => {
  pieces = [];
  clients = [];
  echo = createServer({ allowHalfOpen: true }, (socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (bytes) => {
      pieces.push(bytes);
      socket.write(bytes);
    });
    socket.on('end', () => socket.end());
  });
  echo.listen({ host: '127.0.0.1', port: 0 });
  await once(echo, 'listening');
  const address = echo.address();
  proxy = await startFaultProxy({
    target: { host: '127.0.0.1', port: address !== null && typeof address === 'object' ? address.port : 0 },
  });
});

afterEach(async () => {
  for (const client of clients) client.destroy();
  await proxy.close();
  echo.close();
});

interface Client {
  readonly socket: Socket;
  readonly state: { received: string; ended: boolean; closed: boolean; error: string | undefined };
}

async function open(): Promise<Client> {
  const socket = connect({ host: proxy.host, port: proxy.port, allowHalfOpen: true });
  clients.push(socket);
  const state: Client['state'] = { received: '', ended: false, closed: false, error: undefined };
  socket.setEncoding('utf8');
  socket.on('data', (text: string) => {
    state.received += text;
  });
  socket.on('end', () => {
    state.ended = true;
  });
  socket.on('close', () => {
    state.closed = true;
  });
  socket.on('error', (error: NodeJS.ErrnoException) => {
    state.error = error.code;
  });
  await waitFor(() => !socket.connecting);
  return { socket, state };
}

it('passes bytes both ways in fair weather, ten megabytes of them, and the end', async () => {
  const { socket, state } = await open();
  const much = 'Liên Thông '.repeat(800_000);
  socket.end(much);
  await waitFor(() => state.ended, { what: 'the end' });
  expect(state.received === much).toBe(true);
  await waitFor(() => proxy.connections === 0);
});

it('resets open connections when cut, and takes new ones', async () => {
  const first = await open();
  first.socket.write('a');
  await waitFor(() => first.state.received === 'a');
  proxy.cut();
  await waitFor(() => first.state.error === 'ECONNRESET');
  const second = await open();
  second.socket.write('b');
  await waitFor(() => second.state.received === 'b');
  expect(proxy.accepted).toBe(2);
});

it('refuses new connections and keeps the open ones until restored on the same port', async () => {
  const first = await open();
  const { port } = proxy;
  await proxy.refuse();
  const refused = await open();
  await waitFor(() => refused.state.error === 'ECONNREFUSED');
  first.socket.write('still here');
  await waitFor(() => first.state.received === 'still here');
  await proxy.restore();
  expect(proxy.port).toBe(port);
  const again = await open();
  again.socket.write('back');
  await waitFor(() => again.state.received === 'back');
});

it('delays every byte both ways and keeps the order', async () => {
  const { socket, state } = await open();
  proxy.delay(60);
  const start = performance.now();
  for (const text of ['1', '2', '3', '4']) socket.write(text);
  await waitFor(() => state.received === '1234');
  expect(performance.now() - start).toBeGreaterThanOrEqual(118);
});

it('cuts what travels into slices', async () => {
  const { socket, state } = await open();
  proxy.slice(3);
  socket.write('Đăng ký khai sinh');
  await waitFor(() => state.received === 'Đăng ký khai sinh');
  expect(pieces.length).toBeGreaterThan(3);
  expect(Buffer.concat(pieces).toString()).toBe('Đăng ký khai sinh');
});

it('swallows nothing in a black hole: bytes wait, and arrive after it', async () => {
  const { socket, state } = await open();
  socket.write('before ');
  await waitFor(() => state.received === 'before ');
  proxy.blackhole();
  const late = await open();
  socket.write('within');
  late.socket.write('late');
  const outside = await waitFor(() => (proxy.connections === 2 ? state.received : ''));
  expect(outside).toBe('before ');
  expect(late.state.received).toBe('');
  await proxy.restore();
  await waitFor(() => state.received === 'before within' && late.state.received === 'late');
});

it('closes one half: the client reads an end and can still write', async () => {
  const { socket, state } = await open();
  socket.write('x');
  await waitFor(() => state.received === 'x');
  proxy.halfClose();
  await waitFor(() => state.ended);
  socket.write('still heard');
  await waitFor(() => Buffer.concat(pieces).toString() === 'xstill heard');
});

it('cuts a connection whose one half is closing, too', async () => {
  const { socket, state } = await open();
  socket.pause();
  const much = Buffer.alloc(16 * 1_048_576, 'x');
  socket.write(much);
  await waitFor(() => Buffer.concat(pieces).length > 1_048_576, { what: 'more than the client takes' });
  // What the client has not taken stands before the end.
  proxy.halfClose();
  proxy.cut();
  socket.resume();
  await waitFor(() => state.error === 'ECONNRESET' || state.closed, { what: 'the cut' });
  expect(state.received.length).toBeLessThan(much.length);
  await waitFor(() => proxy.connections === 0);
});
