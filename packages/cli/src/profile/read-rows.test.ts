import type { Rows, SnapshotReader } from '@lienthong/core';
import { describe, expect, it } from 'vitest';
import { readRows } from './read-rows.ts';

const selection = { collection: { schema: 's', name: 't' }, columns: ['a', 'b'], key: [] };
const position = (name: string) => ({ kind: 'test/range', format: 1, name });
const block = (...values: readonly (string | null)[]): Rows => {
  const bytes = Buffer.from(values.join(''));
  let end = 0;
  const bounds = values.flatMap((value) => (value === null ? [-1, -1] : [end, (end += Buffer.byteLength(value))]));
  return { bytes, bounds: Int32Array.from(bounds), width: 2, count: values.length / 2 };
};

function world(batches: readonly Rows[], onBatch: (number: number) => void = () => {}) {
  const seen: unknown[][] = [[], []];
  const reader: SnapshotReader = {
    split: async () => [position('first'), position('second')],
    async *read({ range, signal }) {
      for (const [number, rows] of batches.entries()) {
        onBatch(number);
        signal.throwIfAborted();
        yield { rows, position: range };
      }
    },
  };
  const profilers = seen.map((values) => ({ add: (value: unknown) => void values.push(value), report: () => expect.fail() }));
  let read = 0;
  const onRows = (rows: number) => (read += rows);
  return { seen, read: () => read, input: { reader, selection, profilers, limit: Number.POSITIVE_INFINITY, onRows } };
}

describe('reading rows into profilers', () => {
  it('gives each column its values of all ranges, as text', async () => {
    const { seen, read, input } = world([
      block('1', 'Ánh', '2', null),
      [
        [3, true],
        [null, { x: 1 }],
        [Uint8Array.of(1), ''],
      ],
    ]);
    expect(await readRows({ ...input, signal: new AbortController().signal })).toBe(true);
    const [a, b] = [
      ['1', '2', '3', null, Uint8Array.of(1)],
      ['Ánh', null, 'true', '{"x":1}', ''],
    ];
    expect(seen).toEqual([
      [...a, ...a],
      [...b, ...b],
    ]);
    expect(read()).toBe(10);
  });

  it('stops at the limit, within a batch too', async () => {
    const { seen, input } = world([block('1', 'a', '2', 'b')]);
    expect(await readRows({ ...input, limit: 3, signal: new AbortController().signal })).toBe(false);
    expect(seen).toEqual([
      ['1', '2', '1'],
      ['a', 'b', 'a'],
    ]);
  });

  it('ends without an error when it is stopped, with what was read until then', async () => {
    const stop = new AbortController();
    const { seen, input } = world([block('1', 'a'), block('2', 'b')], (number) => {
      if (number === 1) stop.abort(new Error('stopped'));
    });
    expect(await readRows({ ...input, signal: stop.signal })).toBe(false);
    expect(seen).toEqual([['1'], ['a']]);
  });

  it('hands on what the source says when it fails', async () => {
    const { input } = world([block('1', 'a')], () => {
      throw new Error('the source is gone');
    });
    await expect(readRows({ ...input, signal: new AbortController().signal })).rejects.toThrow('the source is gone');
  });
});
