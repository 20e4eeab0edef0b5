import { isLienThongError, LienThongError } from '@lienthong/core';

/** Everything that is not ours becomes INTERNAL with its cause: the message of a foreign error may hold values. */
export function failureOf(error: unknown): LienThongError {
  if (isLienThongError(error)) return error;
  const name = error instanceof Error ? error.name : typeof error;
  return new LienThongError('INTERNAL', { message: `an unexpected ${name} stopped the work`, cause: error });
}

/** Whether an error is only the echo of our own signal. */
export function isAbort(error: unknown, signal: AbortSignal): boolean {
  return signal.aborted && (error === signal.reason || (error instanceof Error && error.name === 'AbortError'));
}
