import { expect, it } from 'vitest';
import { createGate } from './gate.ts';

const never = new AbortController().signal;

it('lets no more in than it has places, in their order, and passes those over that gave up', async () => {
  const gate = createGate(1);
  await gate.enter(never);
  const order: string[] = [];
  const abort = new AbortController();
  const reason = new Error('enough');
  const gone = gate.enter(abort.signal);
  const first = gate.enter(never).then(() => order.push('first'));
  const second = gate.enter(never).then(() => order.push('second'));
  abort.abort(reason);
  await expect(gone).rejects.toBe(reason);
  expect(order).toEqual([]);
  gate.leave();
  await first;
  expect(order).toEqual(['first']);
  gate.leave();
  await second;
  gate.leave();
  await gate.enter(never);
});
