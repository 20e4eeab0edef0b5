import { createHash } from 'node:crypto';
import { formatCollection } from '@lienthong/core';
import type { ResolvedDataset } from '../resolve-dataset.ts';

/** The setting that keeps how a dataset is read. */
export function readingOf(dataset: string): string {
  return `reading/${dataset}`;
}

/** What a dataset is read from and how: versions of two readings do not compare. */
export function reading({ read, collection, stateSecret }: ResolvedDataset): string {
  const from = [read.kind, read.kind === 'incremental' ? read.watermark : '', formatCollection(collection)];
  // Another mark, or others of its values: what was published by the old one is judged again.
  return JSON.stringify(stateSecret === undefined ? from : [...from, stateSecret.column, stateSecret.open]);
}

/** The same for the platform to keep: it compares and tells nothing of the source. */
export function readingDigest(dataset: ResolvedDataset): string {
  return createHash('sha256').update(reading(dataset)).digest('hex').slice(0, 16);
}
