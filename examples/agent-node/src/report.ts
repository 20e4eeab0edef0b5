import type { QualityReport, Scored } from '@lienthong/core';
import type { ExampleResult } from './run-example.ts';

const labels: Readonly<Record<string, string>> = {
  correct: 'correct (đúng)',
  complete: 'complete (đủ)',
  clean: 'clean (sạch)',
  alive: 'alive (sống)',
  unified: 'unified (thống nhất)',
  shared: 'shared (dùng chung)',
};

/** What happened, in counts, names and reasons: no value of a person. */
export function formatReport(result: ExampleResult): string {
  const { before, after, rows, waiting, comparison, heardEvents, journal } = result;
  const refused = journal.filter(({ status }) => status !== 200).length;
  return [
    '',
    scores(before, after),
    '',
    `  ${number(rows)} rows in the source = ${number(comparison.records)} records at the receiver + ${number(waiting.length)} that wait for a person:`,
    ...reasons(result),
    '',
    `  the changes arrived as ${heardEvents.join(', ')}`,
    `  the node's journal has ${number(journal.length)} requests, of which the receiver refused ${number(refused)}: halves of what held a bad record`,
    '',
    ...verdict(result),
  ].join('\n');
}

function scores(before: QualityReport, after: QualityReport): string {
  const line = (label: string, left: string, right: string) => `  ${label.padEnd(24)}${left.padEnd(22)}${right}`.trimEnd();
  const shown = ({ score, colour }: Scored) => (score === undefined ? 'not measured' : `${score.toFixed(2).padStart(6)}  ${colour}`);
  const criteria = before.criteria.map((own, index) => {
    const other = after.criteria[index];
    return line(labels[own.criterion] ?? own.criterion, shown(own), other === undefined ? '' : shown(other));
  });
  return [line('', 'before', 'after'), ...criteria, line('dataset', shown(before), shown(after))].join('\n');
}

function reasons({ waiting }: ExampleResult): readonly string[] {
  const counts = new Map<string, number>();
  for (const { code, pointer } of waiting) {
    const reason = `${code} ${pointer}`.trim();
    counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
  return [...counts].sort(([, left], [, right]) => right - left).map(([reason, count]) => `  ${number(count).padStart(8)}  ${reason}`);
}

function verdict({ isEqual, comparison, wantedEvents, heardEvents, isGrowing }: ExampleResult): readonly string[] {
  if (isEqual) return [`EQUAL: ${number(comparison.values)} values of ${number(comparison.records)} records are what they have to be`];
  return [
    'NOT EQUAL',
    ...comparison.differences.map(({ what, where, count }) => `  ${number(count)} × ${what}: ${where}`),
    ...(wantedEvents.join() === heardEvents.join() ? [] : [`  the changes had to arrive as ${wantedEvents.join(', ')}`]),
    ...(isGrowing ? [] : ['  a PhienBan did not grow']),
  ];
}

function number(value: number): string {
  return value.toLocaleString('en');
}
