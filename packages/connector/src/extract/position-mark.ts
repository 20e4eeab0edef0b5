import type { Position } from '@lienthong/core';
import type { DatasetRun } from './dataset-run.ts';
import { changesHeader } from './header-position.ts';
import { readingDigest } from './reading.ts';

/** `ce-low` or `ce-high` of a batch of changes. */
export function logPlace(run: DatasetRun, position: Position, complete: boolean): string | undefined {
  return changesHeader({ position, complete, reading: readingDigest(run.options), deadLetters: run.letters.size });
}

/** A batch without records: tells the platform how far a stream was followed while nothing of it changed. */
export function positionMark(
  run: DatasetRun,
  position: Position,
): {
  readonly lines: Uint8Array;
  readonly count: number;
  readonly low: string | undefined;
  readonly high: string | undefined;
} {
  const place = logPlace(run, position, true);
  return { lines: new Uint8Array(0), count: 0, low: place, high: place };
}

/** Positions as text, to see whether two are the same place. */
export function placeText(position: Position): string {
  return JSON.stringify(position);
}
