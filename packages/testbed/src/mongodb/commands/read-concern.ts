import { type Field, textOf } from '../bson/value.ts';
import { type ClusterTime, clusterTimeOf, compareTimes } from '../bson/writer.ts';
import { ServerError } from '../errors.ts';
import { knownFields } from '../known-fields.ts';
import type { Oplog } from '../storage/oplog.ts';
import { type Request } from './command.ts';

export interface ReadConcern {
  readonly level: 'local' | 'majority' | 'snapshot';
  readonly afterClusterTime: ClusterTime | undefined;
}

export function readConcernOf(request: Request): ReadConcern {
  const field = request.fields.get('readConcern');
  if (field === undefined) return { level: 'local', afterClusterTime: undefined };
  const fields = knownFields(field, 'readConcern', ['level', 'afterClusterTime', 'provenance']);
  const after = fields.get('afterClusterTime');
  return { level: levelOf(fields.get('level')), afterClusterTime: after === undefined ? undefined : clusterTimeOf(after) };
}

function levelOf(field: Field | undefined): ReadConcern['level'] {
  const level = field === undefined ? 'local' : textOf(field);
  switch (level) {
    case 'local':
    case 'available':
      return 'local';
    case 'majority':
    case 'snapshot':
      return level;
    default:
      throw new ServerError(9, `readConcern level '${level}' is not built into the testbed's MongoDB server`);
  }
}

/** Waits until the time that a reader must see is there; throws 50 when that takes longer than the command may. */
export async function awaitClusterTime(
  oplog: Oplog,
  { level, afterClusterTime }: ReadConcern,
  maxTimeMs: number | undefined,
): Promise<void> {
  if (afterClusterTime === undefined) return;
  const end = performance.now() + (maxTimeMs ?? Number.POSITIVE_INFINITY);
  const reached = (): ClusterTime => (level === 'local' ? oplog.lastTime : oplog.committedTime);
  while (compareTimes(reached(), afterClusterTime) < 0) {
    const left = end - performance.now();
    if (left <= 0) throw timeExceeded();
    await oplog.wait(Math.min(left, longestTimer));
  }
}

/** Timers of Node hold no more. */
export const longestTimer = 2 ** 31 - 1;

export function timeExceeded(): ServerError {
  return new ServerError(50, 'operation exceeded time limit');
}
