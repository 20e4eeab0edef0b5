import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Layer, layeredRecords } from './layered-records.ts';
import { orderedRecords, type RecordReader, type ScanStart } from './ordered-records.ts';

const keyText = fc.integer({ min: 0, max: 999 }).map((value) => String(value).padStart(3, '0'));
const step = fc.record({ key: keyText, kind: fc.constantFrom('set', 'set', 'set', 'delete') });

function keysOf(reader: RecordReader, direction: 1 | -1, start?: ScanStart): string[] {
  const scan = reader.scan(direction, start);
  const keys: string[] = [];
  while (scan.next()) keys.push(scan.key);
  expect(scan.next()).toBe(false);
  return keys;
}

function expected(all: Iterable<string>, direction: 1 | -1, { key, inclusive }: ScanStart): string[] {
  const sorted = [...all].sort();
  if (direction === -1) sorted.reverse();
  return sorted.filter((other) => (inclusive && other === key) || (direction === 1 ? other > key : other < key));
}

test('records come in the order of their keys, from any start, in both directions, after any inserts and deletes', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 3000, size: 'max' }), keyText, fc.boolean(), (steps, key, inclusive) => {
      const records = orderedRecords();
      const model = new Map<string, Buffer>();
      for (const { key: at, kind } of steps) {
        if (kind === 'set') {
          const record = Buffer.from(at);
          records.set(at, record);
          model.set(at, record);
        } else {
          records.delete(at);
          model.delete(at);
        }
      }
      expect(records.size).toBe(model.size);
      expect(records.get(key)).toBe(model.get(key));
      for (const direction of [1, -1] as const) {
        expect(keysOf(records, direction, { key, inclusive })).toEqual(expected(model.keys(), direction, { key, inclusive }));
        expect(keysOf(records, direction)).toEqual(direction === 1 ? [...model.keys()].sort() : [...model.keys()].sort().reverse());
      }
    }),
    { numRuns: 60 },
  );
});

test('a scan goes on behind its place whatever is inserted and deleted around it', () => {
  fc.assert(
    fc.property(
      fc.array(step, { minLength: 50, maxLength: 1200, size: 'max' }),
      fc.constantFrom(1 as const, -1 as const),
      (steps, direction) => {
        const records = orderedRecords();
        const kept = new Set<string>();
        for (let index = 0; index < 1000; index += 2) {
          kept.add(String(index).padStart(3, '0'));
          records.set(String(index).padStart(3, '0'), Buffer.from([1]));
        }
        const scan = records.scan(direction);
        const seen: string[] = [];
        for (const { key, kind } of steps) {
          if (!kept.has(key) && kind === 'set') records.set(key, Buffer.from([2]));
          if (!kept.has(key) && kind === 'delete') records.delete(key);
          if (scan.next()) seen.push(scan.key);
        }
        while (scan.next()) seen.push(scan.key);
        expect(seen.filter((key) => kept.has(key))).toEqual(direction === 1 ? [...kept].sort() : [...kept].sort().reverse());
        expect(new Set(seen).size).toBe(seen.length);
      },
    ),
    { numRuns: 60 },
  );
});

test('a layer hides, adds and takes away, also what it gains while it is scanned', () => {
  const base = orderedRecords();
  for (const key of ['a', 'c', 'e', 'g']) base.set(key, Buffer.from(key));
  const layer: Layer = new Map([
    ['b', Buffer.from('b')],
    ['c', undefined],
    ['e', Buffer.from('new')],
  ]);
  const reader = layeredRecords(base, layer);
  expect(keysOf(reader, 1)).toEqual(['a', 'b', 'e', 'g']);
  expect(keysOf(reader, -1, { key: 'e', inclusive: true })).toEqual(['e', 'b', 'a']);
  expect(String(reader.get('e'))).toBe('new');
  const scan = reader.scan(1, { key: 'b', inclusive: true });
  expect([scan.next(), scan.key]).toEqual([true, 'b']);
  // Somebody deletes g and inserts f: a snapshot keeps what was there.
  layer.set('g', Buffer.from('g'));
  base.delete('g');
  layer.set('f', undefined);
  base.set('f', Buffer.from('f'));
  const rest: string[] = [];
  while (scan.next()) rest.push(scan.key);
  expect(rest).toEqual(['e', 'g']);
});
