import type { KeyObject } from 'node:crypto';
import { isLienThongError } from '../errors/lienthong-error.ts';
import type { Receipt } from './receipt.ts';
import { receiptHash, verifyReceipt } from './sign-receipt.ts';

/** What breaks a chain of receipts. */
export type ReceiptChainFault = 'invalid' | 'out-of-order' | 'broken-link' | 'foreign-stream' | 'repeated-batch';

export type ReceiptChainResult =
  | { readonly ok: true; readonly count: number }
  | {
      readonly ok: false;
      /** Index in the list. */
      readonly at: number;
      readonly reason: ReceiptChainFault;
    };

/**
 * Verifies all receipts of one stream, from number 1 on: nothing changed, left out, exchanged or put in.
 * What is missing at the end only the other side's copy can tell.
 */
export async function verifyReceiptChain(jwsList: readonly string[], publicKey: string | KeyObject): Promise<ReceiptChainResult> {
  const batches = new Set<string>();
  let stream: string | undefined;
  let previous: string | undefined;
  for (const [at, jws] of jwsList.entries()) {
    const receipt = await tryVerify(jws, publicKey);
    if (receipt === undefined) return { ok: false, at, reason: 'invalid' };
    stream ??= streamOf(receipt);
    const fault = linkFault(receipt, { number: at + 1, previous, stream, batches });
    if (fault !== undefined) return { ok: false, at, reason: fault };
    batches.add(receipt.batch);
    previous = receiptHash(jws);
  }
  return { ok: true, count: jwsList.length };
}

interface Expected {
  readonly number: number;
  readonly previous: string | undefined;
  readonly stream: string;
  readonly batches: ReadonlySet<string>;
}

function linkFault(receipt: Receipt, expected: Expected): ReceiptChainFault | undefined {
  if (streamOf(receipt) !== expected.stream) return 'foreign-stream';
  if (receipt.number !== expected.number) return 'out-of-order';
  if (receipt.previous !== expected.previous) return 'broken-link';
  return expected.batches.has(receipt.batch) ? 'repeated-batch' : undefined;
}

function streamOf(receipt: Receipt): string {
  return receipt.batch.split('/').slice(0, 3).join('/');
}

async function tryVerify(jws: string, publicKey: string | KeyObject): Promise<Receipt | undefined> {
  try {
    return await verifyReceipt(jws, publicKey);
  } catch (error) {
    // A bad key is the caller's mistake, not a finding about the chain.
    if (isLienThongError(error) && error.code === 'RECEIPT_INVALID') return undefined;
    throw error;
  }
}
