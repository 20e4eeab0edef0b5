import { createServer, type RequestListener } from 'node:http';
import { type AddressInfo, createServer as createListener, type Server } from 'node:net';
import { isLienThongError } from '@lienthong/core';
import { afterEach, describe, expect, test } from 'vitest';
import { type HttpCarrier, httpCarrier } from '../src/index.ts';

const never = new AbortController().signal;
const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => new Promise((resolve) => void server.close(() => resolve())));
  const { port } = server.address() as AddressInfo; // it listens on a port
  return `http://127.0.0.1:${port}`;
}

async function answering(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  const url = await listen(server);
  closers.push(async () => server.closeAllConnections());
  return url;
}

/** A server that takes connections and says nothing, not even that it speaks TLS. */
async function mute(): Promise<string> {
  const sockets = new Set<{ destroy(): void }>();
  const url = await listen(createListener((socket) => void sockets.add(socket)));
  closers.push(async () => sockets.forEach((socket) => socket.destroy()));
  return url;
}

function open(url: string, times: { readonly timeoutMs?: number; readonly connectTimeoutMs?: number } = {}): HttpCarrier {
  const carrier = httpCarrier({ url, timeoutMs: 10_000, connections: 1, ...times });
  closers.push(() => carrier.close());
  return carrier;
}

const ask = (carrier: HttpCarrier, signal = never) => carrier.exchange({ method: 'GET', path: '/', headers: {} }, signal);
const problem = (error: unknown) => (isLienThongError(error) ? [error.code, error.details['code']] : error);

describe('an answer that comes before the body has gone', () => {
  const body = new Uint8Array(16 * 1024 * 1024);
  test.each<readonly [string, RequestListener]>([
    ['says that the connection ends', (_, response) => void response.writeHead(413, { connection: 'close' }).end('too large')],
    ['is followed by its end', ({ socket }, response) => void response.writeHead(413).end('too large', () => socket.destroySoon())],
    ['leaves it standing', (_, response) => void response.writeHead(413).end('too large')],
  ])('and %s is an answer', async (_, answer) => {
    const carrier = open(await answering(answer));
    for (let request = 0; request < 3; request++) {
      const { status, text } = await carrier.exchange({ method: 'POST', path: '/', headers: {}, body }, never);
      expect([status, text]).toEqual([413, 'too large']);
    }
  });
});

test('a header that came several times counts once, by its first value', async () => {
  const url = await answering((_, response) => void response.writeHead(200, { 'X-Word': ['first', 'second'] }).end());
  expect((await ask(open(url))).headers['x-word']).toBe('first');
});

test('the path of the address stands before every other', async () => {
  const url = await answering((request, response) => void response.end(request.url));
  const carrier = open(`${url}/gateway/`);
  expect([carrier.prefix, (await ask(carrier)).text]).toEqual(['/gateway', '/gateway/']);
});

test('who does not answer in time is not reached, before the head of an answer or amid its body', async () => {
  const amid = await answering((_, response) => void response.writeHead(200).write('half'));
  for (const url of [await mute(), amid])
    expect(await ask(open(url, { timeoutMs: 200 })).catch(problem)).toEqual(['PLATFORM_UNREACHABLE', 'TimeoutError']);
});

test('a connection that does not come to stand is given up sooner than an answer', async () => {
  const url = (await mute()).replace('http:', 'https:');
  expect(await ask(open(url, { connectTimeoutMs: 100 })).catch(problem)).toEqual(['PLATFORM_UNREACHABLE', 'ETIMEDOUT']);
});

test('a connection that stands has time for its answer, also for a request that waited for it', async () => {
  const connectTimeoutMs = 100;
  const url = await answering((_, response) => void setTimeout(() => response.end('slow'), 3 * connectTimeoutMs));
  const carrier = open(url, { connectTimeoutMs });
  expect((await Promise.all([ask(carrier), ask(carrier), ask(carrier)])).map(({ text }) => text)).toEqual(['slow', 'slow', 'slow']);
});

test('a signal ends an exchange with its own reason, on a connection, in the queue for one, and before it began', async () => {
  const carrier = open(await mute());
  const stop = new AbortController();
  const reason = new Error('enough');
  const asked = [ask(carrier, stop.signal), ask(carrier, stop.signal)].map((exchange) => exchange.catch((error: unknown) => error));
  stop.abort(reason);
  expect(await Promise.all(asked)).toEqual([reason, reason]);
  await expect(ask(carrier, stop.signal)).rejects.toBe(reason);
});

test('who waits for an answer gets it, also from a carrier that is closed meanwhile', async () => {
  const closing: Promise<void>[] = [];
  const url = await answering((_, response) => {
    closing.push(carrier.close());
    response.end('late');
  });
  const carrier = httpCarrier({ url, timeoutMs: 10_000, connections: 1 });
  expect((await ask(carrier)).text).toBe('late');
  await Promise.all(closing);
});
