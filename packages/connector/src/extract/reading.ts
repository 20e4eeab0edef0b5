import { createHash } from 'node:crypto';
import { formatCollection } from '@lienthong/core';
import type { ResolvedDataset } from '../resolve-dataset.ts';

/** The setting that keeps how a dataset is read. */
export function readingOf(dataset: string): string {
  return `reading/${dataset}`;
}

/** What a dataset is read from and how, and how it is protected: versions, keys and tokens of two readings do not compare. */
export function reading(dataset: ResolvedDataset): string {
  return JSON.stringify([...sourceOf(dataset), ...(dataset.protection === undefined ? [] : [{ protection: dataset.protection }])]);
}

function sourceOf({ read, collection, stateSecret }: ResolvedDataset): readonly unknown[] {
  const from = [read.kind, read.kind === 'incremental' ? read.watermark : '', formatCollection(collection)];
  // Another mark, or others of its values: what was published by the old one is judged again.
  return stateSecret === undefined ? from : [...from, stateSecret.column, stateSecret.open];
}

/** Whether two readings differ in their protection alone. */
export function protectionDiffers(before: string, now: string): boolean {
  return before !== now && withoutProtection(before) === withoutProtection(now);
}

// We wrote both: what is an object in them is the protection.
function withoutProtection(text: string): string {
  return JSON.stringify((JSON.parse(text) as readonly unknown[]).filter((part) => typeof part !== 'object' || Array.isArray(part)));
}

/** The same for the platform to keep: it compares and tells nothing of the source. */
export function readingDigest(dataset: ResolvedDataset): string {
  return createHash('sha256').update(reading(dataset)).digest('hex').slice(0, 16);
}
