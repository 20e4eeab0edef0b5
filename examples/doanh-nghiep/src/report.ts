import type { RegisterResult } from './publish-register.ts';

/** What happened, in counts, names and reasons: no value of a record. */
export function formatReport({ rows, published, reasons, comparison, quality, isEqual }: RegisterResult): string {
  const { compared, values, differences } = comparison;
  const score = quality.score === undefined ? 'not measured' : `${quality.score.toFixed(2)} ${quality.colour}`;
  const waiting = [...reasons].sort(([, left], [, right]) => right - left);
  return [
    '',
    `  ${number(rows)} rows = ${number(published)} records on the platform + ${number(rows - published)} that wait for a person:`,
    ...waiting.map(([reason, count]) => `  ${number(count).padStart(8)}  ${reason}`),
    `  by the six criteria, as the platform measures: ${score}`,
    '',
    isEqual ? `EQUAL: ${number(values)} values of ${number(compared)} records are what is true` : 'NOT EQUAL',
    ...differences.map((difference) => `  ${difference}`),
  ].join('\n');
}

function number(value: number): string {
  return value.toLocaleString('en');
}
