import { LienThongError, type Transport } from '@lienthong/core';
import { BrokenCircuitError, CircuitState, ConsecutiveBreaker, circuitBreaker, ExponentialBackoff, handleWhen } from 'cockatiel';
import type { EventHub } from '../events.ts';
import { failureOf } from '../failure.ts';
import type { Backoff } from '../resolve-options.ts';

/** A transport that leaves a platform in peace after several failures in a row, and tries again with one request. */
export function protectTransport(transport: Transport, backoff: Backoff, events: EventHub): Transport {
  const policy = circuitBreaker(
    handleWhen((error) => failureOf(error).retry === 'backoff'),
    {
      halfOpenAfter: new ExponentialBackoff({
        initialDelay: backoff.initialMs * 2,
        maxDelay: Math.max(backoff.initialMs * 2, Math.min(backoff.maxMs, 30_000)),
      }),
      breaker: new ConsecutiveBreaker(5),
    },
  );
  policy.onStateChange((state) => {
    if (state === CircuitState.Open) events.emit('circuit', { state: 'open' });
    if (state === CircuitState.HalfOpen) events.emit('circuit', { state: 'half-open' });
    if (state === CircuitState.Closed) events.emit('circuit', { state: 'closed' });
  });
  let last: LienThongError | undefined;
  const guard = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    try {
      return await policy.execute(work);
    } catch (error) {
      if (!(error instanceof BrokenCircuitError)) {
        last = failureOf(error);
        throw error;
      }
      // Whoever looks now looks for what is wrong, and has seen none of the attempts.
      throw new LienThongError('PLATFORM_UNREACHABLE', {
        message: `the platform failed several times in a row and is left in peace for a while (the last time: ${last?.message})`,
        remedy: last?.remedy,
        cause: error,
        details: { last: last?.code },
      });
    }
  };
  return {
    isOrdered: transport.isOrdered ?? false,
    ...(transport.later === undefined ? {} : { later: transport.later }),
    prepare: (batch, signal) => transport.prepare?.(batch, signal),
    send: (batch, signal) => guard(() => transport.send(batch, signal)),
    stream: (name, signal) => guard(() => transport.stream(name, signal)),
    resume: (name, epoch, abandoned, signal) => guard(() => transport.resume(name, epoch, abandoned, signal)),
    register: (dataset, version, yaml, signal) => guard(() => transport.register(dataset, version, yaml, signal)),
    close: () => transport.close(),
  };
}
