import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type BatchRows, keyHeadBytes, lengthBytes } from './batch-rows.ts';
import { newestRows } from './newest-rows.ts';

function rowsOf(keys: readonly string[], versions: readonly string[]): BatchRows {
  const elements = keys.map((key) => Buffer.concat([Buffer.alloc(lengthBytes + keyHeadBytes), Buffer.from(key)]));
  const keyStarts = [0];
  for (const element of elements) keyStarts.push((keyStarts.at(-1) ?? 0) + element.length);
  return {
    count: keys.length,
    bytes: Buffer.alloc(0),
    starts: new Int32Array(keys.length + 1),
    keys: Buffer.concat(elements),
    keyStarts: Int32Array.from(keyStarts),
    lines: Int32Array.from(keys.keys()),
    versions: versions as BatchRows['versions'], // any text sorts like a version
    deleted: new Uint8Array(keys.length),
    truncations: [],
  };
}

it('leaves per key the highest version, and of equal ones the last, whether the keys are sorted or not', () => {
  const keys = fc.array(fc.tuple(fc.stringMatching(/^[a-c1-3ễ]{0,3}$/), fc.constantFrom('0', '1:a', '1:b')), {
    minLength: 1,
    maxLength: 12,
  });
  const order = fc.constantFrom<((left: string, right: string) => number) | undefined>(
    undefined,
    (left, right) => (left < right ? -1 : left > right ? 1 : 0),
    (left, right) => Buffer.byteLength(left) - Buffer.byteLength(right) || (left < right ? -1 : left > right ? 1 : 0),
  );
  let sorted = 0;
  fc.assert(
    fc.property(keys, order, (pairs, compare) => {
      if (compare !== undefined) pairs.sort(([left], [right]) => compare(left, right));
      const expected = new Map<string, number>();
      pairs.forEach(([key, version], row) => {
        const known = expected.get(key);
        if (known === undefined || version >= (pairs[known]?.[1] ?? '')) expected.set(key, row);
      });
      const all = Int32Array.from(pairs.keys());
      const rows = rowsOf(
        pairs.map(([key]) => key),
        pairs.map(([, version]) => version),
      );
      const newest = newestRows(rows, all);
      if (newest === all) sorted++;
      expect([...newest]).toEqual([...expected.values()].sort((left, right) => left - right));
    }),
    { numRuns: 3000 },
  );
  expect(sorted).toBeGreaterThan(500);
});
