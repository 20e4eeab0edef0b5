import type { Carrier } from '@lienthong/core';
import type { LedgerEntry, LedgerLine, NationalForm, NationalPlan } from '@lienthong/core/national';
import type { Recorded } from './ledger-entry.ts';
import type { LedgerStore } from './ledger-store.ts';
import { type Outgoing, post } from './post.ts';

export interface DeliverInput {
  readonly plan: NationalPlan;
  readonly form: NationalForm;
  readonly carrier: Carrier;
  /** Below the receiver's address. */
  readonly path: string;
  readonly ledger: LedgerStore;
  /** Seconds since the profile's origin. */
  readonly now: () => number;
  /** Makes the same message anew, of what its entry says now. */
  readonly rewrite: (message: Pending) => void;
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

/** A message on its way, and what the ledger says of its record: one object from the line to the answer, for there are thousands. */
export interface Pending extends Outgoing {
  readonly line: LedgerLine | undefined;
  readonly digest: Uint8Array;
  readonly before: LedgerEntry | undefined;
  /** Another one when the version is raised, or the message refused. */
  entry: LedgerEntry;
  /** Set when it is written. */
  memory: Uint8Array;
  start: number;
  end: number;
}

/** Messages, and the body of a request with all of them. */
export interface Written {
  readonly pending: readonly Pending[];
  readonly body: Uint8Array;
  /** Lets other messages have their memory. */
  release(): void;
}

export interface Refused {
  readonly line: LedgerLine | undefined;
  readonly status: number;
  readonly code: string;
}

/**
 * Announced, sent, settled: after a crash in between it is sent again, under a higher version. `moved` is settled with it. Gives those
 * that the receiver does not take.
 */
export async function deliver(
  input: DeliverInput,
  slot: number,
  { pending, body, release }: Written,
  moved: readonly Recorded[],
): Promise<readonly Refused[]> {
  const { ledger, carrier, path, form, plan, now, versions, signal } = input;
  for (const { entry } of pending) versions.highest = Math.max(versions.highest, entry.published);
  if (pending.length > 0) await ledger.announce(slot, pending);
  const { refusals, atOnce } = await post(
    {
      ...{ carrier, path, form, profile: plan.profile, dataType: plan.origin.dataType, signal },
      async raise(message, least, isForeign) {
        if (isForeign && isTold(message.before)) versions.contested += 1;
        message.entry = { ...message.entry, published: Math.max(least + 1, now()), event: raisedEvent(message.entry) };
        versions.highest = Math.max(versions.highest, message.entry.published);
        await ledger.amend(message);
        input.rewrite(message);
      },
    },
    pending,
    body,
  );
  // Whoever refuses may answer while the body is still on its way.
  if (atOnce) release();
  for (const { message } of refusals) message.entry = untold(message.before, message.entry);
  if (pending.length + moved.length > 0) await ledger.settle(slot, [...moved, ...pending]);
  return refusals.map(({ message: { line }, code, status }) => ({ line, code, status }));
}

/** What the receiver did not take it was not told: only the place moved. */
export function untold(before: LedgerEntry | undefined, { epoch, version }: LedgerEntry): LedgerEntry {
  return { ...(before ?? { published: 0, event: 'cancel', content: '' }), epoch, version, confirmed: true };
}

/** Whether the receiver has answered to what the ledger says. */
export function isTold(entry: LedgerEntry | undefined): boolean {
  return entry !== undefined && entry.published > 0 && entry.confirmed;
}

/** The receiver has the record already. */
function raisedEvent({ event }: LedgerEntry): LedgerEntry['event'] {
  return event === 'new' ? 'update' : event;
}
