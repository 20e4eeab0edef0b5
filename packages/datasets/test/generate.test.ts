import { compileReader, expectContract } from '@lienthong/core';
import { createDictionary } from '@lienthong/dictionary';
import { describe, expect, it } from 'vitest';
import { contractOf, datasetNames, datasets, generateRows } from '../src/index.ts';
import { defined, kindsOf } from './expect-row.ts';

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
        const changed = dataset.table.columns.filter((column) => JSON.stringify(row[column.name]) !== JSON.stringify(clean[index]?.row[column.name]));
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

    it(`${name}: have each kind of dirt in about its share`, () => {
      const rows = 20_000;
      const counted = new Map(kindsOf(dataset).map((kind) => [kind, 0]));
      for (const { dirt } of generateRows(dataset, { rows, dirt: 'heavy' })) {
        for (const { kind } of dirt) counted.set(kind, (counted.get(kind) ?? 0) + 1);
      }
      for (const { kind, heavy, usual } of dataset.dirt) {
        const count = counted.get(kind) ?? 0;
        // Six deviations above what is drawn; below it, rows have no such value, or another kind got their column first.
        expect(count, kind).toBeLessThan(rows * heavy + 6 * Math.sqrt(rows * heavy));
        expect(count, kind).toBeGreaterThan(0);
        expect(usual, kind).toBeLessThan(heavy);
        const always = [...generateRows(dataset, { rows: 400, dirt: { [kind]: 1 } })].filter(({ dirt }) => dirt.length === 1).length / 400;
        const others = dataset.dirt.filter((other) => other.column === dataset.dirt.find((own) => own.kind === kind)?.column).length;
        expect(count, kind).toBeGreaterThan((rows * heavy * always - 6 * Math.sqrt(rows * heavy)) * 0.8 ** (others - 1));
      }
    });
  }

  it('are refused for dirt that the dataset does not have', () => {
    const first = (share: Readonly<Record<string, number>>) => () => generateRows(datasets.land, { rows: 1, dirt: share }).next();
    expect(first({ 'no-such-dirt': 0.5 })).toThrow(/land has no dirt no-such-dirt; it has holder-in-unicode/);
    expect(first({ 'area-zero': 2 })).toThrow(/from 0 to 1/);
  });
});
