import { createAcknowledger } from './acknowledge.ts';
import { changeReader, changesPosition } from './changes.ts';
import type { ExtractContext } from './context.ts';
import type { DatasetRun } from './dataset-run.ts';
import { placeText, positionMark } from './position-mark.ts';
import { restartMark } from './restart-mark.ts';

/** When following ends: leaves with the platform how far every stream was followed, so that nothing is read again should our state be lost. */
export async function tellPosition(context: ExtractContext, runs: readonly DatasetRun[]): Promise<void> {
  const { store } = context;
  const position = store.position(changesPosition)?.position;
  if (position === undefined) return;
  const place = placeText(position);
  const behind = runs.filter(
    (run) =>
      run.toldPlace !== place && store.stream(run.dataset)?.phase === 'following' && store.meta(restartMark(run.dataset)) === undefined,
  );
  if (behind.length > 0) {
    const lane = context.lane();
    const streams = behind.map((run) => ({ run, chunks: [positionMark(run, position)], deadLetters: [], superseded: [] }));
    await lane.push({ streams, positions: [] });
    await lane.drain();
    for (const run of behind) run.toldPlace = place;
  }
  const acknowledger = createAcknowledger(changeReader(context), context.events, context.kill, { clock: context.clock, delayMs: 0 });
  acknowledger.acknowledge(position);
  await acknowledger.finish();
}
