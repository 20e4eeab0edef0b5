import { expect, it } from 'vitest';
import { isBlock, isBlockRow, type RowBlock, rowCount, valueOfBlock, valuesOfRow, valuesOfRows } from './row-block.ts';

// "Nữ" in UTF-8, two bytes that are no UTF-8, and a replacement character that somebody really wrote.
const bytes = Buffer.concat([Buffer.from('Nữ'), Buffer.from([0xcc, 0x41]), Buffer.from('\ufffd')]);
const block: RowBlock = { bytes, bounds: Int32Array.from([0, 4, -1, -1, 4, 6, 6, 9, 0, 0, 0, 1]), width: 3, count: 2 };

it('gives texts, NULL and the empty text, and bytes in place of a text that is none', () => {
  expect(valuesOfRows(block)).toEqual([
    ['Nữ', null, new Uint8Array([0xcc, 0x41])],
    ['\ufffd', '', 'N'],
  ]);
  expect(valuesOfRow({ block, index: 1 })).toEqual(['\ufffd', '', 'N']);
});

it('gives copies of binary values, which outlive the block', () => {
  const own = Buffer.from([1, 2, 3]);
  const value = valueOfBlock({ bytes: own, bounds: Int32Array.from([0, 3]), width: 1, count: 1, binary: new Set([0]) }, 0, 0);
  own.fill(9);
  expect(value).toEqual(new Uint8Array([1, 2, 3]));
});

it('tells blocks from arrays', () => {
  expect([isBlock(block), isBlock([]), isBlockRow({ block, index: 0 }), isBlockRow([])]).toEqual([true, false, true, false]);
  expect([rowCount(block), rowCount([[1], [2], [3]])]).toEqual([2, 3]);
  expect(valuesOfRows([[1], [2]])).toEqual([[1], [2]]);
});
