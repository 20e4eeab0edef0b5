import { expect, it } from 'vitest';
import { pauseFor } from './pause.ts';

it('ends with the reason of the signal, also of one that came before', async () => {
  const stop = new AbortController();
  const reason = new Error('enough');
  const waiting = pauseFor(60_000, stop.signal);
  stop.abort(reason);
  await expect(waiting).rejects.toBe(reason);
  await expect(pauseFor(60_000, stop.signal)).rejects.toBe(reason);
});
