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
  readonly isGone: boolean;
  /** Whether this is the digest of its record. Asked only where something is known of the record. */
  hasContent(content: string): boolean;
}

/** The highest `(epoch, version)` of a `t` of the stream; at first epoch 0. */
export interface Floor {
  readonly epoch: number;
  readonly version: Version;
}

/** What the receiver has to be told. Its entry, with the place of the line and unconfirmed, is to be written before that. */
export interface PublishStep {
  readonly kind: 'publish';
  readonly event: NationalEvent;
  readonly published: number;
}

export type LedgerStep =
  | PublishStep
  /** The receiver has it already: only the place moved. */
  | { readonly kind: 'unchanged' }
  /** A newer line was seen before. */
  | { readonly kind: 'outranked' };

const unchanged = { kind: 'unchanged' } as const;
const outranked = { kind: 'outranked' } as const;

/**
 * What a line means for the receiver, who keeps the highest version of each record and knows nothing of epochs. The versions are
 * seconds of the clock, or one above the last: so they grow also where the ledger was lost or restored from an old copy, without
 * anybody being asked, as long as a record changes less than once a second over its life and the clock is right. What was written and
 * not confirmed goes again, under a version of its own: a ledger that waits for an answer may be an old copy, and its version long passed.
 */
export function ledgerStep(before: LedgerEntry | undefined, seen: Sighting, floor: Floor, now: number): LedgerStep {
  if (isBelow(seen, floor) || (before !== undefined && isBelow(seen, before))) return outranked;
  const event = eventFor(before, seen);
  return event === undefined ? unchanged : publishStep(before, event, now);
}

/** What is left of a stream's past when a `t` was seen: what lies below it is gone. The place stays. */
export function floorStep(before: LedgerEntry, floor: Floor, now: number): PublishStep | undefined {
  if (!isBelow(before, floor) || before.published === 0 || (before.event === 'cancel' && before.confirmed)) return undefined;
  return publishStep(before, 'cancel', now);
}

/** What stands of a record whose place moved, and of which the receiver was not told. */
export function movedEntry(before: LedgerEntry | undefined, { epoch, version }: Floor): LedgerEntry {
  return { ...(before ?? { published: 0, event: 'cancel', content: '' }), epoch, version, confirmed: true };
}

function publishStep(before: LedgerEntry | undefined, event: NationalEvent, now: number): PublishStep {
  return { kind: 'publish', event, published: Math.max((before?.published ?? 0) + 1, now) };
}

/** Whether a place lies below another one. */
export function isBelow(left: Floor, right: Floor): boolean {
  return left.epoch === right.epoch ? compareVersions(left.version, right.version) < 0 : left.epoch < right.epoch;
}

/** `undefined`: the receiver need not hear of it. */
function eventFor(before: LedgerEntry | undefined, seen: Sighting): NationalEvent | undefined {
  const isThere = before !== undefined && before.published > 0 && before.event !== 'cancel';
  if (seen.isGone) {
    if (isThere) return 'cancel';
    return before !== undefined && !before.confirmed ? 'cancel' : undefined;
  }
  if (!isThere) return 'new';
  if (!seen.hasContent(before.content)) return before.confirmed ? 'update' : before.event;
  return before.confirmed ? undefined : before.event;
}
