import { formatCollection, isLienThongError } from '@lienthong/core';
import type { DatasetRun } from './dataset-run.ts';

/** The datasets of the collections that an error names (`details.collections`); all, where it names none of them. */
export function concernedBy(error: unknown, runs: readonly DatasetRun[]): readonly DatasetRun[] {
  const named = isLienThongError(error) ? error.details['collections'] : undefined;
  if (!Array.isArray(named)) return runs;
  const found = runs.filter((run) => named.includes(formatCollection(run.options.collection)));
  return found.length === 0 ? runs : found;
}
