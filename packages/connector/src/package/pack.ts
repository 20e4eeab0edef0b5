import { batchHeaders, batchId, contentDigest, type SealedBatch, type StreamName } from '@lienthong/core';
import type { SpoolEntry } from '../state/types.ts';
import type { ContractFiles } from './contract-files.ts';
import type { Part } from './manifest.ts';

/** A batch of the spool that no package holds, with what it is called there. */
export interface Waiting {
  readonly entry: SpoolEntry;
  readonly id: string;
}

export interface PackLimits {
  /** Of the file, about. */
  readonly mostBytes: number;
  readonly mostParts: number;
}

/** A manifest's parts are in memory as a whole; some hundred bytes each. */
export const mostParts = 10_000;

/** What base64url makes of bytes, and what a JWE has beside them. */
function bytesInFile(bytes: number): number {
  return Math.ceil((bytes * 4) / 3) + 1_200;
}

/** Consecutive batches into runs that fit; a batch that is larger than a package alone gets one alone. */
export function pack(batches: readonly Waiting[], { mostBytes, mostParts: parts }: PackLimits): readonly (readonly Waiting[])[] {
  const runs: Waiting[][] = [];
  let run: Waiting[] = [];
  let bytes = 0;
  for (const batch of batches) {
    const more = bytesInFile(batch.entry.bytes);
    if (run.length > 0 && (bytes + more > mostBytes || run.length >= parts)) {
      runs.push(run);
      run = [];
      bytes = 0;
    }
    run.push(batch);
    bytes += more;
  }
  return run.length === 0 ? runs : [...runs, run];
}

/** The contracts that the batches obey, then the batches. */
export function partsOf(run: readonly Waiting[], stream: (dataset: string) => StreamName, contracts: ContractFiles): readonly Part[] {
  const versions = new Map(run.map(({ entry }) => [`${entry.dataset}@${entry.contractVersion}`, entry]));
  const kept = [...versions.values()].flatMap(({ dataset, contractVersion: version }): readonly Part[] => {
    const yaml = contracts.read(dataset, version);
    // Registered before the connector's packages began: the platform has it.
    if (yaml === undefined) return [];
    const content = Buffer.from(yaml);
    return [{ kind: 'contract', dataset, version, bytes: content.byteLength, digest: contentDigest(content) }];
  });
  return [
    ...kept,
    ...run.map(({ entry }): Part => {
      const headers = batchHeaders(sealedBatch(entry, stream(entry.dataset), new Uint8Array(0)));
      return { kind: 'batch', headers, bytes: entry.bytes, digest: entry.digest };
    }),
  ];
}

/** A batch of the spool with its body. */
function sealedBatch(entry: SpoolEntry, stream: StreamName, body: Uint8Array): SealedBatch {
  const { contractVersion, epoch, sequence, count, low, high, time, traceparent, encoding, digest } = entry;
  return { header: { stream, contractVersion, epoch, sequence, count, low, high, time, traceparent }, encoding, digest, body };
}

export function idOf(entry: Pick<SpoolEntry, 'dataset' | 'epoch' | 'sequence'>, stream: StreamName): string {
  return batchId({ stream, epoch: entry.epoch, sequence: entry.sequence });
}
