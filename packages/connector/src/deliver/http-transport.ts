import {
  batchHeaders,
  type CarrierRequest,
  contentDigest,
  createSigner,
  LienThongError,
  type RemoteStream,
  type SealedBatch,
  type StreamName,
  signRequest,
  type Transport,
  verifyReceipt,
} from '@lienthong/core';
import type { PlatformOptions } from '../options.ts';
import { answerError } from './http-answer.ts';
import { httpCarrier } from './http-carrier.ts';

export interface HttpTransportInput extends PlatformOptions {
  readonly timeoutMs: number;
  readonly inFlight: number;
}

interface HttpAnswer {
  readonly status: number;
  readonly type: string;
  readonly text: string;
  readonly retryAfter: string | undefined;
}

/** Batches over HTTP(S), every request signed by RFC 9421, every receipt verified with the pinned key. */
export function httpTransport(input: HttpTransportInput): Transport {
  const signer = createSigner(input.key);
  const carrier = httpCarrier({ ...input, connections: Math.max(8, input.inFlight * 2) });

  const call = async (request: CarrierRequest, signal: AbortSignal): Promise<HttpAnswer> => {
    const { method, body } = request;
    const headers =
      method === 'GET'
        ? request.headers
        : { ...request.headers, 'content-digest': request.headers['content-digest'] ?? contentDigest(body ?? new Uint8Array(0)) };
    const path = `${carrier.prefix}${request.path}`;
    const signature = await signRequest({ method, path, headers, signer, created: Math.floor(Date.now() / 1000) });
    const answer = await carrier.exchange({ ...request, headers: { ...headers, ...signature } }, signal);
    return {
      status: answer.status,
      type: answer.headers['content-type'] ?? '',
      text: answer.text,
      retryAfter: answer.headers['retry-after'],
    };
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
    close: () => carrier.close(),
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
