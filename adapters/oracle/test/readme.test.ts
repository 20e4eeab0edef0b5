import { readFileSync, writeFileSync } from 'node:fs';
import { formatType } from '@lienthong/core';
import { expect, it } from 'vitest';
import { oracleTypes } from '../src/types.ts';

const file = new URL('../README.md', import.meta.url);
const section = /(<!-- types: .* -->\n)[\s\S]*?(<!-- end of types -->)/;

it('shows the type table as it is', () => {
  const rows = oracleTypes.map((type) => `| \`${type.native}\` | \`${formatType(type.canonical)}\` | ${type.note ?? ''} |`);
  const table = ['| Oracle | canonical | |', '|---|---|---|', ...rows, ''].join('\n');
  const readme = readFileSync(file, 'utf8');
  const expected = readme.replace(section, (_, begin: string, end: string) => `${begin}\n${table}\n${end}`);
  if (process.env['LIENTHONG_WRITE'] === '1') writeFileSync(file, expected);
  else expect(readme).toBe(expected);
  expect(readme).toMatch(section);
});
