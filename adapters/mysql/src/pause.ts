import { setTimeout as pause } from 'node:timers/promises';

/** Like a timer, but an abort throws its reason unwrapped. */
export async function pauseFor(milliseconds: number, signal: AbortSignal): Promise<void> {
  try {
    await pause(milliseconds, undefined, { signal });
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  }
}
