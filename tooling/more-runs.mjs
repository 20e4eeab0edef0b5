// fast-check for LIENTHONG_PROPERTY_FACTOR: every property is asked so many times as often as its test says.
import { createRequire } from 'node:module';

/** Runs of a property whose test names no number: fast-check's own. */
const usualRuns = 100;

const fc = createRequire(import.meta.url)('fast-check');
const factor = Number(process.env['LIENTHONG_PROPERTY_FACTOR']);

export default {
  ...fc,
  assert: (property, { numRuns = usualRuns, ...parameters } = {}) =>
    fc.assert(property, { ...parameters, numRuns: Math.ceil(numRuns * factor) }),
};
