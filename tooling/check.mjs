// `npm run check`: every rule of the house, one after the other; what failed is told at the end, all of it.
// `npm run check -- check:lint` runs one. The result goes to test-results/check.json for .ci/run.
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const sources = ['packages', 'adapters'];

const checks = {
  'check:format': ['biome', 'ci', '--error-on-warnings', '--colors=off', '--max-diagnostics=100', '.'],
  'check:lint': ['oxlint', '--type-aware', '--deny-warnings', '.'],
  'check:types': ['turbo', 'run', 'check:types', '--continue', '--output-logs=errors-only', '--concurrency=2'],
  'check:layers': ['depcruise', '--config', '.dependency-cruiser.cjs', ...sources],
  'check:unused': ['knip', '--no-progress'],
  'check:repo': ['sherif', '--fail-on-warnings'],
  'check:package': ['turbo', 'run', 'check:package', '--continue', '--output-logs=errors-only', '--concurrency=2'],
  'check:secrets-of-place': ['node', 'tooling/secrets-of-place.mjs'],
};

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in checks));
if (unknown.length > 0) {
  console.error(`No such check: ${unknown.join(', ')}. There are: ${Object.keys(checks).join(', ')}.`);
  process.exit(2);
}

const results = Object.entries(checks)
  .filter(([name]) => wanted.length === 0 || wanted.includes(name))
  .map(([name, [program, ...parameters]]) => {
    const start = performance.now();
    const ended = spawnSync(program, parameters, {
      cwd: root,
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
      shell: process.platform === 'win32',
      env: {
        ...process.env,
        PATH: `${join(root, 'node_modules', '.bin')}${delimiter}${process.env.PATH}`,
        NO_COLOR: '1',
        TURBO_TELEMETRY_DISABLED: '1',
        TURBO_NO_UPDATE_NOTIFIER: '1',
      },
    });
    const passed = ended.status === 0;
    const seconds = (performance.now() - start) / 1000;
    if (!passed) console.log(`── ${name}\n${ended.error?.message ?? ''}${ended.stdout ?? ''}${ended.stderr ?? ''}`);
    return { name, passed, seconds };
  });

mkdirSync(join(root, 'test-results'), { recursive: true });
writeFileSync(join(root, 'test-results', 'check.json'), JSON.stringify(results));
for (const { name, passed, seconds } of results) console.log(`${passed ? 'ok    ' : 'FAILED'} ${name} (${seconds.toFixed(1)} s)`);
process.exit(results.every(({ passed }) => passed) ? 0 : 1);
