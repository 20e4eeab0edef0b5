import { describe, expect, it } from 'vitest';
import vectors from '../../vectors/receipt.json' with { type: 'json' };
import type { Receipt } from './receipt.ts';
import { verifyReceiptChain } from './receipt-chain.ts';
import { receiptHash, signReceipt, verifyReceipt } from './sign-receipt.ts';

describe('the vectors of receipts', () => {
  it.each(vectors.receipts)('sign, verify and hash number $receipt.number', async (vector) => {
    const receipt: Receipt = { ...vector.receipt, previous: vector.receipt.previous };
    expect(await signReceipt(receipt, vectors.key)).toBe(vector.jws);
    expect(await verifyReceipt(vector.jws, vectors.key.publicKey)).toEqual(receipt);
    expect(receiptHash(vector.jws)).toBe(vector.hash);
  });

  it.each(vectors.refused)('refuse: $name', async ({ jws }) => {
    await expect(verifyReceipt(jws, vectors.key.publicKey)).rejects.toMatchObject({ code: 'RECEIPT_INVALID' });
  });

  it.each(vectors.chains)('judge the chain: $name', async ({ jws, result }) => {
    expect(await verifyReceiptChain(jws, vectors.key.publicKey)).toEqual(result);
  });
});
