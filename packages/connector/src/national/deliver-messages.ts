import type { Carrier } from '@lienthong/core';
import type { LedgerEntry, NationalForm, NationalPlan } from '@lienthong/core/national';
import type { Recorded } from './ledger-entry.ts';
import type { LedgerStore } from './ledger-store.ts';
import { type Outgoing, post } from './post.ts';
import type { RecordLine } from './read-lines.ts';

export interface DeliverInput {
  readonly plan: NationalPlan;
  readonly form: NationalForm;
  readonly carrier: Carrier;
  /** Below the receiver's address. */
  readonly path: string;
  readonly ledger: LedgerStore;
  /** Seconds since the profile's origin. */
  readonly now: () => number;
  /** The same message with what another entry says. */
  readonly rewrite: (message: Pending, entry: LedgerEntry) => Uint8Array;
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

/** A message on its way, and what the ledger says of its record. */
export interface Pending extends Outgoing {
  readonly line: RecordLine | undefined;
  readonly digest: Uint8Array;
  readonly before: LedgerEntry | undefined;
  readonly entry: LedgerEntry;
}

export interface Refused {
  readonly line: RecordLine | undefined;
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
  pending: readonly Pending[],
  moved: readonly Recorded[],
): Promise<readonly Refused[]> {
  const { ledger, carrier, path, form, plan, now, versions, signal } = input;
  const sent = new Map<Uint8Array, LedgerEntry>(pending.map(({ digest, entry }) => [digest, entry]));
  for (const { published } of sent.values()) versions.highest = Math.max(versions.highest, published);
  if (sent.size > 0) await ledger.announce(slot, [...sent]);
  const refusals = await post(
    {
      ...{ carrier, path, form, profile: plan.profile, dataType: plan.origin.dataType, signal },
      async raise(message, least, isForeign) {
        if (isForeign && isTold(message.before)) versions.contested += 1;
        const entry = { ...message.entry, published: Math.max(least + 1, now()), event: raisedEvent(message.entry) };
        versions.highest = Math.max(versions.highest, entry.published);
        sent.set(message.digest, entry);
        await ledger.amend([message.digest, entry]);
        return { ...message, entry, published: entry.published, bytes: input.rewrite(message, entry) };
      },
    },
    pending,
  );
  for (const { message } of refusals) sent.set(message.digest, untold(message.before, message.entry));
  const settled = [...sent].map(([digest, entry]) => [digest, { ...entry, confirmed: true }] as const);
  if (settled.length + moved.length > 0) await ledger.settle(slot, [...moved, ...settled]);
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
