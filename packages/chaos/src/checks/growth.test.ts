import { expect, test } from 'vitest';
import { type Footprint, fewestRounds, footprintOf, growth, growthFaults, most } from './growth.ts';

const samples = (count: number, at: (index: number) => Partial<Footprint>): readonly Footprint[] =>
  Array.from({ length: count }, (_, index) => ({ megabytes: 150, kept: 110, live: 40, descriptors: 40, ...at(index) }));

test('a process that goes up and down within its bounds is flat', () => {
  expect(
    growthFaults(
      'it',
      samples(60, (index) => ({ megabytes: 120 + index * 3, kept: 100 + (index % 7) * 10, descriptors: 35 + (index % 5) })),
    ),
  ).toEqual([]);
});

test('G-32: memory and descriptors that grow slowly are found', () => {
  expect(
    growthFaults(
      'it',
      samples(60, (index) => ({ kept: 100 + index * 2 })),
    ),
  ).toEqual([expect.stringMatching(/^it grew from \d+ to \d+ megabytes$/)]);
  expect(
    growthFaults(
      'it',
      samples(60, (index) => ({ descriptors: 20 + index })),
    ),
  ).toEqual([expect.stringMatching(/^it grew from \d+ to \d+ descriptors$/)]);
  expect(growth.kept).toBeLessThan(most.megabytes);
});

test('G-32: what is in use and grows is found in a short run; what a new process takes up at first is no growth', () => {
  const rise = (what: 'live' | 'kept', count: number) =>
    growthFaults(
      'it',
      samples(count, (index) => ({ [what]: 40 + index * (growth[what] / count) * 3 })),
    );
  expect(rise('live', fewestRounds.live)).toEqual([expect.stringMatching(/^it grew from \d+ to \d+ megabytes in use$/)]);
  expect(rise('kept', fewestRounds.kept - 1)).toEqual([]);
  expect(rise('kept', fewestRounds.kept)).toHaveLength(1);
});

test('G-32: one peak above the bound is found', () => {
  expect(
    growthFaults(
      'it',
      samples(3, (index) => (index === 1 ? { megabytes: most.megabytes + 1 } : {})),
    ),
  ).toHaveLength(1);
});

test.runIf(process.platform === 'linux')(
  'tells the footprint of a process that lives, before and after it collects, and none of one that does not',
  async () => {
    let collections = 0;
    const collect = async () => {
      collections++;
      return 31;
    };
    const footprint = await footprintOf({ pid: process.pid, collect });
    expect(footprint?.megabytes).toBeGreaterThan(20);
    expect(footprint?.kept).toBeGreaterThan(20);
    expect(footprint?.live).toBe(31);
    expect(footprint?.descriptors).toBeGreaterThan(3);
    expect(collections).toBe(1);
    expect(await footprintOf({ pid: 4_194_305, collect })).toBeUndefined();
    expect(await footprintOf({ pid: process.pid, collect: async () => undefined })).toBeUndefined();
  },
);
