import { expect, it } from 'vitest';
import { troubleKindsOf } from './engines/engine.ts';
import { readOptions } from './options.ts';

const read = (line: string) =>
  readOptions(
    line.split(' ').filter((word) => word !== ''),
    () => 7,
  );

it('plays three hundred rounds of everything unless told otherwise', () => {
  expect(read('')).toEqual({ engine: 'postgres', rounds: 300, seed: 7, from: 1, only: troubleKindsOf('postgres'), plant: undefined });
  expect(read('--engine mariadb --rounds 3 --seed 11 --from 2 --only kill,disk --sabotage lost-row')).toEqual({
    ...{ engine: 'mariadb', rounds: 3, seed: 11, from: 2, plant: 'lost-row' },
    only: ['kill', 'disk'],
  });
  expect(read('--engine mongodb')).toMatchObject({ engine: 'mongodb', only: troubleKindsOf('mongodb') });
  expect(read('--engine mongodb --only step-down')).toMatchObject({ only: ['step-down'] });
  expect(read('-h')).toEqual({ help: true });
});

it.each([
  ['--round 3', /round/],
  ['rounds', /rounds/],
  ['--rounds many', /--rounds must be/],
  ['--rounds 0', /--rounds must be/],
  ['--seed 1.5', /--seed must be/],
  ['--only kill,flood', /no trouble flood of postgres; there are kill/],
  ['--engine mysql --only step-down', /no trouble step-down of mysql; there are kill, network/],
  ['--engine db2', /no engine db2; there are postgres, mariadb, mysql, mongodb, sqlserver, sqlserver-cdc, oracle, oracle-flashback/],
  ['--sabotage fire', /no sabotage fire; there are .*lost-row/],
])('says what is wrong with %s', (line, problem) => {
  expect(read(line)).toEqual({ problem: expect.stringMatching(problem) });
});
