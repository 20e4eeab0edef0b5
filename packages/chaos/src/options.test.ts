import { expect, it } from 'vitest';
import { readOptions } from './options.ts';
import { troubleKinds } from './plan/trouble.ts';

const read = (line: string) =>
  readOptions(
    line.split(' ').filter((word) => word !== ''),
    () => 7,
  );

it('plays three hundred rounds of everything unless told otherwise', () => {
  expect(read('')).toEqual({ engine: 'postgres', rounds: 300, seed: 7, from: 1, only: troubleKinds, plant: undefined });
  expect(read('--engine mariadb --rounds 3 --seed 11 --from 2 --only kill,disk --sabotage lost-row')).toEqual({
    ...{ engine: 'mariadb', rounds: 3, seed: 11, from: 2, plant: 'lost-row' },
    only: ['kill', 'disk'],
  });
  expect(read('-h')).toEqual({ help: true });
});

it.each([
  ['--round 3', /round/],
  ['rounds', /rounds/],
  ['--rounds many', /--rounds must be/],
  ['--rounds 0', /--rounds must be/],
  ['--seed 1.5', /--seed must be/],
  ['--only kill,flood', /no trouble flood; there are kill/],
  ['--engine oracle', /no engine oracle; there are postgres, mariadb, mysql/],
  ['--sabotage fire', /no sabotage fire; there are .*lost-row/],
])('says what is wrong with %s', (line, problem) => {
  expect(read(line)).toEqual({ problem: expect.stringMatching(problem) });
});
