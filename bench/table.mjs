// Writes the figures into docs/performance.md from bench/results/*.json: `node bench/table.mjs`. A test holds the page to them.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { resultTables } from './src/report/markdown.mjs';

export const pageFile = fileURLToPath(new URL('../docs/performance.md', import.meta.url));
const results = new URL('./results/', import.meta.url);

const begin = '<!-- figures: written by bench/table.mjs from bench/results, not by hand -->';
const end = '<!-- end of figures -->';

/** Reports by the name of their file. */
export function readReports() {
  const names = readdirSync(results).filter((name) => name.endsWith('.json'));
  return names.toSorted().map((name) => ({ name, report: JSON.parse(readFileSync(new URL(name, results), 'utf8')) }));
}

/** The page with the figures of these reports between its two marks. */
export function withFigures(page, reports) {
  const from = page.indexOf(begin);
  const to = page.indexOf(end);
  if (from === -1 || to < from) throw new Error(`${pageFile} has lost the marks between which the figures stand`);
  return `${page.slice(0, from)}${begin}\n\n${resultTables(reports)}\n\n${page.slice(to)}`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(pageFile, withFigures(readFileSync(pageFile, 'utf8'), readReports()));
}
