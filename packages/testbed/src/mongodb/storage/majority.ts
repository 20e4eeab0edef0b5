import type { Collection } from './collection.ts';
import type { RecordReader } from './ordered-records.ts';
import type { Snapshot } from './snapshot.ts';
import type { Store } from './store.ts';

/** What a majority of the members has: everything, but while it is held. */
export interface MajorityView {
  hold(): void;
  release(): void;
  reader(collection: Collection): RecordReader;
}

export function openMajorityView(store: Store): MajorityView {
  let held: Snapshot | undefined;
  return {
    hold: () => {
      held ??= store.snapshot();
      store.oplog.holdCommitted();
    },
    release: () => {
      if (held !== undefined) store.release(held);
      held = undefined;
      store.oplog.releaseCommitted();
    },
    reader: (collection) => held?.reader(collection) ?? collection.records,
  };
}
