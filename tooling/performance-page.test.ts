import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { figure } from '../bench/src/figures.mjs';
import { pageFile, readReports, withFigures } from '../bench/table.mjs';

it('shows the figures of the runs that are kept: else run `node bench/table.mjs`', () => {
  const page = readFileSync(pageFile, 'utf8');
  expect(page).toBe(withFigures(page, readReports()));
});

it('tells of each run what was demanded, what came of it, and what could not be run', () => {
  const report = {
    ...{
      taken: '2026-01-02T03:04:05Z',
      processors: 2,
      processor: 'X',
      memoryGigabytes: 8,
      node: 'v20.1.0',
      postgres: '18.4',
      loadBefore: 0.04,
    },
    options: { rows: 1_000_000, changes: 10, runs: 3 },
    skipped: ['pg_recvlogical to /dev/null: pg_recvlogical is not installed'],
    failures: [{ name: 'latency', message: 'no' }],
    usage: [{ title: 'a load', cpu: { connector: 4.94, all: 10 }, peak: { connector: 120.4 } }],
    figures: [
      figure('a/ratio', 'a load', 'ratio', [0.5, 0.47, 0.46], { atLeast: 0.5, floor: 0.45 }),
      figure('a/rate', 'a load: records', 'per second', [123_456]),
      figure('b/ratio', 'a backlog', 'ratio', [undefined], { atLeast: 0.5 }),
    ],
  };
  // What was written and read again has null where nothing was measured.
  const page = withFigures(readFileSync(pageFile, 'utf8'), [{ name: 'full.json', report: JSON.parse(JSON.stringify(report)) }]);
  expect(page).toContain(
    '1,000,000 rows, 10 changes, 3 runs, 2026-01-02: 2 processors (X), 8 GB, Node 20.1.0, PostgreSQL 18.4; load of the machine before it began: 0.0.',
  );
  expect(page).toContain('| a load | 0.47 | 0.46 … 0.50 | ≥ 0.50 (floor 0.45) | floor |');
  expect(page).toContain('| a load: records | 123,000 a second |  |');
  expect(page).toContain('| a load | 4.9 |  |  |  |  | 10.0 | 120 |  |');
  expect(page).toContain('| a backlog |  |  | ≥ 0.50 |  |');
  expect(page).toContain('**Not finished:** latency.');
  expect(page).toContain('pg_recvlogical is not installed');
});
