import { defineConfig } from 'vitest/config';

// The first is ours: packages see each other's source, so that tests need no build. The others are what Vite has for servers.
const conditions = ['lienthong-source', 'node', 'development|production'];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: ['{packages,adapters,examples}/*/{src,test}/**/*.test.ts', 'tooling/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
    reporters: process.env['CI'] === undefined ? ['default'] : ['default', ['json', { outputFile: 'test-results/vitest.json' }]],
  },
});
