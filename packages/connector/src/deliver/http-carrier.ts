import { type Carrier, isLienThongError, LienThongError, reveal, type Secret } from '@lienthong/core';
import { Agent } from 'undici';
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

/** Requests straight over HTTP(S). */
export function httpCarrier(input: HttpCarrierInput): HttpCarrier {
  const base = addressOf(input);
  const prefix = base.pathname.replace(/\/$/, '');
  const agent = new Agent({
    connections: input.connections,
    keepAliveTimeout: 30_000,
    connect: { timeout: Math.min(10_000, input.timeoutMs), ...tls(input) },
    headersTimeout: input.timeoutMs,
    bodyTimeout: input.timeoutMs,
  });
  return {
    prefix,
    async exchange({ method, path, headers, body }, signal) {
      const limited = limitTime(signal, input.timeoutMs);
      try {
        const answer = await agent.request({
          origin: base.origin,
          path: `${prefix}${path}` || '/',
          method,
          headers: { ...headers },
          signal: limited.signal,
          body: body ?? null,
        });
        return { status: answer.statusCode, headers: firstOf(answer.headers), text: await readLimited(answer.body) };
      } catch (error) {
        signal.throwIfAborted();
        if (isLienThongError(error)) throw error;
        throw networkError(error, base);
      } finally {
        limited.done();
      }
    },
    close: () => agent.close(),
  };
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

function firstOf(headers: Readonly<Record<string, string | readonly string[] | undefined>>): Readonly<Record<string, string>> {
  const single = (value: string | readonly string[] | undefined) => (typeof value === 'string' ? value : value?.[0]);
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => {
      const first = single(value);
      return first === undefined ? [] : [[name, first] as const];
    }),
  );
}
