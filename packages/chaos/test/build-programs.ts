import { cp, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'tsup';
import type { TestProject } from 'vitest/node';
import { programsFromSources } from '../../../tooling/tsup.ts';
import type { Programs } from '../src/scene.ts';

const folder = join(dirname(fileURLToPath(import.meta.url)), '..');

declare module 'vitest' {
  interface ProvidedContext {
    programs: Programs;
  }
}

/**
 * Bundles the programs from our sources, so that tests need no build of the packages. Once for a whole run: files of tests run side by
 * side, and a connector that starts while another file writes its program reads half of it.
 */
export default async function buildPrograms({ provide }: TestProject): Promise<void> {
  const home = join(folder, 'node_modules', '.lienthong-test');
  const target = join(home, 'dist');
  await mkdir(target, { recursive: true });
  // The platform looks for its files beside the folder of its program.
  const files = join(folder, '..', 'platform');
  for (const name of ['sql', 'openapi.yaml', 'package.json']) await cp(join(files, name), join(home, name), { recursive: true });
  await build({
    ...programsFromSources,
    entry: {
      connector: join(folder, 'src/parts/connector-process.ts'),
      platform: join(folder, 'src/parts/platform-process.ts'),
      mongodb: join(folder, 'src/engines/mongodb/server-process.ts'),
      sqlserver: join(folder, 'src/engines/sqlserver/server-process.ts'),
      oracle: join(folder, 'src/engines/oracle/server-process.ts'),
    },
    outDir: target,
  });
  const program = (name: string): string => join(target, `${name}.mjs`);
  const sources = { mongodb: program('mongodb'), sqlserver: program('sqlserver'), oracle: program('oracle') };
  provide('programs', { connector: program('connector'), platform: program('platform'), ...sources });
}
