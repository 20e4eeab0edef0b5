import { createHash } from 'node:crypto';
import { formatCollection } from '@lienthong/core';
import type { ResolvedDataset } from '../resolve-dataset.ts';

/** The setting that keeps how a dataset is read. */
export function readingOf(dataset: string): string {
  return `reading/${dataset}`;
}

/** What a dataset is read from and how, and how it is protected: versions, keys and tokens of two readings do not compare. */
export function reading({ read, collection, protection }: ResolvedDataset): string {
  const source = [read.kind, read.kind === 'incremental' ? read.watermark : '', formatCollection(collection)];
  return JSON.stringify(protection === undefined ? source : [...source, protection]);
}

/** Whether two readings differ in their protection alone. */
export function protectionDiffers(before: string, now: string): boolean {
  const [was, is] = [before, now].map((text) => JSON.stringify((JSON.parse(text) as readonly unknown[]).slice(0, 3))); // we wrote both
  return before !== now && was === is;
}

/** The same for the platform to keep: it compares and tells nothing of the source. */
export function readingDigest(dataset: ResolvedDataset): string {
  return createHash('sha256').update(reading(dataset)).digest('hex').slice(0, 16);
}
