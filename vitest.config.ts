import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: { conditions: ['lienthong-source'] },
  ssr: { resolve: { conditions: ['lienthong-source'] } },
  test: {
    include: ['{packages,adapters,examples}/*/{src,test}/**/*.test.ts', 'tooling/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
    reporters: process.env['CI'] === undefined ? ['default'] : ['default', ['json', { outputFile: 'test-results/vitest.json' }]],
  },
});
