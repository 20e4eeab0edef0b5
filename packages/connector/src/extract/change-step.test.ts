import fc from 'fast-check';
import { expect, it } from 'vitest';
import { changeStep } from './change-step.ts';
import type { Collected } from './collector.ts';
import type { DatasetRun } from './dataset-run.ts';
import { changesHeader, readChangesHeader, snapshotHeader } from './header-position.ts';

const place = (lsn: string) => ({ kind: 'postgres/lsn', format: 1, lsn });
const nothing: Collected = { chunks: [], deadLetters: [], superseded: [], rows: 0, quality: undefined };
const some: Collected = { ...nothing, chunks: ['a', 'b'].map((text) => ({ lines: Buffer.from(text), count: 1 })), rows: 2 };
const newRun = (): DatasetRun =>
  ({
    toldPlace: undefined,
    letters: { size: 3 },
    options: { read: { kind: 'changes' }, collection: { schema: 'public', name: 'cong_dan' } },
  }) as unknown as DatasetRun; // what a step looks at

const told = (high: string | undefined) => readChangesHeader(high ?? '');

it('a stream without changes tells its place at the first step, then only when it is time and the place moved', () => {
  const run = newRun();
  const step = (to: string, marking: boolean) => changeStep(run, nothing, { from: place('0/1'), to: place(to), complete: true, marking });
  expect(step('0/2', false)?.chunks).toMatchObject([{ count: 0 }]);
  expect(step('0/3', false)).toBeUndefined();
  expect(told(step('0/3', true)?.chunks[0]?.high)).toMatchObject({ position: place('0/3'), complete: true, deadLetters: 3 });
  expect(step('0/3', true)).toBeUndefined();
});

it('only the last of several batches bears the place behind them', () => {
  const run = newRun();
  const step = changeStep(run, some, { from: place('0/1'), to: place('0/2'), complete: true, marking: true });
  expect(step?.chunks.map(({ high }) => told(high)?.position)).toEqual([place('0/1'), place('0/2')]);
  expect(run.toldPlace).toBe(JSON.stringify(place('0/2')));
});

it('a stream in its snapshot tells no place to go on from', () => {
  const run = newRun();
  const span = { from: place('0/1'), to: place('0/2'), complete: false, marking: true };
  expect(changeStep(run, nothing, span)).toBeUndefined();
  expect(changeStep(run, some, span)?.chunks.map(({ high }) => told(high)?.complete)).toEqual([false, false]);
  expect(run.toldPlace).toBeUndefined();
});

it('rejected rows go along without a batch, and the place stays untold', () => {
  const run = newRun();
  changeStep(run, some, { from: place('0/1'), to: place('0/2'), complete: true, marking: false });
  const step = changeStep(run, { ...nothing, rows: 1 }, { from: place('0/2'), to: place('0/3'), complete: true, marking: false });
  expect(step?.chunks).toEqual([]);
  expect(run.toldPlace).toBe(JSON.stringify(place('0/2')));
});

it('a place comes back from the platform as it was told; any other text is no place', () => {
  const position = { ...place('16/B374D848'), slot: 'sổ' };
  expect(told(changesHeader({ position, complete: true, reading: 'ab', deadLetters: 7 }))).toEqual({
    ...{ position, complete: true, reading: 'ab', deadLetters: 7 },
  });
  expect(told(snapshotHeader(3))).toBeUndefined();
  const text = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const good = { kind: 'lienthong/changes', format: 1, complete: true, reading: 'ab', deadLetters: 7, position };
  expect(told(text(good))).toBeDefined();
  for (const wrong of [
    { format: 2 },
    { complete: 'true' },
    { reading: 1 },
    { deadLetters: '7' },
    { position: 'x' },
    { position: { kind: 1 } },
  ])
    expect(told(text({ ...good, ...wrong }))).toBeUndefined();
  fc.assert(fc.property(fc.oneof(fc.string(), fc.json().map(text)), (other) => told(other) === undefined));
});
