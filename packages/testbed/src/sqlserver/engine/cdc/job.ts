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
    const next = async (): Promise<number> => Number((await postgres.query('select tsql.capture()')).rows[0]?.[0] ?? 0);
    scan = scan.then(next, next);
    return scan;
  };
  const schedule = (): void => {
    timer = setTimeout(() => {
      // A scan that fails leaves the log as it is; the next one tries again, and what is asked for is not there in between.
      void (isPaused ? Promise.resolve(0) : runOnce()).catch(() => 0).then(() => timer !== undefined && schedule());
    }, interval);
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
