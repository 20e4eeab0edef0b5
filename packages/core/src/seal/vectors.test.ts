import { describe, expect, it } from 'vitest';
import batchVectors from '../../vectors/batch.json' with { type: 'json' };
import signatureVectors from '../../vectors/signature.json' with { type: 'json' };
import { isLienThongError } from '../errors/lienthong-error.ts';
import { type BatchHeader, batchId, type ContentEncoding } from './batch.ts';
import { contentDigest, matchesDigest } from './digest.ts';
import { decodeFieldValue, encodeFieldValue } from './field-value.ts';
import { batchHeaders, parseBatchHeaders } from './headers.ts';
import type { HttpHeaders } from './http-headers.ts';
import { keyIdOf, readPublicKey, signatureAlgorithm } from './keys.ts';
import { seal } from './seal.ts';
import { createSigner, type Signer, signRequest } from './sign.ts';
import { verifyRequest } from './verify.ts';

interface VectorBatch {
  readonly agency: string;
  readonly source: string;
  readonly dataset: string;
  readonly contractVersion: string;
  readonly epoch: number;
  readonly sequence: number;
  readonly count: number;
  readonly low?: string;
  readonly high?: string;
  readonly time: string;
  readonly traceparent?: string;
  readonly encoding: string;
  readonly bodyBase64: string;
}

function readBatch(vector: VectorBatch): { readonly header: BatchHeader; readonly encoding: ContentEncoding; readonly body: Uint8Array } {
  const { agency, source, dataset, encoding, bodyBase64, low, high, traceparent, ...rest } = vector;
  return {
    header: { stream: { agency, source, dataset }, low, high, traceparent, ...rest },
    encoding: encoding as ContentEncoding, // the vectors hold no other
    body: Buffer.from(bodyBase64, 'base64'),
  };
}

async function detailsOf(run: () => unknown): Promise<Readonly<Record<string, unknown>>> {
  try {
    await run();
  } catch (error) {
    if (isLienThongError(error)) return { code: error.code, ...error.details };
    throw error;
  }
  return { code: 'accepted' };
}

describe('the vectors of batches', () => {
  it.each(batchVectors.batches)('write and read: $name', (vector) => {
    const input = readBatch(vector.batch);
    const batch = seal(input);
    expect(batchId(batch.header)).toBe(vector.id);
    expect(batch.digest).toBe(vector.digest);
    expect(batchHeaders(batch)).toEqual(vector.headers);
    expect(parseBatchHeaders(vector.headers as HttpHeaders)).toEqual({
      header: input.header,
      encoding: input.encoding,
      digest: vector.digest,
    });
  });

  it.each(batchVectors.refused)('refuse: $name', async (vector) => {
    const { code, headers } = await detailsOf(() => parseBatchHeaders(vector.headers as HttpHeaders));
    expect(code).toBe('BATCH_INVALID');
    expect([...(headers as string[])].sort()).toEqual(vector.wrong);
  });

  it.each(batchVectors.attributeEncoding)('encode $value', ({ value, encoded }) => {
    expect(encodeFieldValue(value)).toBe(encoded);
    expect(decodeFieldValue(encoded)).toBe(value);
  });

  it.each(batchVectors.digests)('digest: $name', ({ bodyBase64, header, matches }) => {
    const body = Buffer.from(bodyBase64, 'base64');
    expect(matchesDigest(header, body)).toBe(matches);
    expect(header.includes(contentDigest(body))).toBe(matches);
  });
});

describe('the vectors of signatures', () => {
  const keyOf = (keyId: string) => signatureVectors.keys.find((key) => key.keyId === keyId);

  it.each(signatureVectors.keys)('derive id and algorithm of $algorithm', ({ keyId, algorithm, publicKey }) => {
    expect(keyIdOf(publicKey)).toBe(keyId);
    expect(signatureAlgorithm(readPublicKey(publicKey))).toBe(algorithm);
  });

  it.each(signatureVectors.signed)('sign: $name', async (vector) => {
    const key = keyOf(vector.keyId);
    const bases: string[] = [];
    const inner = key?.privateKey === undefined ? undefined : createSigner({ keyId: key.keyId, privateKey: key.privateKey });
    const signer: Signer = {
      keyId: vector.keyId,
      algorithm: signatureAlgorithm(readPublicKey(key?.publicKey ?? '')),
      sign: async (base) => {
        bases.push(new TextDecoder().decode(base));
        return inner === undefined ? new Uint8Array(64) : inner.sign(base);
      },
    };
    const { path, method } = vector.request;
    const signed = await signRequest({ path, method, headers: vector.request.headers as HttpHeaders, created: vector.created, signer });
    expect(bases).toEqual([vector.base]);
    expect(signed['signature-input']).toBe(vector.signatureInput);
    if (inner !== undefined) expect(signed.signature).toBe(vector.signature);
  });

  it.each(signatureVectors.signed)('verify: $name', async ({ request, created, keyId, signatureInput, signature }) => {
    const headers = { ...(request.headers as HttpHeaders), 'signature-input': signatureInput, signature };
    const { method, path } = request;
    expect(await verifyRequest({ method, path, headers, now: created, findKey: async (id) => keyOf(id) })).toEqual({ keyId, created });
  });

  it.each(signatureVectors.refused)('refuse: $name', async ({ request, now, reason }) => {
    const { method, path } = request;
    const headers = request.headers as HttpHeaders;
    const details = await detailsOf(() => verifyRequest({ method, path, headers, now, findKey: async (id) => keyOf(id) }));
    expect(details).toMatchObject({ code: 'SIGNATURE_INVALID', reason });
  });
});
