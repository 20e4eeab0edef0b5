import { LienThongError } from '../errors/lienthong-error.ts';
import type { BatchHeader, ContentEncoding, SealedBatch } from './batch.ts';
import { batchFaults, type HeaderFault } from './batch-rules.ts';
import { contentDigest } from './digest.ts';

export interface SealInput {
  readonly header: BatchHeader;
  readonly encoding: ContentEncoding;
  /** NDJSON, already encoded as `encoding` says. Not copied: do not write to it afterwards. */
  readonly body: Uint8Array;
}

/** Closes a batch: checks its header and takes the digest of its body as it will be sent. */
export function seal(input: SealInput): SealedBatch {
  const faults = batchFaults(input.header);
  if (faults.length > 0) throw batchInvalid(faults);
  return { header: input.header, encoding: input.encoding, digest: contentDigest(input.body), body: input.body };
}

/** BATCH_INVALID that names every wrong header at once, and no value. */
export function batchInvalid(faults: readonly HeaderFault[]): LienThongError {
  return new LienThongError('BATCH_INVALID', {
    message: `wrong batch headers: ${faults.map((fault) => `${fault.header} ${fault.problem}`).join('; ')}`,
    details: { headers: faults.map((fault) => fault.header), problems: faults.map((fault) => fault.problem) },
  });
}
