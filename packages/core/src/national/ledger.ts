import { compareVersions, type Version } from '../record/version.ts';
import type { NationalEvent } from './message.ts';

/** What is remembered of one record, under `nationalRecordDigest`. */
export interface LedgerEntry {
  /** The version it was last published with; 0: it never was, and what stands here outranks older lines alone. */
  readonly published: number;
  readonly event: NationalEvent;
  /** Digest of what was published; of a cancelled record empty. */
  readonly content: string;
  /** Where the line stood that was published or seen last. */
  readonly epoch: number;
  readonly version: Version;
  /** False from before it is sent until the receiver has answered: after a crash nobody knows whether it arrived. */
  readonly confirmed: boolean;
}

/** A line of a stream, as far as the ledger is concerned. */
export interface Sighting {
  readonly epoch: number;
  readonly version: Version;
  /** Digest of the record; `undefined`: it is gone. */
  readonly content: string | undefined;
}

/** The highest `(epoch, version)` of a `t` of the stream; at first epoch 0. */
export interface Floor {
  readonly epoch: number;
  readonly version: Version;
}

export type LedgerStep =
  /** To be written before the message is sent; `entry.confirmed` is false. */
  | { readonly kind: 'publish'; readonly entry: LedgerEntry }
  /** The receiver has it already: only the place moved. */
  | { readonly kind: 'unchanged'; readonly entry: LedgerEntry }
  /** A newer line was seen before. */
  | { readonly kind: 'outranked' };

/**
 * What a line means for the receiver, who keeps the highest version of each record and knows nothing of epochs. The versions are
 * seconds of the clock, or one above the last: so they grow also where the ledger was lost or restored from an old copy, without
 * anybody being asked, as long as a record changes less than once a second over its life and the clock is right. What was written and
 * not confirmed goes again, under a version of its own: a ledger that waits for an answer may be an old copy, and its version long passed.
 */
export function ledgerStep(before: LedgerEntry | undefined, seen: Sighting, floor: Floor, now: number): LedgerStep {
  if (isBelow(seen, floor) || (before !== undefined && isBelow(seen, before))) return { kind: 'outranked' };
  const wanted = eventFor(before, seen);
  if (wanted === undefined) {
    const entry = before ?? { published: 0, event: 'cancel', content: '', confirmed: true };
    return { kind: 'unchanged', entry: { ...entry, epoch: seen.epoch, version: seen.version } };
  }
  return { kind: 'publish', entry: next(before, wanted, seen.content ?? '', seen, now) };
}

/** What is left of a stream's past when a `t` was seen: what lies below it is gone. */
export function floorStep(before: LedgerEntry, floor: Floor, now: number): LedgerEntry | undefined {
  if (!isBelow(before, floor) || before.published === 0 || (before.event === 'cancel' && before.confirmed)) return undefined;
  return next(before, 'cancel', '', before, now);
}

function next(before: LedgerEntry | undefined, event: NationalEvent, content: string, { epoch, version }: Floor, now: number): LedgerEntry {
  return { published: Math.max((before?.published ?? 0) + 1, now), event, content, epoch, version, confirmed: false };
}

/** Whether a place lies below another one. */
export function isBelow(left: Floor, right: Floor): boolean {
  return left.epoch === right.epoch ? compareVersions(left.version, right.version) < 0 : left.epoch < right.epoch;
}

/** `undefined`: the receiver need not hear of it. */
function eventFor(before: LedgerEntry | undefined, { content }: Sighting): NationalEvent | undefined {
  const isThere = before !== undefined && before.published > 0 && before.event !== 'cancel';
  if (content === undefined) {
    if (isThere) return 'cancel';
    return before !== undefined && !before.confirmed ? 'cancel' : undefined;
  }
  if (!isThere) return 'new';
  if (before.content !== content) return before.confirmed ? 'update' : before.event;
  return before.confirmed ? undefined : before.event;
}
