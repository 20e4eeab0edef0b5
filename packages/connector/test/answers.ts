import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  type BatchHeader,
  generateKeyPair,
  type KeyPair,
  keyIdOf,
  parseBatchHeaders,
  type Receipt,
  receiptHash,
  signReceipt,
} from '@lienthong/core';

export type Answer = (request: IncomingMessage, response: ServerResponse, body: Buffer) => void | Promise<void>;

/** A platform whose answers the test chooses: what it is told first it answers first, then as a good one would. */
export interface AnsweringPlatform extends AsyncDisposable {
  readonly url: string;
  readonly receiptKey: string;
  readonly keys: KeyPair;
  readonly queue: Answer[];
  /** Batch ids of receipts that were given. */
  readonly received: string[];
  /** Times of requests for batches, in milliseconds. */
  readonly attempts: number[];
}

export async function startAnsweringPlatform(): Promise<AnsweringPlatform> {
  const keys = generateKeyPair();
  const queue: Answer[] = [];
  const received: string[] = [];
  const attempts: number[] = [];
  const good = receipts(keys, received);
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const path = request.url ?? '';
      if (path.startsWith('/v1/contracts')) return response.writeHead(200).end('{}');
      if (path.startsWith('/v1/streams')) return problem(response, 404, 'stream-unknown');
      attempts.push(performance.now());
      void (queue.shift() ?? good)(request, response, Buffer.concat(chunks));
      return undefined;
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // a TCP server has one
  return {
    url: `http://127.0.0.1:${port}`,
    receiptKey: keys.publicKey,
    keys,
    queue,
    received,
    attempts,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

export function problem(
  response: ServerResponse,
  status: number,
  code: string,
  headers: Readonly<Record<string, string>> = {},
  members: Readonly<Record<string, unknown>> = {},
): void {
  response
    .writeHead(status, { 'content-type': 'application/problem+json', ...headers })
    .end(JSON.stringify({ type: `urn:lienthong:problem:${code}`, status, ...members }));
}

/** A receipt like the platform's, changed by the test. */
export function receipts(
  keys: KeyPair,
  received: string[],
  change: (receipt: Receipt, header: BatchHeader) => Receipt = (receipt) => receipt,
): Answer {
  let number = 0;
  let previous: string | undefined;
  return async (request, response) => {
    const { header, digest } = parseBatchHeaders(request.headers);
    const id = String(request.headers['ce-id']);
    number += 1;
    const receipt: Receipt = {
      batch: id,
      digest,
      accepted: header.count,
      superseded: 0,
      rejected: 0,
      rejections: [],
      time: '2026-01-01T00:00:00Z',
      number,
      previous,
    };
    const jws = await signReceipt(change(receipt, header), { keyId: keyIdOf(keys.publicKey), privateKey: keys.privateKey });
    previous = receiptHash(jws);
    received.push(id);
    response.writeHead(200, { 'content-type': 'application/jose' }).end(jws);
  };
}
