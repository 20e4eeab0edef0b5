import type { Position } from '@lienthong/core';
import type { Engine } from '../subject.ts';
import { breakChanges, breakSource, eachChange } from './breaking.ts';
import type { Twin } from './twin.ts';

export const changeSnapshotTwins: readonly Twin[] = [
  { check: 'early-start', defect: 'starts behind a transaction that is open, and does not wait for it', break: hasty },
  {
    check: 'convergence',
    defect: 'passes over what is deleted while a snapshot is read',
    break: (engine) =>
      breakSource(engine, ({ snapshot, changes }) => {
        let isRead = false;
        return {
          snapshot: {
            ...snapshot,
            read: (request) => {
              isRead = true;
              return snapshot.read(request);
            },
          },
          changes: {
            ...changes,
            read: (request) => eachChange(changes.read(request), (change) => (isRead && change.op === 'd' ? undefined : change)),
          },
        };
      }),
  },
];

function hasty(engine: Engine): Engine {
  const begin = engine.begin;
  if (begin === undefined) return engine;
  let open = 0;
  let committed: (() => Promise<void>) | undefined;
  const watched: Engine = {
    ...engine,
    begin: async () => {
      const transaction = await begin();
      open += 1;
      return {
        ...transaction,
        commit: async () => {
          await transaction.commit();
          open -= 1;
          await committed?.();
        },
      };
    },
  };
  return breakChanges(watched, (reader) => {
    let place: Position | undefined;
    return {
      start: async (selections, signal, known) => {
        const starting = reader.start(selections, signal, known);
        if (open === 0) return starting;
        starting.catch(() => undefined);
        committed = async () => {
          const position = await starting;
          place = { ...position, ...(await reader.head(signal)), lineage: position['lineage'] ?? null };
        };
        return { kind: 'hasty', format: 1 };
      },
      read: (request) => reader.read(request.after.kind === 'hasty' && place !== undefined ? { ...request, after: place } : request),
    };
  });
}
