import { snapshotKeyTwins } from './snapshot-keys.ts';
import { snapshotReadingTwins } from './snapshot-reading.ts';
import type { Twin } from './twin.ts';

/** One for each check. */
export const twins: readonly Twin[] = [...snapshotKeyTwins, ...snapshotReadingTwins];
