import type { BufferPool, Source } from '@lienthong/core';
import type { Clock } from '../clock.ts';
import type { EventHub } from '../events.ts';
import type { ResolvedOptions } from '../resolve-options.ts';
import type { SpoolGauge } from '../spool-gauge.ts';
import type { StateStore } from '../state/store.ts';
import type { Semaphore } from '../waiting.ts';
import type { DatasetRun } from './dataset-run.ts';
import type { Lane } from './lane.ts';
import type { RateLimit } from './rate-limit.ts';

/** What every loop of extraction shares. */
export interface ExtractContext {
  readonly options: ResolvedOptions;
  readonly source: Source;
  readonly store: StateStore;
  readonly events: EventHub;
  readonly gauge: SpoolGauge;
  readonly clock: Clock;
  /** Places for ranges of snapshots, all datasets together. */
  readonly places: Semaphore;
  readonly rate: RateLimit;
  readonly once: boolean;
  /** Memory of the lines on their way into batches. */
  readonly memory: BufferPool;
  lane(): Lane;
  /** Stops one dataset loudly; the others go on. */
  fail(run: DatasetRun, error: unknown): void;
  /** Stops the pulling. */
  readonly stop: AbortSignal;
  /** Ends everything, when the grace is over. */
  readonly kill: AbortSignal;
}
