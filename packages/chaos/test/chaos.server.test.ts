import { expect, test } from 'vitest';
import { roundLine, summaryLines } from '../src/report.ts';
import { runRounds } from '../src/run-rounds.ts';
import { buildPrograms } from './build-programs.ts';

const seed = Number(process.env['LIENTHONG_CHAOS_SEED'] ?? 20_260_301);
const rounds = Number(process.env['LIENTHONG_CHAOS_ROUNDS'] ?? 32);

test('G-04 G-05: killed, cut and damaged at random moments, both sides end equal', async () => {
  const programs = await buildPrograms();
  const lines: string[] = [];
  const result = await runRounds({
    programs,
    seed,
    rounds,
    only: process.env['ONLY']?.split(',') as never,
    onRound: (round, played) => {
      lines.push(roundLine(round, played));
      if (process.env['LIENTHONG_CHAOS_SHOW'] !== undefined) process.stdout.write(`${lines.at(-1)}\n`);
    },
  });
  expect(result.faults, [...lines, ...summaryLines(seed, result)].join('\n')).toEqual([]);
}, 600_000);
