import { randomOf } from '@lienthong/testbed';
import type { Scene } from '../scene.ts';
import { tables } from './tables.ts';
import { startWriter } from './writer.ts';

/** What the writers of a round have done. */
export interface Written {
  readonly statements: number;
  /** Statements while the first snapshot was being read. */
  readonly overlapping: number;
  /** Rows of the largest transaction. */
  readonly largest: number;
}

export interface Writers extends Written {
  stop(): Promise<void>;
}

const count = 3;

export function startWriters({ source, journal, connector }: Scene, seed: number, round: number): Writers {
  const written = { statements: 0, overlapping: 0, largest: 0 };
  const onStatement = (): void => {
    written.statements += 1;
    if (connector.counts.snapshots < tables.length) written.overlapping += 1;
  };
  const onCommit = (rows: number): void => {
    written.largest = Math.max(written.largest, rows);
  };
  const writers = Array.from({ length: count }, (_, index) => {
    const random = randomOf(seed, round * 100 + index);
    return startWriter({ source, journal, random, index, of: count, onStatement, onCommit });
  });
  return {
    get statements() {
      return written.statements;
    },
    get overlapping() {
      return written.overlapping;
    },
    get largest() {
      return written.largest;
    },
    async stop() {
      await Promise.all(writers.map((writer) => writer.stop()));
    },
  };
}
