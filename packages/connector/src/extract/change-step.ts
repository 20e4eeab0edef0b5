import type { Position } from '@lienthong/core';
import type { Collected } from './collector.ts';
import type { DatasetRun } from './dataset-run.ts';
import type { StreamStep } from './lane.ts';
import { logPlace, placeText, positionMark } from './position-mark.ts';

/** Part of the log that a step covers. */
export interface Span {
  readonly from: Position;
  readonly to: Position;
  /** Whether the epoch's snapshot has ended. */
  readonly complete: boolean;
  /** Whether a stream without records tells its place too. */
  readonly marking: boolean;
}

/** What a step of following appends to one stream; `undefined` when nothing. Notes the place that the stream has told then. */
export function changeStep(run: DatasetRun, collected: Collected, { from, to, complete, marking }: Span): StreamStep | undefined {
  const { chunks, rows, ...taken } = collected;
  if (!complete && chunks.length === 0 && rows === 0) return undefined;
  const low = logPlace(run, from, complete);
  const high = logPlace(run, to, complete);
  const placed = chunks.map((chunk, index) => ({ ...chunk, low, high: index === chunks.length - 1 ? high : low }));
  const place = placeText(to);
  // The first step of a run tells it at once: nobody knows what the platform was told before.
  if (complete && placed.length === 0 && run.toldPlace !== place && (marking || run.toldPlace === undefined)) {
    placed.push(positionMark(run, to));
  }
  if (complete && placed.length > 0) run.toldPlace = place;
  return placed.length > 0 || rows > 0 ? { ...taken, run, chunks: placed } : undefined;
}
