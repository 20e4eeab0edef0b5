import { parseArgs } from 'node:util';

/** In the order in which they run. `--flat` adds `memory`, which makes the table five times as long. */
export const caseNames = [
  'spool',
  'first-load',
  'merge',
  'national-load',
  'dictionary',
  'changes',
  'mysql-load',
  'mysql-changes',
  'mongodb-load',
  'mongodb-changes',
  'sqlserver-load',
  'oracle-load',
  'latency',
  'writer-cost',
  'start',
];

const full = { rows: 1_000_000, changes: 1_000_000, runs: 3, seconds: 30, starts: 21 };
const small = { rows: 20_000, changes: 10_000, runs: 1, seconds: 3, starts: 10 };

export const usage = `npm run bench -- [options]

  --small            ${small.rows} rows, ${small.changes} changes, one run of everything: some minutes, for CI
  --rows N           citizens in the source (${full.rows})
  --changes N        changes of each backlog (${full.changes})
  --runs N           how often each part runs (${full.runs})
  --seconds N        how long the latency's writer and each pgbench write (${full.seconds})
  --starts N         starts of the command (${full.starts})
  --cases A,B        only these: ${caseNames.join(', ')}
  --flat             also the memory of a table five times as long
  --patience N       seconds after which a step counts as hanging (900)
  --out FILE         the report as JSON`;

/** What the command line asks for, or the problem with it: nothing unknown is passed over. */
export function readOptions(words) {
  let values;
  try {
    values = parseArgs({ args: words, options: flags, strict: true, allowPositionals: false }).values;
  } catch (error) {
    return { problem: error.message };
  }
  if (values.help) return { help: true };
  const options = { ...(values.small ? small : full), patience: 900 };
  for (const name of numbers) {
    if (values[name] === undefined) continue;
    options[name] = Number(values[name]);
    if (!Number.isSafeInteger(options[name]) || options[name] < 1) return { problem: `--${name} must be a whole number above 0` };
  }
  const cases = values.cases?.split(',') ?? caseNames;
  const unknown = cases.filter((name) => !caseNames.includes(name));
  if (unknown.length > 0) return { problem: `there is no case ${unknown.join(', ')}; there are ${caseNames.join(', ')}` };
  if (options.rows < 1_000) return { problem: '--rows must be 1000 at least' };
  return { ...options, small: values.small === true, flat: values.flat === true, cases, out: values.out };
}

const numbers = ['rows', 'changes', 'runs', 'seconds', 'starts', 'patience'];

const flags = {
  help: { type: 'boolean', short: 'h' },
  small: { type: 'boolean' },
  flat: { type: 'boolean' },
  cases: { type: 'string' },
  out: { type: 'string' },
  ...Object.fromEntries(numbers.map((name) => [name, { type: 'string' }])),
};
