import type { QualityReport } from '@lienthong/core';
import type { Database } from '../storage/database.ts';
import { measuredAges } from './results.ts';

/** Measures datasets one after the other: at intervals, behind snapshots, and when somebody asks. */
export interface QualityMeter {
  /** Soon: at once, or when the last measurement is old enough. */
  request(dataset: string): void;
  /** Behind what is in work; `undefined`: no contract, or another process measures it. */
  measure(dataset: string): Promise<QualityReport | undefined>;
  /** Resolves when nothing is measured any more; the timer is stopped. */
  stop(): Promise<void>;
}

export interface MeterOptions {
  readonly database: Database;
  readonly measure: (dataset: string) => Promise<QualityReport | undefined>;
  readonly onMeasured: (report: QualityReport) => void;
  readonly onError: (error: unknown) => void;
  /** 0: only behind snapshots and when somebody asks. */
  readonly everyHours: number;
  readonly closing: AbortSignal;
}

const hourMs = 3_600_000;
const mostTickMs = 60_000;
/** Snapshots that end all the time do not have everything measured all the time. */
const leastAgeMs = hourMs;

export function createQualityMeter({ database, measure, onMeasured, onError, everyHours, closing }: MeterOptions): QualityMeter {
  const everyMs = everyHours === 0 ? Number.POSITIVE_INFINITY : everyHours * hourMs;
  const requested = new Set<string>();
  const waiting = new Set<string>();
  let last: Promise<unknown> = Promise.resolve();
  const queue = (dataset: string): Promise<QualityReport | undefined> => {
    const turn = last.then(async () => {
      closing.throwIfAborted();
      requested.delete(dataset);
      const report = await measure(dataset);
      if (report !== undefined) onMeasured(report);
      return report;
    });
    last = turn.catch(() => undefined);
    return turn;
  };
  const queueOnce = (dataset: string): void => {
    if (waiting.has(dataset)) return;
    waiting.add(dataset);
    queue(dataset)
      .catch((error: unknown) => {
        if (!closing.aborted) onError(error);
      })
      .finally(() => waiting.delete(dataset));
  };
  const look = async (): Promise<void> => {
    if (closing.aborted || (everyMs === Number.POSITIVE_INFINITY && requested.size === 0)) return;
    const ages = await database.use(measuredAges);
    for (const [dataset, age = Number.POSITIVE_INFINITY] of ages) {
      const due = requested.has(dataset) ? Math.min(everyMs, leastAgeMs) : everyMs;
      if (due !== Number.POSITIVE_INFINITY && age >= due) queueOnce(dataset);
    }
  };
  let looking: Promise<void> = Promise.resolve();
  const lookOn = (): void => {
    looking = looking.then(look).catch((error: unknown) => {
      if (!closing.aborted) onError(error);
    });
  };
  const timer = setInterval(lookOn, Math.max(50, Math.min(mostTickMs, everyMs / 4)));
  timer.unref();
  return {
    request(dataset) {
      if (requested.has(dataset)) return;
      requested.add(dataset);
      lookOn();
    },
    measure: queue,
    async stop() {
      clearInterval(timer);
      await looking;
      await last;
    },
  };
}
