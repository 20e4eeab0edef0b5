import type { ErrorCode } from '@lienthong/core';
import type { DatasetRun } from './extract/dataset-run.ts';
import type { StateStore } from './state/store.ts';

export interface DatasetStatus {
  readonly dataset: string;
  readonly epoch: number;
  readonly phase: 'snapshot' | 'following' | 'unknown';
  /** Since this run began. */
  readonly rowsRead: number;
  readonly recordsSpooled: number;
  readonly recordsDelivered: number;
  readonly batchesDelivered: number;
  readonly rejected: number;
  readonly failure: ErrorCode | undefined;
}

export interface ConnectorStatus {
  readonly state: 'idle' | 'starting' | 'running' | 'draining' | 'stopped';
  readonly datasets: readonly DatasetStatus[];
  readonly spool: { readonly batches: number; readonly bytes: number };
}

/** What a run did. */
export interface RunSummary {
  readonly datasets: readonly DatasetStatus[];
  /** Batches that wait in the spool for the next start. */
  readonly pendingBatches: number;
  readonly milliseconds: number;
}

export const idleStatus: ConnectorStatus = { state: 'idle', datasets: [], spool: { batches: 0, bytes: 0 } };

export function datasetStatus(run: DatasetRun, store: StateStore | undefined): DatasetStatus {
  return {
    dataset: run.dataset,
    epoch: run.epoch,
    phase: store?.stream(run.dataset)?.phase ?? 'unknown',
    ...run.counters,
    failure: run.failure?.code,
  };
}
