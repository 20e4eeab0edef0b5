import type { Check } from '../check.ts';
import { snapshotKeyChecks } from './snapshot-keys.ts';
import { snapshotReadingChecks } from './snapshot-reading.ts';

/** Every promise of the SPI. */
export const checks: readonly Check[] = [...snapshotKeyChecks, ...snapshotReadingChecks];
