import { Readable } from 'node:stream';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import {
  type BatchHeader,
  batchHeaders,
  type ContentEncoding,
  contentDigest,
  createSigner,
  generateKeyPair,
  type KeyPair,
  type SealedBatch,
  type StreamName,
  seal,
  signRequest,
} from '@lienthong/core';
import { request } from 'undici';
import type { Platform } from '../src/index.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly text: string;
  /** Code of the problem type. */
  readonly problem: string | undefined;
}

export interface SendOptions {
  readonly pair?: KeyPair;
  readonly created?: number;
  /** Sends the body in chunks, without Content-Length. */
  readonly chunked?: boolean;
  /** Changes what goes over the wire after it was signed. */
  readonly tamper?: (message: { headers: Record<string, string>; body: Uint8Array }) => void;
}

/** A publisher with a registered key: what a connector does, by hand. */
export interface Publisher {
  readonly pair: KeyPair;
  readonly stream: StreamName;
  batch(lines: readonly string[], header?: Partial<BatchHeader>, encoding?: ContentEncoding): SealedBatch;
  send(batch: SealedBatch, options?: SendOptions): Promise<Answer>;
  call(method: string, path: string, body?: string, type?: string, options?: SendOptions): Promise<Answer>;
}

export async function registerPublisher(platform: Platform, stream: StreamName): Promise<Publisher> {
  const pair = generateKeyPair();
  await platform.admin.registerAgency({ agency: stream.agency });
  await platform.admin.addKey({ agency: stream.agency, publicKey: pair.publicKey });
  await platform.admin.allowPublishing({ agency: stream.agency, dataset: stream.dataset });
  return publisher(platform.url, pair, stream);
}

export function publisher(url: string, pair: KeyPair, stream: StreamName): Publisher {
  let sequence = 0;
  const deliver = async (
    method: string,
    path: string,
    headers: Record<string, string>,
    body: Uint8Array | undefined,
    options: SendOptions,
  ) => {
    const signer = createSigner(options.pair ?? pair);
    const created = options.created ?? Math.floor(Date.now() / 1000);
    const signature = await signRequest({ method, path, headers, signer, created });
    const message = { headers: { ...headers, ...signature }, body: body ?? new Uint8Array() };
    options.tamper?.(message);
    return await ask(url, method, path, message.headers, body === undefined ? undefined : message.body, options.chunked);
  };
  return {
    pair,
    stream,
    batch(lines, header = {}, encoding = 'br') {
      const text = lines.map((line) => (line.endsWith('\n') ? line : `${line}\n`)).join('');
      return seal({
        header: {
          stream,
          contractVersion: '1.0.0',
          epoch: 1,
          sequence: header.sequence ?? ++sequence,
          count: lines.length,
          low: undefined,
          high: undefined,
          time: new Date().toISOString(),
          traceparent: undefined,
          ...header,
        },
        encoding,
        body: encode(Buffer.from(text), encoding),
      });
    },
    send: (batch, options = {}) => deliver('POST', '/v1/batches', batchHeaders(batch), batch.body, options),
    call: (method, path, body, type = 'application/json', options = {}) => {
      const bytes = body === undefined ? undefined : Buffer.from(body);
      const headers: Record<string, string> = bytes === undefined ? {} : { 'content-type': type, 'content-digest': contentDigest(bytes) };
      return deliver(method, path, headers, bytes, options);
    },
  };
}

/** One HTTP request; `problem` is the code where the answer is a problem document. */
export async function ask(
  url: string,
  method: string,
  path: string,
  headers: Record<string, string>,
  body?: Uint8Array,
  chunked = false,
): Promise<Answer> {
  const sent = chunked && body !== undefined ? Readable.from(slices(body), { objectMode: false }) : (body ?? null);
  const answer = await request(`${url}${path}`, { method, headers, body: sent });
  const text = await answer.body.text();
  const isProblem = answer.headers['content-type'] === 'application/problem+json';
  const type = isProblem ? String((JSON.parse(text) as { readonly type: string }).type) : undefined; // a problem document has a type
  return { status: answer.statusCode, headers: answer.headers, text, problem: type?.replace('urn:lienthong:problem:', '') };
}

function* slices(body: Uint8Array): Generator<Uint8Array> {
  for (let start = 0; start < body.length; start += 10_000) yield body.subarray(start, start + 10_000);
}

function encode(body: Uint8Array, encoding: ContentEncoding): Uint8Array {
  if (encoding === 'gzip') return gzipSync(body, { level: 1 });
  if (encoding === 'br') return brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } });
  return body;
}
