import http from 'node:http';
import https from 'node:https';
import { urlToHttpOptions } from 'node:url';
import { type Carrier, type CarrierAnswer, isLienThongError, LienThongError, reveal, type Secret } from '@lienthong/core';
import { limitTime } from '../waiting.ts';
import { readLimited } from './http-answer.ts';
import { networkError } from './network-error.ts';

export interface HttpCarrierInput {
  /** Without user, password and query; paths of requests go below it. */
  readonly url: string;
  /** What the option is called in errors. Default `platform.url`. */
  readonly option?: string | undefined;
  /** For the whole answer, not only its first byte. */
  readonly timeoutMs: number;
  /** Until a new connection stands, TLS included. Default ten seconds; never more than `timeoutMs`. */
  readonly connectTimeoutMs?: number | undefined;
  readonly connections: number;
  /** PEM of the authority that signed the receiver's certificate, when the system does not know it. */
  readonly certificateAuthority?: string | undefined;
  /** Mutual TLS. */
  readonly clientCertificate?: { readonly certificate: string; readonly privateKey: string | Secret } | undefined;
}

export interface HttpCarrier extends Carrier {
  /** The path of the address, without a slash at its end: what stands before every path. */
  readonly prefix: string;
}

const idleMs = 30_000;
const usualConnectMs = 10_000;

/** Requests straight over HTTP(S), by Node's own client: another one has to be compiled in every process (decision 36). */
export function httpCarrier(input: HttpCarrierInput): HttpCarrier {
  const base = addressOf(input);
  const prefix = base.pathname.replace(/\/$/, '');
  const isTls = base.protocol === 'https:';
  const { request } = isTls ? https : http;
  const kept = { keepAlive: true, maxSockets: input.connections, timeout: idleMs };
  const agent = isTls ? new https.Agent({ ...kept, ...tls(input) }) : new http.Agent(kept);
  const { protocol, hostname, port } = urlToHttpOptions(base);
  const connectMs = Math.min(input.connectTimeoutMs ?? usualConnectMs, input.timeoutMs);
  const underway = new Set<Promise<unknown>>();
  return {
    prefix,
    async exchange({ method, path, headers, body }, signal) {
      const limited = limitTime(signal, input.timeoutMs);
      const open = () => request({ protocol, hostname, port, agent, method, path: `${prefix}${path}` || '/', headers: { ...headers } });
      const answer = answerTo(open, { body, connected: isTls ? 'secureConnect' : 'connect', connectMs, signal: limited.signal });
      underway.add(answer);
      try {
        return await answer;
      } catch (error) {
        signal.throwIfAborted();
        if (isLienThongError(error)) throw error;
        throw networkError(limited.signal.aborted ? limited.signal.reason : error, base);
      } finally {
        underway.delete(answer);
        limited.done();
      }
    },
    async close() {
      // Who waits for an answer gets it first.
      await Promise.allSettled(underway);
      agent.destroy();
    },
  };
}

/** Sockets that had a request: their connecting is watched already, or over. */
const known = new WeakSet<object>();

interface Sending {
  readonly body: Uint8Array | undefined;
  /** The event by which a new connection says that it stands. */
  readonly connected: 'connect' | 'secureConnect';
  readonly connectMs: number;
  readonly signal: AbortSignal;
}

async function answerTo(open: () => http.ClientRequest, { body, connected, connectMs, signal }: Sending): Promise<CarrierAnswer> {
  signal.throwIfAborted();
  const request = open();
  // The error that this causes says nothing: the signal knows the reason.
  const abort = (): void => void request.destroy();
  signal.addEventListener('abort', abort, { once: true });
  try {
    const answer = await new Promise<http.IncomingMessage>((resolve, reject) => {
      request.once('response', resolve);
      // For good: what goes wrong behind the head of an answer is told by whoever reads its body, and still comes here too.
      request.on('error', reject);
      request.once('socket', (socket) => {
        // Also one that waited for a connection, and got it from the request before, which Node does not call reused.
        if (known.has(socket)) return;
        known.add(socket);
        // An answer may come before its body has gone, and its end leaves the socket without anybody who hears of the rest.
        socket.on('error', () => {});
        if (request.reusedSocket) return;
        const timer = setTimeout(() => request.destroy(Object.assign(new Error('no connection'), { code: 'ETIMEDOUT' })), connectMs);
        const stop = (): void => clearTimeout(timer);
        socket.once(connected, stop);
        request.once('close', stop);
      });
      request.end(body);
    });
    return { status: answer.statusCode ?? 0, headers: firstOf(answer.headersDistinct), text: await readLimited(answer) };
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

function addressOf({ url: text, option = 'platform.url' }: HttpCarrierInput): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url !== undefined && ['http:', 'https:'].includes(url.protocol) && url.username === '' && url.password === '' && url.search === '')
    return url;
  throw new LienThongError('OPTIONS_INVALID', { message: `${option} must be an http or https address without user, password and query` });
}

function tls(input: HttpCarrierInput): { readonly ca?: string; readonly cert?: string; readonly key?: string } {
  return {
    ...(input.certificateAuthority === undefined ? {} : { ca: input.certificateAuthority }),
    ...(input.clientCertificate === undefined
      ? {}
      : { cert: input.clientCertificate.certificate, key: reveal(input.clientCertificate.privateKey) }),
  };
}

function firstOf(headers: Readonly<Record<string, readonly string[] | undefined>>): Readonly<Record<string, string>> {
  const entries = Object.entries(headers).map(([name, values]) => [name, values?.[0]] as const);
  return Object.fromEntries(entries.filter((entry): entry is readonly [string, string] => entry[1] !== undefined));
}
