import { documentValue, fieldOf, idOf, textOf } from '../bson/value.ts';
import { type ClusterTime, compareTimes } from '../bson/writer.ts';
import { ServerError } from '../errors.ts';
import type { Oplog, OplogEntry } from '../storage/oplog.ts';
import { eventOf, invalidateEvent, isShown, type StreamEvent } from './event.ts';
import type { StreamSpecification } from './specification.ts';
import { refuseTooLarge, splitEvent } from './split.ts';
import { eventToken, fragmentToken, highWaterToken, invalidateToken, type ResumePoint } from './token.ts';

export interface ChangeStreamOptions {
  readonly oplog: Oplog;
  readonly specification: StreamSpecification;
  /** The stages behind `$changeStream`: what an event becomes, undefined when it is filtered out. */
  readonly pipeline: (event: Buffer) => Buffer | undefined;
  /** Whether the last stage is `$changeStreamSplitLargeEvent`. */
  readonly splitting: boolean;
  readonly lookUp: (entry: OplogEntry) => Buffer | undefined;
}

/** Events of the oplog, from a point on. */
export interface ChangeStream {
  /** The next event that a majority has; undefined when there is none now, or it has more bytes than there is room. Throws when the oplog no longer has it. */
  next(room: number): Buffer | undefined;
  /** Where a stream that saw what was handed out so far goes on: `postBatchResumeToken`. */
  readonly resumeToken: string;
  /** Whether an invalidate was the last event that there will be. */
  readonly ended: boolean;
}

export function openChangeStream(options: ChangeStreamOptions): ChangeStream {
  const { oplog, specification } = options;
  const place = startOf(oplog, specification);
  let sequence = place.sequence;
  let resumeToken = place.token;
  // Time of the last event that was handed out; a high-water mark at that time would go back behind it.
  let handed = place.handed;
  let queue: StreamEvent[] = [];
  // The token of the invalidate behind which nothing comes, whether or not the pipeline lets the event itself pass.
  let last: string | undefined;

  const ending = (entry: OplogEntry): StreamEvent[] => {
    if (!invalidates(entry, specification)) return [];
    const event = invalidateEvent(entry);
    last = event.token;
    return through(event, options);
  };
  const produce = (entry: OplogEntry): StreamEvent[] => {
    if (!isShown(entry.operation, specification) || !concerns(entry, specification)) return [];
    return [...through(eventOf(entry, specification, options.lookUp), options), ...ending(entry)];
  };
  // What is left of the event that a token names: further fragments, and the invalidate that stands behind a drop.
  if (place.after !== undefined && !place.after.point.fromInvalidate) {
    const { entry, point } = place.after;
    const fragments = point.fragment > 0 ? through(eventOf(entry, specification, options.lookUp), options).slice(point.fragment) : [];
    queue = [...fragments, ...ending(entry)];
  }
  const next = (room: number): Buffer | undefined => {
    for (;;) {
      const [event] = queue;
      if (event !== undefined) {
        if (event.document.length > room) return undefined;
        queue.shift();
        resumeToken = event.token;
        return event.document;
      }
      if (last !== undefined || sequence >= oplog.committed) return undefined;
      if (sequence < oplog.first) throw historyLost();
      const entry = oplog.at(sequence++);
      if (entry === undefined || isBefore(entry, place.from)) continue;
      queue = produce(entry);
      if (queue.length > 0) handed = entry.time;
    }
  };
  return {
    next,
    get resumeToken() {
      if (last !== undefined && queue.length === 0) return last;
      const seenAll = queue.length === 0 && sequence >= oplog.committed;
      if (seenAll && compareTimes(oplog.committedTime, handed) > 0) {
        handed = oplog.committedTime;
        resumeToken = highWaterToken(handed);
      }
      return resumeToken;
    },
    get ended() {
      return last !== undefined && queue.length === 0;
    },
  };
}

interface StartPlace {
  readonly sequence: number;
  /** Entries before this are not of the stream. */
  readonly from: { readonly time: ClusterTime; readonly index: number };
  readonly handed: ClusterTime;
  readonly token: string;
  /** The entry whose event the stream goes on behind, and which part of it was seen. */
  readonly after: { readonly entry: OplogEntry; readonly point: ResumePoint } | undefined;
}

function startOf(oplog: Oplog, { resumeAfter, startAfter, startAtOperationTime }: StreamSpecification): StartPlace {
  const point = resumeAfter ?? startAfter;
  if (point?.isEvent === true) return startBehind(oplog, point);
  const time = point?.time ?? startAtOperationTime;
  if (time === undefined) {
    // One tick behind the newest operation, so that going on from here does not show it.
    const now = { seconds: oplog.lastTime.seconds, increment: oplog.lastTime.increment + 1 };
    return { sequence: oplog.end, from: { time: now, index: 0 }, handed: now, token: highWaterToken(now), after: undefined };
  }
  refuseForgotten(oplog, time);
  return { sequence: oplog.seek(time, 0), from: { time, index: 0 }, handed: time, token: highWaterToken(time), after: undefined };
}

function startBehind(oplog: Oplog, point: ResumePoint): StartPlace {
  refuseForgotten(oplog, point.time);
  const sequence = oplog.seek(point.time, point.index);
  const entry = oplog.at(sequence);
  if (entry === undefined || compareTimes(entry.time, point.time) !== 0 || entry.index !== point.index || entry.operation === 'noop') {
    throw new ServerError(280, 'cannot resume stream; the resume token was not found.', { labels: ['NonResumableChangeStreamError'] });
  }
  return { sequence: sequence + 1, from: point, handed: point.time, token: tokenOf(entry, point), after: { entry, point } };
}

function refuseForgotten(oplog: Oplog, time: ClusterTime): void {
  const oldest = oplog.at(oplog.first);
  if (oldest !== undefined && compareTimes(time, oldest.time) < 0) throw historyLost();
}

function tokenOf(entry: OplogEntry, point: ResumePoint): string {
  if (point.fromInvalidate) return invalidateToken(entry);
  const token = eventToken(entry, entry.operation);
  return point.fragment > 0 ? fragmentToken(token, point.fragment) : token;
}

function through(event: StreamEvent, { pipeline, splitting }: ChangeStreamOptions): StreamEvent[] {
  const document = pipeline(event.document);
  if (document === undefined) return [];
  const token = idOf(documentValue(document));
  const data = token === undefined || token.type !== 3 ? undefined : fieldOf(token, dataField);
  if (data === undefined || textOf(data) !== event.token) {
    throw new ServerError(
      280,
      'Encountered an event whose _id field, which contains the resume token, was modified by the pipeline. Modifying the _id field of an event makes it impossible to resume the stream from that point. Only transformations that retain the unmodified _id field are allowed.',
      { labels: ['NonResumableChangeStreamError'] },
    );
  }
  if (splitting) return [...splitEvent({ document, token: event.token })];
  refuseTooLarge(document.length);
  return [{ document, token: event.token }];
}

const dataField = Buffer.from('_data');

function isBefore(entry: OplogEntry, from: StartPlace['from']): boolean {
  return (compareTimes(entry.time, from.time) || entry.index - from.index) < 0;
}

const internalDatabases: ReadonlySet<string> = new Set(['admin', 'local', 'config']);

function concerns(entry: OplogEntry, { db, collection }: StreamSpecification): boolean {
  if (db === undefined) return !internalDatabases.has(entry.db);
  if (entry.db !== db) return false;
  if (collection === undefined) return !entry.collection.startsWith('system.');
  return entry.collection === collection || (entry.operation === 'rename' && renamedTo(entry) === collection);
}

const toField = Buffer.from('to');

function renamedTo(entry: OplogEntry): string | undefined {
  const to = entry.details === undefined ? undefined : fieldOf(documentValue(entry.details), toField);
  return to === undefined ? undefined : textOf(to);
}

function invalidates(entry: OplogEntry, { db, collection }: StreamSpecification): boolean {
  if (db === undefined) return false;
  if (collection === undefined) return entry.operation === 'dropDatabase';
  return entry.operation === 'drop' || entry.operation === 'rename';
}

function historyLost(): ServerError {
  return new ServerError(286, 'Resume of change stream was not possible, as the resume point may no longer be in the oplog.', {
    labels: ['NonResumableChangeStreamError'],
  });
}
