import { createPublicKey } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  batchId,
  generateKeyPair,
  keyIdOf,
  type ReceiptSigningKey,
  readPrivateKey,
  receiptHash,
  type SealedBatch,
  signReceipt,
  type VerifiedReceipt,
} from '@lienthong/core';
import type { StreamMemory } from './ledger-store.ts';
import type { Published } from './publish.ts';

/** The key of our own receipts; made at the first start, beside the ledger. */
export function receiptKey(directory: string): ReceiptSigningKey {
  const file = join(directory, 'receipts.private.pem');
  if (!existsSync(file)) writeFileSync(file, generateKeyPair().privateKey, { mode: 0o600, flag: 'wx' });
  const privateKey = readPrivateKey(readFileSync(file, 'utf8'));
  return { keyId: keyIdOf(createPublicKey(privateKey)), privateKey };
}

/**
 * What stands in the place of a platform's receipt: the receiver of the national message signs none. It says that we sent and were
 * answered, chained like the others, and proves nothing to a third person.
 */
export async function localReceipt(
  batch: SealedBatch,
  published: Published,
  memory: StreamMemory | undefined,
  key: ReceiptSigningKey,
  time: string,
): Promise<VerifiedReceipt> {
  const { accepted, superseded, rejections } = published;
  const receipt = {
    batch: batchId(batch.header),
    digest: batch.digest,
    accepted,
    superseded,
    rejected: rejections.length,
    rejections,
    time,
    number: (memory?.receipts ?? 0) + 1,
    previous: memory?.receipt === undefined ? undefined : receiptHash(memory.receipt),
  };
  return { receipt, jws: await signReceipt(receipt, key) };
}
