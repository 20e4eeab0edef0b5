import { columnKinds, createColumnProfiler } from '@lienthong/dictionary';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CommandLine } from '../frame/command-context.ts';
import { createTerminal } from '../frame/terminal.ts';
import { type Language, wordsOf } from '../words/words.ts';
import { showProfile } from './show.ts';

function lineIn(language: Language, isTTY = false): CommandLine {
  const stream = { isTTY, write: () => true };
  const globals = { json: false, color: isTTY, debug: false, language };
  const own = { stdout: stream, stderr: stream, env: {}, exitCode: null };
  return { process: own, globals, terminal: createTerminal(stream, stream, isTTY), words: wordsOf(language), version: '0.0.0' };
}

function profileOf(name: string, values: readonly (string | null)[], stated?: (typeof columnKinds)[number]) {
  const profiler = createColumnProfiler({ name, stated }, { at: '2026-01-01' });
  for (const value of values) profiler.add(value);
  return profiler.report();
}

const times = (count: number, value: string) => Array.from({ length: count }, () => value);

describe('a profile for people', () => {
  it('holds no value, whatever is in a column of whatever kind, in both languages', () => {
    const canary = fc.stringMatching(/^[QZXJKW][qzxjkw][2-9]{3}[qzxjkw]{3}$/);
    const number = fc.integer({ min: 0, max: 99_999_999 }).map((digits) => `001085${String(digits).padStart(8, '0')}`.slice(0, 12));
    const value = fc.oneof(
      canary,
      number,
      canary.map((text) => `${text} Đình ?${text}`),
    );
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 30 }), (values) => {
        const columns = [profileOf('so_cccd', values), ...columnKinds.map((kind) => profileOf(`cot_${kind}`, values, kind))];
        const shown = [showProfile(lineIn('en'), columns), showProfile(lineIn('vi'), columns)].join('\n');
        for (const one of values) for (let at = 0; at + 7 <= one.length; at++) expect(shown).not.toContain(one.slice(at, at + 7));
      }),
      { seed: 2026, numRuns: 60 },
    );
  });

  it('says what was found in the language of the reader', () => {
    const columns = [profileOf('so_cccd', times(10, '12345'), 'personal-id')];
    expect(showProfile(lineIn('vi'), columns)).toContain('Số định danh cá nhân có mười hai chữ số.');
    expect(showProfile(lineIn('en'), columns)).toContain('A personal identification number has twelve digits.');
  });

  it('paints the share without error by its grade', () => {
    const line = lineIn('en', true);
    const { green, yellow, red } = line.terminal.resultColors;
    const shown = (wrong: number) => showProfile(line, [profileOf('x', [...times(100 - wrong, '1'), ...times(wrong, 'one')], 'number')]);
    expect(shown(10)).toContain(green('90.00 %'));
    expect(shown(11)).toContain(yellow('89.00 %'));
    expect(shown(26)).toContain(red('74.00 %'));
  });

  it('tells counts, what to do, masked examples and what else a column can be', () => {
    const cards = Array.from({ length: 20 }, (_, index) => `0019991230${String(index).padStart(2, '0')}`);
    const shown = showProfile(lineIn('vi'), [profileOf('so_cccd', [...cards, '012345678', null])]);
    expect(shown).toContain('Số định danh cá nhân');
    expect(shown).toContain('1 × personal-id-nine-digits');
    expect(shown).toContain('có thể là Số định danh cá nhân: 20 trên 21 · Số chứng minh nhân dân: 21 trên 21');
    expect(shown).toContain('ví dụ *********000, *********001, *********002');
    expect(shown).toContain('4.55 %');
  });
});
