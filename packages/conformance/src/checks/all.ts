import type { Check } from '../check.ts';
import { changeLogChecks } from './changes-log.ts';
import { changeOrderChecks } from './changes-order.ts';
import { changeResumeChecks } from './changes-resume.ts';
import { changeSnapshotChecks } from './changes-snapshot.ts';
import { changeToldChecks } from './changes-told.ts';
import { connectionChecks } from './connections.ts';
import { declarationChecks } from './declaration.ts';
import { incrementalChecks } from './incremental.ts';
import { probeChecks } from './probe.ts';
import { snapshotKeyChecks } from './snapshot-keys.ts';
import { snapshotReadingChecks } from './snapshot-reading.ts';
import { typeChecks } from './types.ts';

/** Every promise of the SPI. */
export const checks: readonly Check[] = [
  ...declarationChecks,
  ...probeChecks,
  ...connectionChecks,
  ...snapshotKeyChecks,
  ...snapshotReadingChecks,
  ...typeChecks,
  ...incrementalChecks,
  ...changeToldChecks,
  ...changeOrderChecks,
  ...changeResumeChecks,
  ...changeLogChecks,
  ...changeSnapshotChecks,
];
