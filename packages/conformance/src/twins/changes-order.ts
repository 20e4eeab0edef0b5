import { type Change, changeVersion, fixedHex, type Version, valuesOfRow } from '@lienthong/core';
import { breakChanges, eachChange } from './breaking.ts';
import type { Twin } from './twin.ts';

export const changeOrderTwins: readonly Twin[] = [
  {
    check: 'changes-in-one-transaction',
    defect: 'gives all changes of a row in one transaction the same version',
    break: (engine) =>
      breakChanges(engine, (reader) => ({
        read: (request) => {
          const first = new Map<string, Version>();
          return eachChange(reader.read(request), (change) => {
            if (change.op === 't' || change.row.length !== 2) return change;
            const place = `${change.tx} ${String(change.row[0])}`;
            first.set(place, first.get(place) ?? change.version);
            return { ...change, version: first.get(place) ?? change.version };
          });
        },
      })),
  },
  {
    check: 'versions-ascend',
    defect: 'counts its versions, from the beginning with each source',
    break: (engine) =>
      breakChanges(engine, (reader) => {
        let count = 0;
        const own = new Map<Version, Version>();
        const counted = (version: Version): Version => {
          if (!own.has(version)) own.set(version, changeVersion(fixedHex(0n), (count += 1)));
          return own.get(version) ?? version;
        };
        return { read: (request) => eachChange(reader.read(request), (change) => ({ ...change, version: counted(change.version) })) };
      }),
  },
  {
    check: 'two-collections',
    defect: 'tells one collection behind the other',
    break: (engine) =>
      breakChanges(engine, (reader) => ({
        async *read(request) {
          const last = request.selections[1]?.collection.name;
          let held: Change | undefined;
          for await (const batch of eachChange(reader.read(request), (change) => change)) {
            const changes: Change[] = [];
            for (const change of batch.changes) {
              // The first one of the second collection waits for the next one of the first.
              if (held === undefined && change.op !== 't' && change.collection.name === last && String(valuesOfRow(change.row)[0]) === '1')
                held = change;
              else changes.push(change, ...(held === undefined ? [] : [held]));
              if (held !== change) held = undefined;
            }
            yield { ...batch, changes };
          }
        },
      })),
  },
  {
    check: 'truncation',
    defect: 'passes over a truncation',
    break: (engine) =>
      breakChanges(engine, (reader) => ({
        read: (request) => eachChange(reader.read(request), (change) => (change.op === 't' ? undefined : change)),
      })),
  },
];
