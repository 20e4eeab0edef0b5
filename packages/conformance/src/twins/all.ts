import { changeLogTwins } from './changes-log.ts';
import { changeOrderTwins } from './changes-order.ts';
import { changeResumeTwins } from './changes-resume.ts';
import { changeSnapshotTwins } from './changes-snapshot.ts';
import { changeToldTwins } from './changes-told.ts';
import { connectionTwins } from './connections.ts';
import { declarationTwins } from './declaration.ts';
import { incrementalTwins } from './incremental.ts';
import { probeTwins } from './probe.ts';
import { snapshotKeyTwins } from './snapshot-keys.ts';
import { snapshotReadingTwins } from './snapshot-reading.ts';
import type { Twin } from './twin.ts';
import { typeTwins } from './types.ts';

/** One for each check. */
export const twins: readonly Twin[] = [
  ...declarationTwins,
  ...probeTwins,
  ...connectionTwins,
  ...snapshotKeyTwins,
  ...snapshotReadingTwins,
  ...typeTwins,
  ...incrementalTwins,
  ...changeToldTwins,
  ...changeOrderTwins,
  ...changeResumeTwins,
  ...changeLogTwins,
  ...changeSnapshotTwins,
];
