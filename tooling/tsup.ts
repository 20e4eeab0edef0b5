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

/** How a test makes programs from our sources, with no build before: each in one file, but what has a native part. */
export const programsFromSources: Options = {
  format: 'esm',
  target: 'node20',
  config: false,
  silent: true,
  dts: false,
  sourcemap: true,
  clean: false,
  external: ['libsql', 'pg-native'],
  noExternal: [/^(?!libsql$|pg-native$|node:)/],
  outExtension: () => ({ js: '.mjs' }),
  banner: {
    js: `import { createRequire as createRequireOfBundle } from 'node:module'; const require = createRequireOfBundle(import.meta.url);`,
  },
  esbuildOptions(options) {
    options.conditions = ['lienthong-source'];
  },
};
