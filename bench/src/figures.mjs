/**
 * @typedef {object} Figure
 * @property {string} id `case/what`
 * @property {string} title
 * @property {'ratio' | 'per second' | 'ms' | 'MB' | 'CPU-s per million'} unit
 * @property {number | undefined} value the median, or the most where the most counts
 * @property {number | undefined} least of the runs
 * @property {number | undefined} most
 * @property {number | undefined} target
 * @property {number | undefined} floor
 * @property {'at least' | 'at most' | undefined} direction of target and floor
 * @property {'target' | 'floor' | 'missed' | undefined} reached undefined where nothing is demanded or nothing was measured
 */

/** @returns {Figure} */
export function figure(id, title, unit, values, { atLeast, atMost, floor, pick = median } = {}) {
  const known = values.filter((value) => value !== undefined && Number.isFinite(value));
  const value = known.length === 0 ? undefined : pick(known);
  const target = atLeast ?? atMost;
  const direction = target === undefined ? undefined : atLeast === undefined ? 'at most' : 'at least';
  return {
    ...{ id, title, unit, value, least: smallest(known), most: greatest(known), target, floor, direction },
    reached: value === undefined || target === undefined ? undefined : reachedBy(value, target, floor, direction),
  };
}

export function median(values) {
  const sorted = values.toSorted((left, right) => left - right);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

export function greatest(values) {
  return values.length === 0 ? undefined : Math.max(...values);
}

/** The value that so much of all lies at or below. */
export function percentile(sorted, part) {
  return sorted[Math.max(0, Math.ceil(sorted.length * part) - 1)];
}

function smallest(values) {
  return values.length === 0 ? undefined : Math.min(...values);
}

function reachedBy(value, target, floor, direction) {
  const meets = (limit) => limit !== undefined && (direction === 'at least' ? value >= limit : value <= limit);
  if (meets(target)) return 'target';
  return meets(floor) ? 'floor' : 'missed';
}
