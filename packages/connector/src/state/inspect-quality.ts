import type { QualityPeriod } from './quality-store.ts';
import { inspectStore } from './store.ts';

/** What was counted of a dataset, by epoch and day, oldest first; also while its connector runs. */
export function inspectQuality(directory: string, dataset: string): readonly QualityPeriod[] {
  const store = inspectStore(directory);
  try {
    return store.quality.list(dataset);
  } finally {
    store.close();
  }
}
