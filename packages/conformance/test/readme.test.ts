import { readFileSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { checks } from '../src/index.ts';
import { twins } from '../src/twins.ts';

const file = new URL('../README.md', import.meta.url);
const example = /(<!-- example: .* -->\n)[\s\S]*?(<!-- end of the example -->)/;
const list = /(<!-- checks: .* -->\n)[\s\S]*?(<!-- end of the checks -->)/;

it('shows the example as it runs, and the checks as they are', () => {
  const code = readFileSync(new URL('ledger/subject.ts', import.meta.url), 'utf8').replace('../../src/index.ts', '@lienthong/conformance');
  const rows = checks.map(({ id, name, cases = [], needs }) => {
    const defect = twins.find(({ check }) => check === id)?.defect;
    return `| \`${id}\` | ${name} | ${cases.join(', ')} | ${needs.join(', ')} | ${defect} |`;
  });
  const table = ['| check | the adapter … | case | needs | its broken twin … |', '|---|---|---|---|---|', ...rows, ''].join('\n');
  const readme = readFileSync(file, 'utf8');
  const expected = readme
    .replace(example, (_, begin: string, end: string) => `${begin}\n\`\`\`ts\n${code}\`\`\`\n\n${end}`)
    .replace(list, (_, begin: string, end: string) => `${begin}\n${table}\n${end}`);
  if (process.env['LIENTHONG_WRITE'] === '1') writeFileSync(file, expected);
  else expect(readme).toBe(expected);
  expect(readme).toMatch(example);
  expect(readme).toMatch(list);
});
