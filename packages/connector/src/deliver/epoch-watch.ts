import { LienThongError, type Receipt } from '@lienthong/core';
import type { DatasetRun } from '../extract/dataset-run.ts';
import { retry } from '../retry.ts';
import type { DeliverContext } from './deliver.ts';

/** Notices when somebody else has begun a newer epoch of the stream: the platform then takes ours and it changes nothing there. */
export interface EpochWatch {
  /** Throws STREAM_TAKEN_OVER when the platform has a newer epoch than ours. */
  ask(): Promise<void>;
  /** Asks when a receipt makes it likely: what is over is superseded as a whole or in part. */
  look(receipt: Receipt): Promise<void>;
}

/** Snapshot and changes side by side supersede each other too: so often the question is worth a request. */
const askAgainMs = 5_000;

export function watchEpoch(context: DeliverContext, run: DatasetRun): EpochWatch {
  const { options, events, clock } = context;
  let askedAt = Number.NEGATIVE_INFINITY;
  const ask = async (): Promise<void> => {
    askedAt = clock.milliseconds();
    const policy = { stage: 'platform', dataset: run.dataset, backoff: options.delivery.backoff, events, signal: context.stop } as const;
    const remote = await retry(policy, () => context.transport.stream(run.options.stream, context.kill));
    if (remote === undefined || remote.epoch <= run.epoch) return;
    throw new LienThongError('STREAM_TAKEN_OVER', {
      message: `the platform has epoch ${remote.epoch} of ${run.dataset}, and this connector is in epoch ${run.epoch}: what it sends changes nothing any more`,
      details: { dataset: run.dataset, epoch: run.epoch, newest: remote.epoch },
    });
  };
  return {
    ask,
    async look({ superseded, accepted }) {
      if (superseded === 0) return;
      // Nothing at all was taken: that is worth asking at once.
      if (accepted === 0 || clock.milliseconds() - askedAt >= askAgainMs) await ask();
    },
  };
}
