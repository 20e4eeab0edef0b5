/** The error that a command is to fail with, as of the server's own `failCommand` fail point. */
export interface CommandError {
  readonly code: number;
  readonly codeName: string;
  readonly message: string;
  /** Left out, the server adds those that it gives such an error. */
  readonly labels?: readonly string[] | undefined;
}

/** What goes wrong with commands, by their names. */
export interface Faults {
  /** The next commands of this name fail. Resolves when the last of them has. */
  failCommand(name: string, error: CommandError, times: number): Promise<void>;
  /** Commands of this name wait before they run, until `clear`. */
  delayCommand(name: string, milliseconds: number): void;
  /** In place of the answer the connection is reset; the command was carried out. Resolves when the last of them was. */
  dropOn(name: string, times: number): Promise<void>;
  /** How often a command of this name failed, was delayed or dropped by a fault. */
  happened(name: string): number;
  clear(): void;
  takeError(name: string): CommandError | undefined;
  delayOf(name: string): number;
  takeDrop(name: string): boolean;
}

interface Countdown {
  readonly error: CommandError | undefined;
  left: number;
  readonly done: () => void;
}

export function openFaults(): Faults {
  const errors = new Map<string, Countdown>();
  const drops = new Map<string, Countdown>();
  const delays = new Map<string, number>();
  const counts = new Map<string, number>();
  const count = (name: string): void => {
    counts.set(name, (counts.get(name) ?? 0) + 1);
  };
  const plan = (faults: Map<string, Countdown>, name: string, error: CommandError | undefined, times: number): Promise<void> =>
    new Promise((done) => faults.set(name, { error, left: times, done }));
  const take = (faults: Map<string, Countdown>, name: string): Countdown | undefined => {
    const fault = faults.get(name);
    if (fault === undefined) return undefined;
    count(name);
    fault.left--;
    if (fault.left === 0) {
      faults.delete(name);
      fault.done();
    }
    return fault;
  };
  return {
    failCommand: (name, error, times) => plan(errors, name, error, times),
    delayCommand: (name, milliseconds) => {
      delays.set(name, milliseconds);
    },
    dropOn: (name, times) => plan(drops, name, undefined, times),
    happened: (name) => counts.get(name) ?? 0,
    clear: () => {
      for (const faults of [errors, drops]) {
        for (const { done } of faults.values()) done();
        faults.clear();
      }
      delays.clear();
    },
    takeError: (name) => take(errors, name)?.error,
    delayOf: (name) => {
      const delay = delays.get(name) ?? 0;
      if (delay > 0) count(name);
      return delay;
    },
    takeDrop: (name) => take(drops, name) !== undefined,
  };
}
