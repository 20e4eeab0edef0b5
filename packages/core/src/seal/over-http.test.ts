import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { isLienThongError } from '../errors/lienthong-error.ts';
import { matchesDigest } from './digest.ts';
import { batchHeaders, parseBatchHeaders } from './headers.ts';
import { generateKeyPair } from './keys.ts';
import { seal } from './seal.ts';
import { createSigner, signRequest } from './sign.ts';
import { verifyRequest } from './verify.ts';

const now = 1_772_330_584;
const pair = generateKeyPair();
const batch = seal({
  header: {
    stream: { agency: 'H26', source: 'ho-tich', dataset: 'khai-sinh' },
    contractVersion: '1.0.0',
    epoch: 1,
    sequence: 1,
    count: 1,
    low: undefined,
    high: undefined,
    time: '2026-03-01T02:03:04Z',
    traceparent: undefined,
  },
  encoding: 'identity',
  body: new TextEncoder().encode('{"op":"t","version":""}\n'),
});

let server: Server;

// A receiver as signature.md asks for it: headers as they came on the wire.
beforeAll(async () => {
  server = createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const headers = incoming.headersDistinct;
      const verified = verifyRequest({ method: incoming.method ?? '', path: incoming.url ?? '', headers, now, findKey: async () => pair });
      verified
        .then(() => {
          const { header, digest } = parseBatchHeaders(headers);
          return matchesDigest(digest, Buffer.concat(chunks)) ? `accepted ${header.stream.agency}` : 'digest';
        })
        .catch((error: unknown) => (isLienThongError(error) ? String(error.details['reason']) : String(error)))
        .then((answer) => response.end(answer))
        .catch(() => response.destroy());
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

afterAll(() => new Promise((resolve) => server.close(resolve)));

async function send(change: { readonly extra?: readonly string[]; readonly body?: string; readonly path?: string } = {}): Promise<string> {
  const headers = batchHeaders(batch);
  const signature = await signRequest({ method: 'POST', path: '/v1/batches', headers, signer: createSigner(pair), created: now });
  const body = change.body === undefined ? batch.body : Buffer.from(change.body);
  const raw = Object.entries({ host: 'platform.example', 'content-length': String(body.length), ...headers, ...signature }).flat();
  const { port } = server.address() as AddressInfo; // it listens on TCP
  return new Promise((resolve, reject) => {
    const outgoing = request(
      {
        host: '127.0.0.1',
        port,
        method: 'POST',
        path: change.path ?? '/v1/batches',
        headers: [...raw, ...(change.extra ?? [])],
        agent: false,
      },
      (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => {
          text += chunk;
        });
        response.on('end', () => resolve(text));
      },
    );
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

it('accepts over real HTTP what was signed', async () => {
  expect(await send()).toBe('accepted H26');
});

it('refuses over real HTTP what was added, repeated or changed', async () => {
  // Node itself would drop the second content-type without a word: `headersDistinct` keeps it.
  expect(await send({ extra: ['content-type', 'application/json'] })).toBe('malformed');
  expect(await send({ extra: ['CE-ID', 'H26/ho-tich/khai-sinh/1/2'] })).toBe('malformed');
  expect(await send({ extra: ['signature', 'lienthong=:AAAA:'] })).toBe('malformed');
  expect(await send({ extra: ['content-encoding', 'gzip'] })).toBe('uncovered');
  expect(await send({ path: '/v1/batches?x=1' })).toBe('uncovered');
  expect(await send({ path: '/v1/batchez' })).toBe('wrong');
  expect(await send({ body: '{"op":"t","version":"0"}' })).toBe('digest');
});
