// `npm run check`: every `check:…` script of package.json, one after the other; what failed is told at the end, all of it.
// `npm run check -- check:lint` runs one. The result goes to test-results/check.json for .ci/run.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const checks = Object.keys(scripts).filter((name) => name.startsWith('check:'));

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !checks.includes(name));
if (unknown.length > 0) {
  console.error(`No such check: ${unknown.join(', ')}. There are: ${checks.join(', ')}.`);
  process.exit(2);
}

const results = (wanted.length > 0 ? wanted : checks).map((name) => {
  const start = performance.now();
  const ended = spawnSync(scripts[name], {
    cwd: root,
    shell: true,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
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
