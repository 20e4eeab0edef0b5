import { setTimeout as pause } from 'node:timers/promises';
import { LienThongError } from '@lienthong/core';

/** Asks again and again until the answer is yes; throws when it takes too long. */
export async function waitUntil(condition: () => boolean | Promise<boolean>, options: WaitOptions): Promise<void> {
  const deadline = performance.now() + options.seconds * 1000;
  while (!(await condition())) {
    options.signal.throwIfAborted();
    if (performance.now() > deadline) throw new LienThongError('INTERNAL', { message: options.late, remedy: options.remedy });
    await pause(options.everyMs ?? 50, undefined, { signal: options.signal });
  }
}

export interface WaitOptions {
  readonly seconds: number;
  readonly everyMs?: number;
  readonly late: string;
  readonly remedy?: string | undefined;
  readonly signal: AbortSignal;
}
