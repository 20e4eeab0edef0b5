import { defineConfig } from 'vitest/config';

// The first is ours: packages see each other's source, so that tests need no build. The others are what Vite has for servers.
const conditions = ['lienthong-source', 'node', 'development|production'];
const chaos = 'packages/chaos/test/**/*.test.ts';
// They share what they import, of which nothing keeps anything of a test: to load it anew for each file took as long as the tests.
const shared = [
  '{packages,adapters,examples}/*/src/**/*.test.ts',
  'packages/{conformance,core,datasets,dictionary,testbed}/test/**/*.test.ts',
  'adapters/oracle/test/**/*.test.ts',
  'tooling/**/*.test.ts',
];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    testTimeout: 60_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
    reporters: process.env['CI'] === undefined ? ['default'] : ['default', ['json', { outputFile: 'test-results/vitest.json' }]],
    projects: [
      { extends: true, test: { name: 'shared', include: shared, isolate: false } },
      {
        extends: true,
        test: { name: 'apart', include: ['{packages,adapters,examples}/*/test/**/*.test.ts'], exclude: [chaos, ...shared] },
      },
      { extends: true, test: { name: 'chaos', include: [chaos], globalSetup: 'packages/chaos/test/build-programs.ts' } },
    ],
  },
});
