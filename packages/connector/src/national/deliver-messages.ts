import type { Carrier } from '@lienthong/core';
import { type LedgerEntry, movedEntry, type NationalForm, type NationalPlan } from '@lienthong/core/national';
import type { Recorded } from './ledger-entry.ts';
import type { LedgerStore } from './ledger-store.ts';
import type { Outgoing } from './outgoing.ts';
import { post } from './post.ts';

export interface DeliverInput {
  readonly plan: NationalPlan;
  readonly form: NationalForm;
  readonly carrier: Carrier;
  /** Below the receiver's address. */
  readonly path: string;
  readonly ledger: LedgerStore;
  /** Seconds since the profile's origin. */
  readonly now: () => number;
  /** Counted on. */
  readonly versions: Versions;
  readonly signal: AbortSignal;
}

/** What was seen of the receiver's versions on the way. */
export interface Versions {
  /** Records of which it has a version that nobody gave here, though the ledger knows what it was told last. */
  contested: number;
  /** The highest that was given. */
  highest: number;
}

export interface Refused {
  /** Its line; -1: the ledger alone knows of the record. */
  readonly row: number;
  readonly status: number;
  readonly code: string;
}

/**
 * Announced, sent, settled: after a crash in between it is sent again, under a higher version. `others` are settled with it. Gives those
 * that the receiver does not take.
 */
export async function deliver(
  input: DeliverInput,
  slot: number,
  outgoing: Outgoing,
  others: readonly Recorded[],
): Promise<readonly Refused[]> {
  const { ledger, carrier, path, form, plan, now, versions, signal } = input;
  const { count, announced, before, rows } = outgoing;
  versions.highest = Math.max(versions.highest, announced.highest);
  if (count > 0) await ledger.announce(slot, announced);
  const { refusals, atOnce } = await post(
    {
      ...{ carrier, path, form, profile: plan.profile, dataType: plan.origin.dataType, signal },
      async raise(index, least, isForeign) {
        if (isForeign && isTold(before[index])) versions.contested += 1;
        const entry = announced.entryAt(index);
        const raised = { ...entry, published: Math.max(least + 1, now()), event: raisedEvent(entry) };
        versions.highest = Math.max(versions.highest, raised.published);
        announced.change(index, raised);
        await ledger.amend({ digest: announced.digestAt(index), entry: raised });
        outgoing.rewrite(index);
      },
    },
    outgoing,
  );
  // Whoever refuses may answer while the body is still on its way.
  if (atOnce) outgoing.release();
  // What the receiver did not take it was not told.
  for (const { index } of refusals) announced.change(index, movedEntry(before[index], announced.entryAt(index)));
  if (count + others.length > 0) await ledger.settle(slot, announced, others);
  return refusals.map(({ index, code, status }) => ({ row: rows[index] ?? -1, code, status }));
}

/** Whether the receiver has answered to what the ledger says. */
export function isTold(entry: LedgerEntry | undefined): boolean {
  return entry !== undefined && entry.published > 0 && entry.confirmed;
}

/** The receiver has the record already. */
function raisedEvent({ event }: LedgerEntry): LedgerEntry['event'] {
  return event === 'new' ? 'update' : event;
}
