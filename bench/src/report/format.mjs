/** A number as a reader wants it: three digits that say something. */
export function formatValue(value, unit) {
  if (value === undefined || value === null) return '';
  if (unit === 'ratio') return value.toFixed(2);
  if (unit === 'per second') return group(Math.round(value / scale(value)) * scale(value));
  if (unit === 'ms' || unit === 'MB') return group(value < 10 ? Math.round(value * 10) / 10 : Math.round(value));
  return value.toFixed(1);
}

export function formatDemand({ direction, target, floor, unit }) {
  if (direction === undefined) return '';
  const sign = direction === 'at least' ? '≥' : '≤';
  const least = floor === undefined || floor === null ? '' : ` (floor ${formatValue(floor, unit)})`;
  return `${sign} ${formatValue(target, unit)}${least}`;
}

export function formatReached({ reached }) {
  return { target: 'yes', floor: 'floor', missed: 'no' }[reached] ?? '';
}

// Three significant digits.
function scale(value) {
  return 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, Math.abs(value)))) - 2);
}

function group(value) {
  return value.toLocaleString('en-US', { maximumFractionDigits: 1 });
}
