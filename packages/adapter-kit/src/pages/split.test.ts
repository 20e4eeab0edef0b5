import { expect, it } from 'vitest';
import { type KeysToCut, keyBounds } from './split.ts';

const ids = (...all: readonly number[]): KeysToCut => ({
  rows: all.length,
  extent: () => Promise.resolve(all.length === 0 ? null : [String(all[0]), String(all.at(-1))]),
  keyBehind: (from, before) => {
    const found = all.filter((id) => from === null || id > Number(from[0]))[before];
    return Promise.resolve(found === undefined ? undefined : [String(found)]);
  },
});
const upTo = (count: number, step = 1) => Array.from({ length: count }, (_, index) => (index + 1) * step);

it('cuts whole numbers that lie close evenly, and looks for the others in the order of the key', async () => {
  expect(await keyBounds(ids(...upTo(100)), 25)).toEqual([['26'], ['51'], ['76']]);
  expect(await keyBounds({ ...ids(...upTo(100)), extent: undefined }, 25)).toEqual([['25'], ['50'], ['75'], ['100']]);
  expect(await keyBounds(ids(...upTo(100, 51)), 25)).toEqual([[String(25 * 51)], [String(50 * 51)], [String(75 * 51)], [String(100 * 51)]]);
});

it('loses no digit of a number that a double cannot hold', async () => {
  const extent = () => Promise.resolve(['9223372036854775000', '9223372036854775807'] as const);
  expect(await keyBounds({ ...ids(), rows: 808, extent }, 404)).toEqual([['9223372036854775404']]);
});

it('cuts nothing that is small, empty or not counted', async () => {
  expect(await keyBounds(ids(...upTo(10)), 10)).toEqual([]);
  expect(await keyBounds({ ...ids(), rows: 1_000 }, 10)).toEqual([]);
  expect(await keyBounds(ids(), 10)).toEqual([]);
});

it('makes no more ranges than are worth keeping', async () => {
  const endless: KeysToCut = { rows: 1e9, extent: undefined, keyBehind: (from) => Promise.resolve([String(Number(from?.[0] ?? 0) + 1)]) };
  expect((await keyBounds(endless, 10)).length).toBe(10_000);
});
