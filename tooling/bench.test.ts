import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { figure } from '../bench/src/figures.mjs';
import { caseNames, readOptions } from '../bench/src/options.mjs';
import { longestStatement } from '../bench/src/source/statement-log.mjs';

describe('the benchmark', () => {
  it('refuses what it does not know instead of measuring something else', () => {
    expect(readOptions(['--row', '5']).problem).toMatch(/--row/);
    expect(readOptions(['--rows', 'many']).problem).toBe('--rows must be a whole number above 0');
    expect(readOptions(['--rows', '0']).problem).toBe('--rows must be a whole number above 0');
    expect(readOptions(['--cases', 'merge,speed']).problem).toMatch(/no case speed/);
    expect(readOptions(['fast']).problem).toMatch(/fast/);
  });

  it('ends with 2 and the usage when it is asked for something unknown', () => {
    const run = fileURLToPath(new URL('../bench/run.mjs', import.meta.url));
    const ended = spawnSync(process.execPath, [run, '--rwos', '1'], { encoding: 'utf8' });
    expect(ended.stderr).toContain('--rwos');
    expect(ended.stderr).toContain('npm run bench -- [options]');
    expect(ended.status).toBe(2);
  });

  it('takes the small version with one number of it changed', () => {
    expect(readOptions(['--small', '--rows', '2000'])).toMatchObject({ small: true, rows: 2_000, runs: 1, cases: caseNames });
  });

  it('takes the median, and tells target, floor and neither apart', () => {
    const ratio = (...values: number[]) => figure('a/ratio', 'a', 'ratio', values, { atLeast: 0.5, floor: 0.45 });
    expect(ratio(0.9, 0.5, 0.1)).toMatchObject({ value: 0.5, least: 0.1, most: 0.9, reached: 'target' });
    expect(ratio(0.46)).toMatchObject({ reached: 'floor' });
    expect(ratio(0.4, 0.48)).toMatchObject({ value: 0.44, reached: 'missed' });
    expect(figure('b/ms', 'b', 'ms', [150, 151], { atMost: 150 })).toMatchObject({ reached: 'missed' });
    expect(figure('c/ratio', 'c', 'ratio', [undefined], { atLeast: 1 }).reached).toBeUndefined();
  });

  it("finds the longest statement of the connector's role and of nobody else in the server's log", () => {
    const log = `2026-11-25 02:00:00.000 UTC|12|postgres|client backend|LOG:  duration: 9000.000 ms  statement: truncate citizen_copy
2026-11-25 02:00:01.000 UTC|13|bench_connector|client backend|LOG:  duration: 12.500 ms  statement: copy (select "id"
	from "public"."citizen") to stdout
2026-11-25 02:00:02.000 UTC|13|bench_connector|client backend|LOG:  duration: 700.250 ms  execute <unnamed>: select 1
2026-11-25 02:00:03.000 UTC|14||checkpointer|LOG:  checkpoint complete
`;
    expect(longestStatement(log)).toEqual({ statements: 2, milliseconds: 700.25, text: 'select 1' });
    expect(longestStatement('')).toBeUndefined();
  });
});
