import { encodingSetting, keptEncodings } from './encoding-setting.ts';
import type { FindingTotals } from './quality-store.ts';
import { inspectStore } from './store.ts';

/** What a state directory tells, without any value of a record. */
export interface StateReport {
  readonly agency: string | undefined;
  readonly source: string | undefined;
  readonly platform: string | undefined;
  /** Commit time of the newest change that is durable here. */
  readonly changesAt: string | undefined;
  readonly datasets: readonly DatasetReport[];
}

export interface DatasetReport {
  readonly dataset: string;
  readonly epoch: number;
  readonly phase: 'snapshot' | 'following';
  readonly since: string;
  readonly snapshotRows: number;
  readonly ranges: number;
  readonly rangesDone: number;
  readonly pendingBatches: number;
  readonly pendingBytes: number;
  readonly waitingDeadLetters: number;
  /** Sequence number of the newest receipt, by the platform's count. */
  readonly receipts: number;
  /** In the records of this epoch, by severity. */
  readonly findings: FindingTotals;
  /** What was found out for properties with `encoding: auto`. */
  readonly encodings: readonly { readonly property: string; readonly encoding: string; readonly readAs: string | undefined }[];
}

/** Looks into a state directory, also while its connector runs. */
export function inspectState(directory: string): StateReport {
  const store = inspectStore(directory);
  try {
    const sizes = store.spoolSizes();
    const datasets = store.streams().map(({ dataset, epoch, phase, since }): DatasetReport => {
      const ranges = store.ranges(dataset);
      const size = sizes.get(dataset);
      return {
        dataset,
        epoch,
        phase,
        since,
        snapshotRows: ranges.reduce((sum, range) => sum + range.rows, 0),
        ranges: ranges.length,
        rangesDone: ranges.filter((range) => range.done).length,
        pendingBatches: size?.batches ?? 0,
        pendingBytes: size?.bytes ?? 0,
        waitingDeadLetters: store.deadLetters.count(dataset, 'waiting'),
        receipts: store.receipts.list(dataset, 1)[0]?.number ?? 0,
        findings: store.quality.totals(dataset, epoch),
        encodings: keptEncodings(store.meta(encodingSetting(dataset))),
      };
    });
    return {
      agency: store.meta('agency'),
      source: store.meta('source'),
      platform: store.meta('platform'),
      changesAt: store.position('changes')?.at,
      datasets,
    };
  } finally {
    store.close();
  }
}
