import type { Options } from 'tsup';

/** How every package is built: one ESM entry with its types. */
export const library: Options = {
  entry: ['src/index.ts'],
  format: 'esm',
  target: 'node20',
  dts: { compilerOptions: { customConditions: [] } },
  sourcemap: true,
  clean: true,
};
