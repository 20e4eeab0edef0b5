import type { Postgres } from '../postgres.ts';

/** The capture job: it scans the log by itself, a while behind the commits, as SQL Server Agent's does. */
export interface CaptureJob {
  start(): void;
  pause(): Promise<void>;
  resume(): void;
  /** One scan now, also while it is paused; gives the number of commits. */
  runOnce(): Promise<number>;
  stop(): Promise<void>;
}

/** Milliseconds between two scans. */
const interval = 100;

export function captureJob(postgres: Postgres): CaptureJob {
  let isPaused = false;
  let timer: NodeJS.Timeout | undefined;
  let scan: Promise<number> = Promise.resolve(0);
  const runOnce = (): Promise<number> => {
    const before = scan;
    scan = (async () => {
      // The scan before may have failed: it left the log as it was, and this one does its work.
      await before.catch(() => 0);
      return Number((await postgres.query('select tsql.capture()')).rows[0]?.[0] ?? 0);
    })();
    return scan;
  };
  const tick = async (): Promise<void> => {
    if (!isPaused) await runOnce().catch(() => 0);
    if (timer !== undefined) schedule();
  };
  const schedule = (): void => {
    timer = setTimeout(() => void tick(), interval);
    timer.unref();
  };
  return {
    start: () => {
      if (timer === undefined) schedule();
    },
    pause: async () => {
      isPaused = true;
      await scan.catch(() => 0);
    },
    resume: () => {
      isPaused = false;
    },
    runOnce,
    stop: async () => {
      clearTimeout(timer);
      timer = undefined;
      await scan.catch(() => 0);
    },
  };
}
