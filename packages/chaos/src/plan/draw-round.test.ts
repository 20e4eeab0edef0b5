import { expect, test } from 'vitest';
import { ciRuns } from '../../test/ci-runs.ts';
import { drawRound } from './draw-round.ts';
import { answerFaults, diskFaults, networkFaults, parts, stateFaults, type Trouble, troubleName } from './trouble.ts';

const drawn = (seed: number, rounds: number): readonly Trouble[] =>
  Array.from({ length: rounds }, (_, index) => drawRound(seed, index + 1)).flatMap((steps) => steps.map(({ trouble }) => trouble));

test('a seed repeats its decisions, each round by itself', () => {
  const all = Array.from({ length: 50 }, (_, index) => drawRound(7, index + 1));
  expect(Array.from({ length: 50 }, (_, index) => drawRound(7, index + 1))).toEqual(all);
  expect(drawRound(7, 33)).toEqual(all[32]);
  expect(drawn(8, 50).map(troubleName)).not.toEqual(drawn(7, 50).map(troubleName));
});

test.each([['postgres'], ['mariadb', 'mysql']] as const)(
  'the seeds of CI draw everything that there is at least once: %s %s',
  (...engines) => {
    const seen = new Set(
      engines
        .map((engine) => ciRuns[engine])
        .flatMap(({ seed, rounds }) => drawn(seed, rounds))
        .flatMap((trouble): readonly string[] => {
          if (trouble.kind === 'kill') return trouble.parts;
          if (trouble.kind === 'network') return [trouble.fault, `between connector and ${trouble.link}`];
          if (trouble.kind === 'answer') return [trouble.fault, trouble.when];
          return [trouble.fault];
        }),
    );
    const links = ['between connector and source', 'between connector and platform'];
    const wanted = [...parts, ...networkFaults, ...links, ...answerFaults, 'before', 'after', ...diskFaults, ...stateFaults];
    expect([...seen].toSorted()).toEqual([...wanted].toSorted());
  },
);

test('a kind that was asked for is the only one drawn', () => {
  const only = Array.from({ length: 40 }, (_, index) => drawRound(7, index + 1, ['network', 'answer'])).flat();
  expect(new Set(only.map(({ trouble }) => trouble.kind))).toEqual(new Set(['network', 'answer']));
});
