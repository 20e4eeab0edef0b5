import { type Receipt, receiptHash, verifyReceipt } from '@lienthong/core';

/** One receipt as either side keeps it. */
export interface KeptReceipt {
  readonly epoch: number;
  readonly sequence: number;
  readonly number: number;
  readonly jws: string;
}

/** Where a chain was checked up to. */
export interface ChainEnd {
  readonly number: number;
  readonly hash: string | undefined;
}

export const chainStart: ChainEnd = { number: 0, hash: undefined };

/** Checks what was added to the platform's chain behind `end`. */
export async function checkChain(
  added: readonly KeptReceipt[],
  end: ChainEnd,
  receiptKey: string,
): Promise<{ readonly end: ChainEnd; readonly fault: string | undefined }> {
  let { number, hash } = end;
  for (const kept of added) {
    const receipt: Receipt | undefined = await verifyReceipt(kept.jws, receiptKey).catch(() => undefined);
    const at = `receipt ${kept.number}`;
    if (receipt === undefined) return { end: { number, hash }, fault: `${at} has no valid signature` };
    if (receipt.number !== number + 1 || kept.number !== number + 1) return { end: { number, hash }, fault: `${at} follows ${number}` };
    if (receipt.previous !== hash) return { end: { number, hash }, fault: `${at} does not continue the chain` };
    if (!receipt.batch.endsWith(`/${kept.epoch}/${kept.sequence}`)) return { end: { number, hash }, fault: `${at} is of another batch` };
    number = receipt.number;
    hash = receiptHash(kept.jws);
  }
  return { end: { number, hash }, fault: undefined };
}

/** Checks the connector's receipts against the platform's: the same ones, and all of them above `lost`. */
export function compareReceipts(connector: readonly KeptReceipt[], platform: readonly KeptReceipt[], lost: number): string | undefined {
  const theirs = new Map(platform.map((receipt) => [receipt.number, receipt.jws]));
  for (const { number, jws } of connector) {
    if (theirs.get(number) !== jws) return `receipt ${number} of the connector is not the platform's`;
  }
  const ours = new Set(connector.map(({ number }) => number));
  const missing = platform.find(({ number }) => number > lost && !ours.has(number));
  return missing === undefined ? undefined : `receipt ${missing.number} (${missing.epoch}/${missing.sequence}) is not with the connector`;
}

/** Those that are what they were when they were signed. */
export async function wholeReceipts(kept: readonly KeptReceipt[], receiptKey: string): Promise<readonly KeptReceipt[]> {
  const whole: KeptReceipt[] = [];
  for (const one of kept) {
    const receipt = await verifyReceipt(one.jws, receiptKey).catch(() => undefined);
    if (receipt?.number === one.number && isWrittenOnce(one.jws)) whole.push(one);
  }
  return whole;
}

/** The last character of base64url has bits that say nothing: with one of them flipped a signature still holds. */
function isWrittenOnce(jws: string): boolean {
  return jws.split('.').every((part) => Buffer.from(part, 'base64url').toString('base64url') === part);
}
