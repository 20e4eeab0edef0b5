import { expect, test } from 'vitest';
import { ciRuns } from '../../test/ci-runs.ts';
import { troubleKindsOf } from '../engines/engine.ts';
import { drawRound } from './draw-round.ts';
import { answerFaults, diskFaults, networkFaults, parts, stateFaults, type Trouble, troubleName } from './trouble.ts';

const kinds = troubleKindsOf('postgres');
const drawn = (seed: number, rounds: number, only = kinds): readonly Trouble[] =>
  Array.from({ length: rounds }, (_, index) => drawRound(seed, index + 1, only)).flatMap((steps) => steps.map(({ trouble }) => trouble));

test('a seed repeats its decisions, each round by itself', () => {
  const all = Array.from({ length: 50 }, (_, index) => drawRound(7, index + 1, kinds));
  expect(Array.from({ length: 50 }, (_, index) => drawRound(7, index + 1, kinds))).toEqual(all);
  expect(drawRound(7, 33, kinds)).toEqual(all[32]);
  expect(drawn(8, 50).map(troubleName)).not.toEqual(drawn(7, 50).map(troubleName));
});

test('the seed of CI draws everything that there is with PostgreSQL', () => {
  const { seed, rounds } = ciRuns.postgres;
  const seen = new Set(
    drawn(seed, rounds).flatMap((trouble): readonly string[] => {
      if (trouble.kind === 'kill') return trouble.parts;
      if (trouble.kind === 'network') return [trouble.fault, `between connector and ${trouble.link}`];
      if (trouble.kind === 'answer') return [trouble.fault, trouble.when];
      return trouble.kind === 'step-down' ? [] : [trouble.fault];
    }),
  );
  const links = ['between connector and source', 'between connector and platform'];
  const wanted = [...parts, ...networkFaults, ...links, ...answerFaults, 'before', 'after', ...diskFaults, ...stateFaults];
  expect([...seen].toSorted()).toEqual([...wanted].toSorted());
});

test.each([['mariadb', 'mysql'], ['mongodb']] as const)(
  'the seeds of CI draw every kind of trouble that the engine has: %s %s',
  (...engines) => {
    const seen = engines.flatMap((engine) =>
      drawn(ciRuns[engine].seed, ciRuns[engine].rounds, troubleKindsOf(engine)).map(({ kind }) => kind),
    );
    expect(new Set(seen)).toEqual(new Set(troubleKindsOf(engines[0])));
  },
);

test('a kind that was asked for is the only one drawn', () => {
  const only = Array.from({ length: 40 }, (_, index) => drawRound(7, index + 1, ['network', 'answer'])).flat();
  expect(new Set(only.map(({ trouble }) => trouble.kind))).toEqual(new Set(['network', 'answer']));
});

test('only MongoDB has a step-down; the other kinds are drawn as for every engine, but for the kills in its place', () => {
  const withStepDowns = drawn(7, 300, troubleKindsOf('mongodb')).map(({ kind }) => kind);
  const share = withStepDowns.filter((kind) => kind === 'step-down').length / withStepDowns.length;
  expect(share).toBeGreaterThan(0.05);
  expect(share).toBeLessThan(0.15);
  expect(drawn(7, 300).filter(({ kind }) => kind === 'step-down')).toEqual([]);
});
