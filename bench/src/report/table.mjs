import { formatDemand, formatReached, formatValue } from './format.mjs';
import { usageHead, usageRow } from './usage-row.mjs';

/** The figures for a terminal. */
export function textTable(figures) {
  const head = ['', 'value', 'least', 'most', 'unit', 'target', 'reached'];
  const rows = figures.map((figure) => [
    figure.title,
    ...[figure.value, figure.least, figure.most].map((value) => formatValue(value, figure.unit)),
    ...[figure.unit, formatDemand(figure), formatReached(figure)],
  ]);
  return aligned(head, rows, (column) => column >= 1 && column <= 3);
}

/** What each part cost, for a terminal. */
export function usageTable(usage) {
  return aligned(usageHead, usage.map(usageRow), (column) => column > 0);
}

function aligned(head, rows, isNumber) {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column].length)));
  const pad = (cell, column) => (isNumber(column) ? cell.padStart(widths[column]) : cell.padEnd(widths[column]));
  const line = (row) => row.map(pad).join('  ').trimEnd();
  return [line(head), line(widths.map((width) => '─'.repeat(width))), ...rows.map(line)].join('\n');
}
