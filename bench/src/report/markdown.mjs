import { formatDemand, formatReached, formatValue } from './format.mjs';
import { usageHead, usageRow } from './usage-row.mjs';

/** Each report as a section: what it was made on, what is demanded, and all that was measured besides. */
export function resultTables(reports) {
  if (reports.length === 0) return '*No run is kept yet.*';
  return reports.map(({ name, report }) => section(name, report)).join('\n\n');
}

function section(name, report) {
  const { options, figures, usage, skipped, failures } = report;
  const demanded = figures.filter(({ direction }) => direction !== undefined && direction !== null);
  const others = figures.filter((figure) => !demanded.includes(figure));
  return [
    `### [${name}](../bench/results/${name})`,
    `${number(options.rows)} rows, ${number(options.changes)} changes, ${options.runs === 1 ? 'one run' : `${options.runs} runs`}, ${report.taken.slice(0, 10)}: ${report.processors} processors (${report.processor}), ${report.memoryGigabytes} GB, Node ${report.node.slice(1)}, PostgreSQL ${report.postgres}${pagesOf(report)}; load of the machine before it began: ${report.loadBefore.toFixed(1)}.`,
    ...(failures.length === 0 ? [] : [`**Not finished:** ${failures.map((failure) => failure.name).join(', ')}.`]),
    ...(skipped.length === 0 ? [] : [`Skipped: ${skipped.join('; ')}.`]),
    table(['Demanded', '', 'least … most', 'target', 'reached'], demanded.map(demandedRow)),
    table(['Measured besides', '', 'least … most'], others.map(otherRow)),
    table(usageHead, usage.map(usageRow)),
  ].join('\n\n');
}

function demandedRow(figure) {
  return [...otherRow(figure), formatDemand(figure), formatReached(figure)];
}

function otherRow(figure) {
  const { title, unit, value, least, most } = figure;
  return [title, withUnit(value, unit), least === most ? '' : `${formatValue(least, unit)} … ${formatValue(most, unit)}`];
}

function withUnit(value, unit) {
  const text = formatValue(value, unit);
  if (text === '' || unit === 'ratio') return text;
  return `${text} ${units[unit]}`;
}

const units = { 'per second': 'a second', ms: 'ms', MB: 'MB', 'CPU-s per million': 'CPU-s per million' };

function table(head, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function number(value) {
  return value.toLocaleString('en-US');
}

// Older reports do not say.
function pagesOf({ hugePages }) {
  return typeof hugePages === 'string' ? `, huge pages ${hugePages}` : '';
}
