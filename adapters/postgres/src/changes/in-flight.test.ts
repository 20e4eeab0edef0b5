import { expect, it } from 'vitest';
import { isVisible, parseVisibility } from './in-flight.ts';

it('tells what a snapshot sees, over the turn of 32 bits too', () => {
  const epoch = 5n << 32n;
  const at = (xmin: bigint, xmax: bigint, ...running: readonly bigint[]) => parseVisibility(`${xmin}:${xmax}:${running.join(',')}`);
  const plain = at(epoch + 100n, epoch + 110n, epoch + 100n, epoch + 105n);
  expect([99, 100, 104, 105, 109, 110, 111].map((xid) => isVisible(xid, plain))).toEqual([true, false, true, false, true, false, false]);
  // The counter has just turned: 4294967290 is six before, 3 is running.
  const turned = at(epoch - 6n, epoch + 5n, epoch - 6n, epoch + 3n);
  expect([4294967289, 4294967290, 4294967291, 2, 3, 5].map((xid) => isVisible(xid, turned))).toEqual([
    true,
    false,
    true,
    true,
    false,
    false,
  ]);
  // About to turn: a transaction behind the turn has not begun for this snapshot.
  expect(isVisible(3, at(epoch - 6n, epoch - 2n))).toBe(false);
});
