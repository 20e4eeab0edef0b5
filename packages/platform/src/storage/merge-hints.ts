/**
 * How a batch is merged. `straight`: nothing of its keys is there · `replace`: what is there is lower than all of the batch ·
 * `exact`: each key is looked up. The first two notice when they are wrong, and `exact` follows.
 */
export type MergePath = 'straight' | 'replace' | 'exact';

/** What a process remembers of its streams, so that a path that fails again and again is not tried for every batch. */
export interface MergeHints {
  choose(stream: number, wanted: MergePath): MergePath;
  /** How the path that was chosen went. */
  learn(stream: number, path: MergePath, worked: boolean): void;
}

const longestPause = 64;

export function createMergeHints(): MergeHints {
  const streams = new Map<number, { left: number; pause: number }>();
  return {
    choose(stream, wanted) {
      const known = streams.get(stream);
      if (known === undefined || known.left === 0) return wanted;
      known.left--;
      return 'exact';
    },
    learn(stream, path, worked) {
      if (path === 'exact') return;
      if (worked) streams.delete(stream);
      else {
        const pause = Math.min(longestPause, 2 * (streams.get(stream)?.pause ?? 1));
        streams.set(stream, { left: pause, pause });
      }
    },
  };
}
