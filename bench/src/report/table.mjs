import { formatDemand, formatReached, formatValue } from './format.mjs';

/** The figures for a terminal. */
export function textTable(figures) {
  const head = ['', 'value', 'least', 'most', 'unit', 'target', 'reached'];
  const rows = figures.map((figure) => [
    figure.title,
    ...[figure.value, figure.least, figure.most].map((value) => formatValue(value, figure.unit)),
    ...[figure.unit, formatDemand(figure), formatReached(figure)],
  ]);
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column].length)));
  const line = (row) =>
    row
      .map((cell, column) => (isNumber(column) ? cell.padStart(widths[column]) : cell.padEnd(widths[column])))
      .join('  ')
      .trimEnd();
  return [line(head), line(widths.map((width) => '─'.repeat(width))), ...rows.map(line)].join('\n');
}

function isNumber(column) {
  return column >= 1 && column <= 3;
}
