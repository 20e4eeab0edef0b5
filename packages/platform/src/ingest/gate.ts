import { Problem } from '../problem/problem.ts';

/** Lets so many pieces of work run at once; the others wait in order, and too many are refused. */
export interface Gate {
  run<T>(work: () => Promise<T>): Promise<T>;
  /** Throws where `run` would now: before a body is read in vain. */
  expectRoom(): void;
  readonly running: number;
}

export function createGate(concurrent: number, waiting: number): Gate {
  const queue: (() => void)[] = [];
  let running = 0;
  const expectRoom = (): void => {
    if (running >= concurrent && queue.length >= waiting) throw new Problem('overloaded', { retryAfterSeconds: 1 });
  };
  return {
    expectRoom,
    get running() {
      return running;
    },
    async run(work) {
      expectRoom();
      if (running < concurrent) running++;
      // The place is handed over: it is not free in between.
      else await new Promise<void>((resolve) => queue.push(resolve));
      try {
        return await work();
      } finally {
        const next = queue.shift();
        if (next === undefined) running--;
        else next();
      }
    },
  };
}
