// The last lines of .ci/run: what was skipped, by name, and `N passed, N failed, N skipped`. A check counts as one test.
import { existsSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const [testStatus = '1', checkStatus = '1', benchStatus = '1'] = process.argv.slice(2);

const tests = readJson('vitest.json');
const files = tests?.testResults ?? [];
const cases = files.flatMap(({ name, assertionResults }) => assertionResults.map((result) => ({ file: relative(root, name), ...result })));
// A file that does not load has no tests in it: it would vanish from the count.
const brokenFiles = files.filter(
  ({ status, assertionResults }) => status === 'failed' && !assertionResults.some((result) => result.status === 'failed'),
);
const checks = readJson('check.json') ?? [];
const bench = readJson('bench.json');
const failedBench =
  benchStatus === '0' && bench?.failures.length === 0 ? [] : ['bench: the small version: a case did not run, or values differ'];
const notHere = [...(await enginesNotHere()), ...(bench?.skipped ?? [])];

const failedTests = cases.filter(({ status }) => status === 'failed').length + brokenFiles.length;
const failedChecks = checks.filter(({ passed }) => !passed).length;
const passed =
  cases.filter(({ status }) => status === 'passed').length +
  checks.filter(({ passed: ok }) => ok).length +
  (failedBench.length === 0 ? 1 : 0);
// A run that failed as a whole, such as by an unhandled rejection, is a failure even if each test passed.
const failed =
  failedTests +
  failedChecks +
  failedBench.length +
  (testStatus !== '0' && failedTests === 0 ? 1 : 0) +
  (checkStatus !== '0' && failedChecks === 0 ? 1 : 0);
const skippedTests = cases.filter(({ status }) => status !== 'failed' && status !== 'passed');

for (const { name } of brokenFiles) console.log(`failed: ${relative(root, name)} did not load`);
for (const { file, fullName, status, failureMessages } of cases) {
  if (status !== 'failed') continue;
  console.log(`failed: ${file}: ${fullName}`);
  for (const line of failureMessages.flatMap(wordsOf)) console.log(`    ${line}`);
}
for (const { name, passed: ok } of checks) if (!ok) console.log(`failed: ${name}`);
for (const name of failedBench) console.log(`failed: ${name}`);
for (const { name, message } of bench?.failures ?? []) console.log(`failed: bench: ${name}: ${message}`);
for (const { file, fullName } of skippedTests) console.log(`skipped: ${file}: ${fullName}`);
for (const name of notHere) console.log(`skipped: ${name}`);
console.log(`${passed} passed, ${failed} failed, ${skippedTests.length + notHere.length} skipped`);
process.exit(failed === 0 ? 0 : 1);

/** Engines that the adapters support and that this machine cannot start. */
async function enginesNotHere() {
  const { listPostgresInstallations } = await import('../packages/embedded-postgres/dist/index.js').catch(() => ({
    listPostgresInstallations: () => [],
  }));
  const here = new Set(listPostgresInstallations().map(({ version }) => version));
  const elsewhere = process.env.LIENTHONG_TEST_POSTGRES_VERSION;
  return ['12', '13', '14', '15', '16', '17', '18']
    .filter((version) => !here.has(version) && version !== elsewhere)
    .map((version) => `PostgreSQL ${version}: neither installed here nor given by LIENTHONG_TEST_POSTGRES_URL`);
}

/** What a failure says, without the frames: the log of a run is often cut above its last lines, and these are what is left of it. */
function wordsOf(message) {
  const lines = message.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('    at '));
  return lines.length > 30 ? [...lines.slice(0, 10), '…', ...lines.slice(-20)] : lines;
}

function readJson(name) {
  const file = join(root, 'test-results', name);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}
