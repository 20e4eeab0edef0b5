import {
  batchHeaders,
  contentDigest,
  createSigner,
  isLienThongError,
  LienThongError,
  type RemoteStream,
  reveal,
  type SealedBatch,
  type StreamName,
  signRequest,
  type Transport,
  verifyReceipt,
} from '@lienthong/core';
import { Agent, type Dispatcher } from 'undici';
import type { PlatformOptions } from '../options.ts';
import { limitTime } from '../waiting.ts';
import { answerError, networkError, readLimited } from './http-answer.ts';

export interface HttpTransportInput extends PlatformOptions {
  readonly timeoutMs: number;
  readonly inFlight: number;
}

interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
}

interface HttpAnswer {
  readonly status: number;
  readonly type: string;
  readonly text: string;
  readonly retryAfter: string | undefined;
}

/** Batches over HTTP(S), every request signed by RFC 9421, every receipt verified with the pinned key. */
export function httpTransport(input: HttpTransportInput): Transport {
  const base = platformUrl(input.url);
  const signer = createSigner(input.key);
  const agent = new Agent({
    connections: Math.max(8, input.inFlight * 2),
    keepAliveTimeout: 30_000,
    connect: { timeout: Math.min(10_000, input.timeoutMs), ...tls(input) },
    headersTimeout: input.timeoutMs,
    bodyTimeout: input.timeoutMs,
  });
  const prefix = base.pathname.replace(/\/$/, '');

  const call = async (request: HttpRequest, signal: AbortSignal): Promise<HttpAnswer> => {
    const path = `${prefix}${request.path}`;
    const body = request.body;
    const headers =
      request.method === 'GET'
        ? request.headers
        : { ...request.headers, 'content-digest': request.headers['content-digest'] ?? contentDigest(body ?? new Uint8Array(0)) };
    const signature = await signRequest({ method: request.method, path, headers, signer, created: Math.floor(Date.now() / 1000) });
    // The whole answer within the time, not only its first byte.
    const limited = limitTime(signal, input.timeoutMs);
    try {
      const options: Dispatcher.RequestOptions = {
        origin: base.origin,
        path,
        method: request.method,
        headers: { ...headers, ...signature },
        signal: limited.signal,
        body: body ?? null,
      };
      const answer = await agent.request(options);
      return {
        status: answer.statusCode,
        type: textOf(answer.headers['content-type']),
        text: await readLimited(answer.body),
        retryAfter: textOf(answer.headers['retry-after']) || undefined,
      };
    } catch (error) {
      signal.throwIfAborted();
      if (isLienThongError(error)) throw error;
      throw networkError(error, base.host);
    } finally {
      limited.done();
    }
  };

  const streamPath = ({ agency, source, dataset }: StreamName): string => `/v1/streams/${agency}/${source}/${dataset}`;

  return {
    async send(batch: SealedBatch, signal) {
      const answer = await call({ method: 'POST', path: '/v1/batches', headers: batchHeaders(batch), body: batch.body }, signal);
      if (answer.status !== 200) throw answerError(answer, 'a batch');
      const jws = answer.text.trim();
      if (!answer.type.startsWith('application/jose') || !/^[\w-]+\.[\w-]+\.[\w-]+$/.test(jws)) throw unknownAnswer('a batch');
      return { receipt: await verifyReceipt(jws, input.receiptKey), jws };
    },
    async stream(name, signal) {
      const answer = await call({ method: 'GET', path: streamPath(name), headers: {} }, signal);
      if (answer.status === 404 && answer.type.startsWith('application/problem+json')) return undefined;
      if (answer.status !== 200) throw answerError(answer, 'a question about a stream');
      return remoteStream(answer.text);
    },
    async resume(name, epoch, abandoned, signal) {
      const body = Buffer.from(JSON.stringify({ epoch, abandoned }));
      const answer = await call(
        { method: 'POST', path: `${streamPath(name)}/resume`, headers: { 'content-type': 'application/json' }, body },
        signal,
      );
      if (answer.status < 200 || answer.status > 299) throw answerError(answer, 'a resume');
    },
    async register(dataset, version, yaml, signal) {
      const body = Buffer.from(yaml, 'utf8');
      const path = `/v1/contracts/${dataset}/${version}`;
      const answer = await call({ method: 'PUT', path, headers: { 'content-type': 'application/yaml' }, body }, signal);
      if (answer.status < 200 || answer.status > 299) throw answerError(answer, `contract ${dataset} ${version}`);
    },
    close: () => agent.close(),
  };
}

function platformUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url !== undefined && ['http:', 'https:'].includes(url.protocol) && url.username === '' && url.password === '' && url.search === '')
    return url;
  throw new LienThongError('OPTIONS_INVALID', {
    message: 'platform.url must be an http or https address without user, password and query',
  });
}

function tls(input: HttpTransportInput): { readonly ca?: string; readonly cert?: string; readonly key?: string } {
  return {
    ...(input.certificateAuthority === undefined ? {} : { ca: input.certificateAuthority }),
    ...(input.clientCertificate === undefined
      ? {}
      : { cert: input.clientCertificate.certificate, key: reveal(input.clientCertificate.privateKey) }),
  };
}

function remoteStream(text: string): RemoteStream {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw unknownAnswer('a question about a stream', error);
  }
  if (typeof value !== 'object' || value === null) throw unknownAnswer('a question about a stream');
  const { epoch, contiguous, highest, missing, high } = value as Readonly<Record<string, unknown>>; // an object: any field may be asked for
  const numbers = Array.isArray(missing) ? missing.filter((entry): entry is number => typeof entry === 'number') : [];
  if (!isCount(epoch) || !isCount(contiguous) || !isCount(highest)) throw unknownAnswer('a question about a stream');
  return { epoch, contiguous, highest, missing: numbers, high: typeof high === 'string' ? high : undefined };
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function unknownAnswer(to: string, cause?: unknown): LienThongError {
  return new LienThongError('PLATFORM_ANSWER_INVALID', { message: `the answer to ${to} is not of this standard`, cause });
}

function textOf(value: string | readonly string[] | undefined): string {
  return typeof value === 'string' ? value : (value?.[0] ?? '');
}
