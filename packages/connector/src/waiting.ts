/** A signal that also ends after a while. `done` must be called: nothing of it stays with the longer-lived signal then. */
export function limitTime(signal: AbortSignal, milliseconds: number): { readonly signal: AbortSignal; done(): void } {
  const limited = new AbortController();
  const abort = (): void => limited.abort(signal.reason);
  const timer = setTimeout(() => limited.abort(new DOMException('the time is over', 'TimeoutError')), milliseconds);
  if (signal.aborted) abort();
  else signal.addEventListener('abort', abort, { once: true });
  return {
    signal: limited.signal,
    done() {
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
    },
  };
}

/** A door that many may wait at. */
export interface Gate {
  readonly isOpen: boolean;
  open(): void;
  close(): void;
  /** Rejects with `signal.reason` when the signal comes before the door opens. */
  pass(signal: AbortSignal): Promise<void>;
}

export function createGate(): Gate {
  let isOpen = true;
  const waiting = new Set<() => void>();
  return {
    get isOpen() {
      return isOpen;
    },
    open() {
      isOpen = true;
      const ready = [...waiting];
      waiting.clear();
      for (const go of ready) go();
    },
    close() {
      isOpen = false;
    },
    pass(signal) {
      if (isOpen && !signal.aborted) return Promise.resolve();
      return new Promise((resolve, reject) => {
        if (signal.aborted) {
          reject(signal.reason);
          return;
        }
        const go = (): void => {
          signal.removeEventListener('abort', abort);
          resolve();
        };
        const abort = (): void => {
          waiting.delete(go);
          reject(signal.reason);
        };
        waiting.add(go);
        signal.addEventListener('abort', abort, { once: true });
      });
    },
  };
}

/** Lets at most `places` work at the same time. */
export interface Semaphore {
  /** Resolves with what gives the place back. */
  take(signal: AbortSignal): Promise<() => void>;
}

export function createSemaphore(places: number): Semaphore {
  let free = places;
  const gate = createGate();
  return {
    async take(signal) {
      while (free === 0) {
        gate.close();
        await gate.pass(signal);
      }
      signal.throwIfAborted();
      free -= 1;
      let given = false;
      return () => {
        if (given) return;
        given = true;
        free += 1;
        gate.open();
      };
    },
  };
}
