import { compileReader, expectContract } from '@lienthong/core';
import { createDictionary } from '@lienthong/dictionary';
import { describe, expect, it } from 'vitest';
import { contractOf, type DirtLevel, datasetNames, datasets, generateRows } from '../src/index.ts';
import { defined } from './expect-row.ts';

describe('generated rows', () => {
  for (const name of datasetNames) {
    const dataset = datasets[name];
    const contract = expectContract(contractOf(name), `${name}/contract.yaml`);

    it(`${name}: are the same for a seed, from any place on, and others for another seed`, () => {
      const whole = [...generateRows(dataset, { rows: 60, seed: 5, dirt: 'heavy' })];
      expect([...generateRows(dataset, { rows: 20, from: 40, seed: 5, dirt: 'heavy' })]).toEqual(whole.slice(40));
      expect([...generateRows(dataset, { rows: 60, seed: 6, dirt: 'heavy' })]).not.toEqual(whole);
    });

    it(`${name}: have the same truth at every level of dirt, and none of it at none`, () => {
      const clean = [...generateRows(dataset, { rows: 300, dirt: 'none' })];
      const heavy = [...generateRows(dataset, { rows: 300, dirt: 'heavy' })];
      expect(heavy.map(({ truth }) => truth)).toEqual(clean.map(({ truth }) => truth));
      expect(clean.every(({ dirt }) => dirt.length === 0)).toBe(true);
      for (const [index, { row, dirt }] of heavy.entries()) {
        const changed = dataset.table.columns.filter(
          (column) => JSON.stringify(row[column.name]) !== JSON.stringify(clean[index]?.row[column.name]),
        );
        expect(dirt.map(({ column }) => column).sort()).toEqual(changed.map((column) => column.name).sort());
      }
    });

    it(`${name}: have a truth that keeps to the contract, and keys of their own`, () => {
      const reader = compileReader(contract);
      const keys = new Set<string>();
      for (const { truth } of generateRows(dataset, { rows: 3_000, dirt: 'none' })) {
        const read = reader.read(JSON.stringify({ op: 'r', version: '0', after: defined(truth) }));
        if ('code' in read) throw new Error(`${read.code} at ${read.pointer}: ${read.reason}`);
        keys.add(read.key);
      }
      expect(keys.size).toBe(3_000);
    });

    it(`${name}: have a truth in which the dictionary finds no error`, () => {
      const dictionary = createDictionary({ at: '2026-01-01' });
      const errors = new Set<string>();
      for (const { truth } of generateRows(dataset, { rows: 500, dirt: 'none' })) {
        for (const property of contract.properties) {
          const value = truth[property.name];
          const inspector = dictionary.inspector(property);
          if (typeof inspector === 'string') throw new Error(inspector);
          if (typeof value !== 'string' || inspector === undefined) continue;
          for (const { code, severity } of inspector.inspect(value)) if (severity === 'error') errors.add(`${property.name}: ${code}`);
        }
      }
      expect([...errors]).toEqual([]);
    });

    it(`${name}: have each kind of dirt in its share of the rows that can have it`, () => {
      const rows = 3_000;
      const count = (level: DirtLevel, kind: string) =>
        [...generateRows(dataset, { rows, dirt: level })].filter(({ dirt }) => dirt.some((one) => one.kind === kind)).length;
      const heavy = [...generateRows(dataset, { rows, dirt: 'heavy' })].flatMap(({ dirt }) => dirt.map(({ kind }) => kind));
      for (const one of dataset.dirt) {
        const able = count({ [one.kind]: 1 }, one.kind);
        const alone = count({ [one.kind]: 0.3 }, one.kind);
        const together = heavy.filter((kind) => kind === one.kind).length;
        // Where two kinds meet in a column, the one that is listed first stays.
        const isFirst = dataset.dirt.find(({ column }) => column === one.column) === one;
        const expected = able * one.heavy;
        expect({ kind: one.kind, able: able > 20, alone: isNear(alone, able * 0.3) }).toEqual({ kind: one.kind, able: true, alone: true });
        expect({ kind: one.kind, heavy: isNear(together, expected) || (!isFirst && together > 0 && together < expected) }).toEqual({
          kind: one.kind,
          heavy: true,
        });
        expect(one.usual).toBeLessThan(one.heavy);
      }
    });
  }

  it('are refused for dirt that the dataset does not have', () => {
    const first = (share: Readonly<Record<string, number>>) => () => generateRows(datasets.land, { rows: 1, dirt: share }).next();
    expect(first({ 'no-such-dirt': 0.5 })).toThrow(/land has no dirt no-such-dirt; it has holder-in-unicode/);
    expect(first({ 'area-zero': 2 })).toThrow(/from 0 to 1/);
  });
});

/** Within six standard deviations. */
function isNear(count: number, expected: number): boolean {
  return Math.abs(count - expected) <= 6 * Math.sqrt(expected);
}
