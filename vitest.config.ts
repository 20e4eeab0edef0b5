import { fileURLToPath } from 'node:url';
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

const factor = Number(process.env['LIENTHONG_PROPERTY_FACTOR'] ?? 1);
if (!(factor >= 1 && factor <= 10_000)) throw new Error('LIENTHONG_PROPERTY_FACTOR must be a number from 1 to 10000');
const moreRuns = { 'fast-check': fileURLToPath(new URL('tooling/more-runs.mjs', import.meta.url)) };

export default defineConfig({
  resolve: { conditions, alias: factor === 1 ? {} : moreRuns },
  ssr: { resolve: { conditions } },
  test: {
    testTimeout: 60_000 * factor,
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
