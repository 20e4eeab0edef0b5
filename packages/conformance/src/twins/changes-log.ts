import type { Change } from '@lienthong/core';
import { breakChanges, eachChange } from './breaking.ts';
import type { Twin } from './twin.ts';

export const changeLogTwins: readonly Twin[] = [
  {
    check: 'heartbeat',
    defect: 'tells nothing while nothing of ours changes',
    break: (engine) =>
      breakChanges(engine, (reader) => ({
        async *read(request) {
          for await (const batch of reader.read(request)) if (batch.changes.length > 0) yield batch;
        },
      })),
  },
  {
    check: 'transaction-cap',
    defect: 'knows no cap',
    break: (engine) =>
      breakChanges(engine, (reader) => ({ read: (request) => reader.read({ ...request, maxTransactionChanges: 1_000_000_000 }) })),
  },
  {
    check: 'batch-changes',
    defect: 'makes its batches three times as large',
    break: (engine) =>
      breakChanges(engine, (reader) => ({
        read: (request) => reader.read({ ...request, batchChanges: request.batchChanges === 20 ? 60 : request.batchChanges }),
      })),
  },
  {
    check: 'changes-stay',
    defect: 'follows into the memory of the batch that is shown',
    break: (engine) =>
      breakChanges(engine, (reader) => ({
        async *read(request) {
          for await (const batch of eachChange(reader.read(request), (change) => change)) {
            const changes: Change[] = [...batch.changes];
            const last = changes.at(-1);
            if (last !== undefined) setImmediate(() => changes.fill(last));
            yield { ...batch, changes };
          }
        },
      })),
  },
  {
    check: 'head',
    defect: 'takes every place of the log for passed',
    break: (engine) =>
      breakChanges(engine, (reader) => ({
        passed: (position, goal) => {
          reader.passed(position, goal); // refuses what is foreign
          return true;
        },
      })),
  },
  {
    check: 'has',
    defect: 'takes every position for its own',
    break: (engine) => breakChanges(engine, () => ({ has: async () => true })),
  },
  {
    check: 'start-again',
    defect: 'leaves behind what following made',
    break: (engine) => breakChanges(engine, () => ({ drop: async () => undefined })),
  },
  {
    check: 'known-start',
    defect: 'begins at the end of the log when a collection is added',
    break: (engine) =>
      breakChanges(engine, (reader) => ({
        start: async (selections, signal, known) => {
          const position = await reader.start(selections, signal, known);
          return known === undefined ? position : { ...position, ...(await reader.head(signal)), lineage: position['lineage'] ?? null };
        },
      })),
  },
];
