import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { type Dirt, datasetNames, datasets } from '../src/index.ts';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

it('the README tells of every kind of dirt what the datasets promise', () => {
  const lines = datasetNames.flatMap((name) => datasets[name].dirt.map(lineOf));
  expect(lines.filter((line) => !readme.includes(line))).toEqual([]);
  const told = readme.split('\n').filter((line) => /^\| `[a-z0-9-]+` \| `[A-Z_]+` → /.test(line));
  expect(told).toEqual(lines);
});

it('the README shows the mapping of civil-status as it is', () => {
  const file = readFileSync(new URL('../civil-status/lienthong.yaml', import.meta.url), 'utf8');
  expect(readme.includes(`\`\`\`yaml\n${file.slice(file.indexOf('datasets:'))}\`\`\``)).toBe(true);
});

function lineOf({ kind, column, property, usual, heavy, expected }: Dirt): string {
  const { outcome, findings } = expected;
  const becomes = typeof outcome === 'string' ? outcome : `rejected: \`${outcome.rejected}\``;
  const shares = `${percent(usual)} / ${percent(heavy)}`;
  return `| \`${kind}\` | \`${column}\` → \`${property}\` | ${shares} | ${becomes} | ${findings.map((code) => `\`${code}\``).join(', ')} |`;
}

function percent(share: number): string {
  return `${Number((share * 100).toFixed(2))} %`;
}
