import { expect, it } from 'vitest';
import {
  batchHeaders,
  createSigner,
  generateKeyPair,
  parseBatchHeaders,
  seal,
  signReceipt,
  signRequest,
  verifyReceiptChain,
  verifyRequest,
} from '../index.ts';

it('accepts what signRequest signed', async () => {
  const pair = generateKeyPair();
  const batch = seal({
    header: {
      stream: { agency: 'H26.12', source: 'ho-tich', dataset: 'ho-tich.khai-sinh' },
      contractVersion: '1.0.0',
      epoch: 1,
      sequence: 2,
      count: 1,
      low: undefined,
      high: 'eyJ9',
      time: '2026-03-01T02:03:04.567Z',
      traceparent: undefined,
    },
    encoding: 'br',
    body: new TextEncoder().encode('x'),
  });
  const headers = batchHeaders(batch);
  expect(parseBatchHeaders(headers)).toEqual({ header: batch.header, encoding: 'br', digest: batch.digest });
  const signed = await signRequest({ method: 'POST', path: '/v1/batches?a=1', headers, signer: createSigner(pair), created: 1000 });
  console.log(signed, headers);
  await verifyRequest({
    method: 'POST',
    path: '/v1/batches?a=1',
    headers: { ...headers, ...signed },
    findKey: async () => pair,
    now: 1001,
  });
  const receipt = await signReceipt(
    {
      batch: 'H26.12/ho-tich/ho-tich.khai-sinh/1/2',
      digest: batch.digest,
      accepted: 1,
      superseded: 0,
      rejected: 0,
      rejections: [],
      time: '2026-03-01T02:03:04.567Z',
      number: 1,
      previous: undefined,
    },
    pair,
  );
  expect(await verifyReceiptChain([receipt], pair.publicKey)).toEqual({ ok: true, count: 1 });
});
