import { expect, inject } from 'vitest';
import type { EngineName } from '../src/engines/engine.ts';
import type { Trouble } from '../src/plan/trouble.ts';
import { roundLine, summaryLines } from '../src/report.ts';
import { type PlayedRound, type RunResult, runRounds } from '../src/run-rounds.ts';
import { ciRuns } from './ci-runs.ts';

/** What the rounds of CI did with one engine: one run, of which each test asks for its kind of trouble. */
export interface CollectedRounds {
  readonly result: RunResult;
  readonly rounds: readonly PlayedRound[];
  /** No round and nothing at the end had a fault; says all that happened, and what repeats it, where one had. */
  expectHeld(): void;
  roundsWith(wanted: (trouble: Trouble) => boolean): readonly PlayedRound[];
  /** That many rounds had this trouble, and each of them ended without a fault. */
  expectSurvived(atLeast: number, wanted: (trouble: Trouble) => boolean): void;
}

/** `LIENTHONG_CHAOS_SEED` takes another seed, `LIENTHONG_CHAOS_SHOW` prints each round. */
export async function collectRounds(engine: EngineName): Promise<CollectedRounds> {
  const { rounds: count, seed: usual } = ciRuns[engine];
  const seed = Number(process.env['LIENTHONG_CHAOS_SEED'] ?? usual);
  const rounds: PlayedRound[] = [];
  const lines: string[] = [];
  const result = await runRounds({
    ...{ programs: inject('programs'), engine, seed, rounds: count },
    onRound: (round, played) => {
      rounds.push(played);
      lines.push(roundLine(round, played));
      if (process.env['LIENTHONG_CHAOS_SHOW'] !== undefined) process.stdout.write(`${lines.at(-1)}\n`);
    },
  });
  const roundsWith = (wanted: (trouble: Trouble) => boolean): readonly PlayedRound[] =>
    rounds.filter(({ steps }) => steps.some(({ trouble }) => wanted(trouble)));
  return {
    ...{ result, rounds, roundsWith },
    expectHeld() {
      if (result.faults.length > 0) throw new Error([...lines, ...summaryLines(`--engine ${engine} --seed ${seed}`, result)].join('\n'));
    },
    expectSurvived(atLeast, wanted) {
      const found = roundsWith(wanted);
      expect(found.flatMap(({ faults }) => faults)).toEqual([]);
      expect(found.length).toBeGreaterThanOrEqual(atLeast);
    },
  };
}
