/** Wakes those who wait for new changes of a dataset; only a hint: batches stored by other processes ring nothing here. */
export interface ChangeBell {
  ring(dataset: string): void;
  /** Resolves at the next ring, after the time, or when the signal aborts. */
  wait(dataset: string, milliseconds: number, signal: AbortSignal): Promise<void>;
}

export function createChangeBell(): ChangeBell {
  const waiting = new Map<string, Set<() => void>>();
  return {
    ring(dataset) {
      for (const wake of [...(waiting.get(dataset) ?? [])]) wake();
    },
    wait: (dataset, milliseconds, signal) =>
      new Promise((resolve) => {
        const listeners = waiting.get(dataset) ?? new Set();
        waiting.set(dataset, listeners);
        const wake = () => {
          clearTimeout(timer);
          signal.removeEventListener('abort', wake);
          listeners.delete(wake);
          if (listeners.size === 0 && waiting.get(dataset) === listeners) waiting.delete(dataset);
          resolve();
        };
        const timer = setTimeout(wake, milliseconds);
        listeners.add(wake);
        signal.addEventListener('abort', wake, { once: true });
        if (signal.aborted) wake();
      }),
  };
}
