/** Lets one waiter sleep until something happened since it last looked. */
export interface Notifier {
  notify(): void;
  /** Resolves at once when `notify` was called since the last wait. */
  wait(): Promise<void>;
}

export function createNotifier(): Notifier {
  let pending = false;
  let waiter: (() => void) | undefined;
  return {
    notify() {
      if (waiter === undefined) {
        pending = true;
        return;
      }
      const go = waiter;
      waiter = undefined;
      go();
    },
    wait() {
      if (pending) {
        pending = false;
        return Promise.resolve();
      }
      return new Promise((resolve) => {
        waiter = resolve;
      });
    },
  };
}
