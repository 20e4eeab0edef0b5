/** Lets a number of callers in at the same time; the others wait in the order in which they came. */
export interface Gate {
  enter(signal: AbortSignal): Promise<void>;
  leave(): void;
}

export function createGate(places: number): Gate {
  let free = places;
  const waiting: (() => void)[] = [];
  return {
    enter: (signal) => {
      signal.throwIfAborted();
      if (free > 0) {
        free -= 1;
        return Promise.resolve();
      }
      return new Promise((resolve, reject) => {
        const admit = () => {
          signal.removeEventListener('abort', onAbort);
          resolve();
        };
        const onAbort = () => {
          waiting.splice(waiting.indexOf(admit), 1);
          reject(signal.reason as Error); // an abort throws its reason unwrapped
        };
        signal.addEventListener('abort', onAbort, { once: true });
        waiting.push(admit);
      });
    },
    leave: () => {
      const next = waiting.shift();
      if (next === undefined) free += 1;
      else next(); // the place goes on without becoming free
    },
  };
}
