import { type ChangeBatch, type ChangeReader, isLienThongError, type Position } from '@lienthong/core';
import type { Engine } from '../subject.ts';
import { breakChanges, eachChange } from './breaking.ts';
import type { Twin } from './twin.ts';

export const changeResumeTwins: readonly Twin[] = [
  {
    check: 'idle-start',
    defect: 'begins at the end of the log when nothing was read behind the start',
    break: (engine) =>
      breakTakenUp(engine, (reader, { start, after, signal }) => (isSame(start, after) ? reader.head(signal) : Promise.resolve(after))),
  },
  {
    check: 'only-new',
    defect: 'begins a second run where the first one began',
    break: (engine) => breakTakenUp(engine, (_, { start }) => Promise.resolve(start)),
  },
  {
    check: 'changes-resume',
    defect: 'gives with a part of a transaction the position behind the whole',
    break: (engine) =>
      breakChanges(engine, (reader) => ({
        async *read(request) {
          let held: ChangeBatch | undefined;
          for await (const batch of eachChange(reader.read(request), (change) => change)) {
            if (held !== undefined) {
              const isPart = batch.changes[0] !== undefined && batch.changes[0].tx === held.changes.at(-1)?.tx;
              yield isPart ? { ...held, position: batch.position } : held;
            }
            held = batch.changes.length === request.batchChanges ? batch : undefined;
            if (held === undefined) yield batch;
          }
        },
      })),
  },
  {
    check: 'acknowledged',
    defect: 'lets the source forget everything up to the end of the log',
    break: (engine) =>
      breakChanges(engine, (reader) => ({
        acknowledge: async (position, signal) => {
          await reader.acknowledge(position, signal);
          await reader.acknowledge({ ...position, ...(await reader.head(signal)), lineage: position['lineage'] ?? null }, signal);
        },
      })),
  },
  {
    check: 'changes-cut',
    defect: 'takes a cut connection for the end of the log',
    break: (engine) => endingQuietly(engine, (error) => isLienThongError(error) && error.retry === 'backoff'),
  },
  {
    check: 'changes-abort',
    defect: 'ends quietly when it is aborted',
    break: (engine) => endingQuietly(engine, (error) => error instanceof Error && error.message === 'the follower has enough'),
  },
  {
    check: 'changes-foreign',
    defect: 'follows from a position of somebody else',
    break: (engine) => {
      let kind = '';
      return breakChanges(engine, (reader) => ({
        start: async (...from) => {
          const position = await reader.start(...from);
          kind = position.kind;
          return position;
        },
        read: (request) => reader.read(request.after.kind === 'somebody/log' ? { ...request, after: { ...request.after, kind } } : request),
      }));
    },
  },
];

interface TakenUp {
  readonly start: Position;
  readonly after: Position;
  readonly signal: AbortSignal;
}

/** A source that follows from another place than it is told, when it takes up what another one has started. */
function breakTakenUp(engine: Engine, place: (reader: ChangeReader, taken: TakenUp) => Promise<Position>): Engine {
  const starts = new Map<string, Position>();
  return breakChanges(engine, (reader) => {
    let isStarter = false;
    return {
      start: async (selections, signal, known) => {
        const position = await reader.start(selections, signal, known);
        isStarter = true;
        starts.set(`${selections[0]?.collection.name}`, position);
        return position;
      },
      async *read(request) {
        const start = starts.get(`${request.selections[0]?.collection.name}`);
        const { after, signal } = request;
        yield* reader.read(
          isStarter || start === undefined ? request : { ...request, after: await place(reader, { start, after, signal }) },
        );
      },
    };
  });
}

function isSame(one: Position, other: Position): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function endingQuietly(engine: Engine, isSwallowed: (error: unknown) => boolean): Engine {
  return breakChanges(engine, (reader) => ({
    async *read(request) {
      try {
        yield* reader.read(request);
      } catch (error) {
        if (!isSwallowed(error)) throw error;
      }
    },
  }));
}
