import { batchId, LienThongError, type Receipt, type SealedBatch } from '@lienthong/core';

/** Refuses a receipt that does not speak of exactly this batch. Its signature was verified by the transport. */
export function checkReceipt(batch: SealedBatch, receipt: Receipt): void {
  const id = batchId(batch.header);
  const { accepted, superseded, rejected, rejections } = receipt;
  const fault =
    receipt.batch !== id
      ? 'names another batch'
      : receipt.digest !== batch.digest
        ? 'bears another digest'
        : new Set(rejections.map(({ index }) => index)).size !== rejected
          ? 'does not list every rejection'
          : accepted + superseded + rejected !== batch.header.count
            ? 'does not account for every record'
            : undefined;
  if (fault !== undefined) throw new LienThongError('RECEIPT_INVALID', { message: `the receipt for ${id} ${fault}` });
}
