// What the dictionary costs, in nanoseconds a value: `node bench/dictionary.mjs`, after a build. docs/performance.md says how to read it.
import { identifierCases } from './src/dictionary/identifiers.mjs';
import { dateCases, listCases } from './src/dictionary/lists.mjs';
import { nanoseconds } from './src/dictionary/measure.mjs';
import { textCases } from './src/dictionary/text.mjs';

const calls = Number(process.argv[2] ?? 200_000);
if (!Number.isSafeInteger(calls) || calls < 1) throw new Error('the number of calls of a round must be a whole number above 0');

const groups = [
  { title: 'text', casesOf: textCases },
  { title: 'right identifiers', casesOf: identifierCases },
  { title: 'code lists and units', casesOf: listCases },
  { title: 'dates', casesOf: dateCases },
];

for (const { title, casesOf } of groups) {
  const cases = casesOf();
  const columns = [...new Set(cases.flatMap(({ runs, byteRuns = {} }) => [...Object.keys(runs), ...Object.keys(byteRuns)]))];
  console.log(`\n| ${title} | ${columns.join(' | ')} |\n|---|${'--:|'.repeat(columns.length)}`);
  for (const one of cases) console.log(`| ${one.title} | ${columns.map((column) => figure(one, column)).join(' | ')} |`);
}

function figure({ values, places, runs, byteRuns = {} }, column) {
  if (runs[column] !== undefined) return nanoseconds(values, runs[column], calls).toFixed(0);
  return byteRuns[column] === undefined ? '' : nanoseconds(places, byteRuns[column], calls).toFixed(0);
}
