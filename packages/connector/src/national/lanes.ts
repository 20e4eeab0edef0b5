import { slots } from './ledger-store.ts';

/** What a batch has of the ledger for itself, as long as it is told. */
export interface Lane {
  readonly slots: readonly number[];
  /** Whether another batch has this slot now. */
  isElsewhere(slot: number): boolean;
  leave(): void;
}

export interface Lanes {
  /** Whether `take` would give one. */
  isOneFree(): boolean;
  /** `undefined`: each has its batch. */
  take(): Lane | undefined;
}

/** One for the batch that is sent, and one for the batch behind it. */
const lanes = 2;
const slotsOfLane = slots / lanes;

export function createLanes(): Lanes {
  const taken = new Set<number>();
  return {
    isOneFree: () => taken.size < lanes,
    take() {
      const free = Array.from({ length: lanes }, (_, lane) => lane).find((lane) => !taken.has(lane));
      if (free === undefined) return undefined;
      taken.add(free);
      const laneOf = (slot: number) => Math.floor(slot / slotsOfLane);
      return {
        slots: Array.from({ length: slotsOfLane }, (_, index) => free * slotsOfLane + index),
        isElsewhere: (slot) => laneOf(slot) !== free && taken.has(laneOf(slot)),
        leave: () => taken.delete(free),
      };
    },
  };
}
