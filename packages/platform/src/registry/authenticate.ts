import type { IncomingMessage } from 'node:http';
import { matchesDigest, verifyRequest } from '@lienthong/core';
import type { PlatformContext } from '../context.ts';
import { readBody } from '../ingest/body.ts';
import { Problem } from '../problem/problem.ts';
import { type AgencyKey, findKey, mayPublish } from './keys.ts';

/** Who signed a request. */
export interface Signer {
  readonly keyId: string;
  readonly agency: string;
}

/** Verifies the signature over the headers; the body is not read yet. */
export async function authenticate(context: PlatformContext, incoming: IncomingMessage): Promise<Signer> {
  let key: AgencyKey | undefined;
  const { keyId } = await verifyRequest({
    method: incoming.method ?? '',
    path: incoming.url ?? '',
    // Not `headers`, which joins what came twice.
    headers: incoming.headersDistinct,
    findKey: async (id) => {
      key = await context.readers.use((client) => findKey(client, id));
      return key;
    },
    now: Math.floor(Date.now() / 1000),
    maxAgeSeconds: context.maxAgeSeconds,
  });
  if (key === undefined) throw new Problem('key-unknown');
  context.rate.take(`key ${keyId}`);
  return { keyId, agency: key.agency };
}

/** Refuses a signer that acts for another agency, or without the right to publish the dataset. */
export async function expectPublisher(context: PlatformContext, signer: Signer, agency: string, dataset: string): Promise<void> {
  if (signer.agency !== agency) throw new Problem('agency-foreign');
  if (await context.readers.use((client) => mayPublish(client, agency, dataset))) return;
  throw new Problem('publishing-forbidden', { detail: `the agency may not publish ${dataset}` });
}

/** Reads the body of a signed request and compares it with the digest that the signature covers. */
export async function readSignedBody(
  context: PlatformContext,
  incoming: IncomingMessage,
  limit = context.limits.bodyBytes,
): Promise<Buffer> {
  const body = await readBody(incoming, limit);
  const [digest = ''] = incoming.headersDistinct['content-digest'] ?? [];
  if (!matchesDigest(digest, body)) throw new Problem('digest-mismatch');
  return body;
}
