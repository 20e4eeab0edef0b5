import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

it('has a README whose code compiles against the packages as they are', async () => {
  const code = /```ts\n(.*?)```/s.exec(readFileSync(join(root, 'README.md'), 'utf8'))?.[1];
  expect(code).toContain('createConnector');
  // Inside the command's package, because all packages are within its reach.
  const cache = join(root, 'packages', 'cli', 'node_modules', '.cache');
  await mkdir(cache, { recursive: true });
  const folder = await mkdtemp(join(cache, 'readme-'));
  try {
    await writeFile(join(folder, 'example.ts'), code ?? '');
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ extends: join(root, 'tsconfig.base.json'), files: ['example.ts'] }));
    expect(problemsOf(folder)).toBe('');
  } finally {
    await rm(folder, { recursive: true });
  }
});

function problemsOf(folder: string): string {
  try {
    return execFileSync(process.execPath, [join(root, 'node_modules', 'typescript', 'bin', 'tsc'), '-p', folder], { encoding: 'utf8' });
  } catch (error) {
    return error instanceof Error && 'stdout' in error ? String(error.stdout) : String(error);
  }
}

it('has no link within the repository that leads nowhere', () => {
  const broken = pages(root).flatMap((page) => {
    const text = readFileSync(page, 'utf8').replace(/```.*?```/gs, '');
    const targets = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1] ?? '').filter((target) => !/^[a-z]+:|^#/.test(target));
    return targets
      .filter((target) => !existsSync(join(dirname(page), target.split('#')[0] ?? '')))
      .map((target) => `${relative(root, page)} → ${target}`);
  });
  expect(broken).toEqual([]);
});

function pages(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory())
      return ['node_modules', 'dist', 'test-results'].includes(entry.name) || entry.name.startsWith('.') ? [] : pages(path);
    return entry.name.endsWith('.md') ? [path] : [];
  });
}
