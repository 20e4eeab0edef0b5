/**
 * How a batch is merged. `straight`: nothing of its keys is there · `replace`: what is there is lower than all of the batch ·
 * `exact`: each key is looked up, which needs the stream alone. The first two notice when they are wrong, and `exact` follows.
 */
export type MergePath = 'straight' | 'replace' | 'exact';

/** What a process remembers of its streams, so that a path that fails again and again is not tried for every batch. */
export interface MergeHints {
  choose(stream: number, wanted: MergePath): MergePath;
  /** How the path that was chosen went. */
  learn(stream: number, path: MergePath, worked: boolean): void;
}

interface Pause {
  /** For so many batches the next path is taken. */
  left: number;
  /** Doubled with each failure. */
  readonly length: number;
}

const longestPause = 64;

export function createMergeHints(): MergeHints {
  const pauses = { straight: new Map<number, Pause>(), replace: new Map<number, Pause>() };
  const mayTry = (stream: number, path: 'straight' | 'replace'): boolean => {
    const pause = pauses[path].get(stream);
    return pause === undefined || pause.left-- <= 0;
  };
  return {
    choose(stream, wanted) {
      if (wanted === 'straight' && mayTry(stream, 'straight')) return 'straight';
      return wanted !== 'exact' && mayTry(stream, 'replace') ? 'replace' : 'exact';
    },
    learn(stream, path, worked) {
      if (path === 'exact') return;
      if (worked) pauses[path].delete(stream);
      else {
        const length = Math.min(longestPause, 2 * (pauses[path].get(stream)?.length ?? 1));
        pauses[path].set(stream, { left: length, length });
      }
    },
  };
}
