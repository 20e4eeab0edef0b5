import fc from 'fast-check';
import { expect, it } from 'vitest';
import { blocksRange, expectLsn, expectRange, formatLsn, keysRange, lsnToNumber } from './positions.ts';

it('reads every LSN that it writes, in order', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), (lsn) => {
      expect(lsnToNumber(formatLsn(lsn))).toBe(lsn);
    }),
  );
  expect(lsnToNumber('9/FFFFFFFF') < lsnToNumber('10/0')).toBe(true);
});

it('survives JSON and refuses what is damaged', () => {
  for (const range of [keysRange(null, ['1', null]), keysRange(['a'], null, true, 7), blocksRange(0, null, 'f')]) {
    expect(expectRange(JSON.parse(JSON.stringify(range)))).toEqual(range);
  }
  expect(() => expectRange({ ...keysRange(null, null), skip: -1 })).toThrow(expect.objectContaining({ code: 'POSITION_FOREIGN' }));
  expect(() => expectRange({ ...blocksRange(0, null, null), from: "0'" })).toThrow(expect.objectContaining({ code: 'POSITION_FOREIGN' }));
  expect(() => expectRange({ kind: 'postgres/lsn', format: 1 })).toThrow(expect.objectContaining({ code: 'POSITION_FOREIGN' }));
  expect(() => expectLsn({ kind: 'postgres/lsn', format: 2 })).toThrow(expect.objectContaining({ code: 'POSITION_FOREIGN' }));
});
