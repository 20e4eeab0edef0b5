import { type ExitCode, exitCodes } from './exit-codes.ts';

/** How a person or a supervisor ends a command that runs on. */
export interface StopSignals extends Disposable {
  /** Aborted by the first SIGINT or SIGTERM. */
  readonly signal: AbortSignal;
}

/** The first signal drains, the second exits at once with 130 or 143. */
export function stopSignals(onFirst: (name: 'SIGINT' | 'SIGTERM') => void): StopSignals {
  const controller = new AbortController();
  const codes: Readonly<Record<'SIGINT' | 'SIGTERM', ExitCode>> = { SIGINT: exitCodes.interrupted, SIGTERM: exitCodes.terminated };
  const listen = (name: 'SIGINT' | 'SIGTERM') => () => {
    if (controller.signal.aborted) process.exit(codes[name]);
    onFirst(name);
    controller.abort(new Error(`stopped by ${name}`));
  };
  const [onInterrupt, onTerminate] = [listen('SIGINT'), listen('SIGTERM')];
  process.on('SIGINT', onInterrupt);
  process.on('SIGTERM', onTerminate);
  return {
    signal: controller.signal,
    [Symbol.dispose]() {
      process.off('SIGINT', onInterrupt);
      process.off('SIGTERM', onTerminate);
    },
  };
}
