import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { assemblies, compileAssembly, moduleFile } from './assembly.mjs';

it.each(assemblies)('has $module as its source in AssemblyScript makes it today: else run `npm run assembly`', async (assembly) => {
  expect(readFileSync(moduleFile(assembly), 'utf8')).toBe(await compileAssembly(assembly));
});
