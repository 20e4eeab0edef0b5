import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { pageFile, readReports, withFigures } from '../bench/table.mjs';

it('shows the figures of the runs that are kept: else run `node bench/table.mjs`', () => {
  const page = readFileSync(pageFile, 'utf8');
  expect(page).toBe(withFigures(page, readReports()));
});
