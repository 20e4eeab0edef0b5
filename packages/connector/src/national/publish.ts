import type { Carrier, ReceiptRejection, Rejection, SealedBatch } from '@lienthong/core';
import {
  compileToMessage,
  type Floor,
  floorStep,
  type LedgerEntry,
  ledgerStep,
  type NationalForm,
  type NationalPlan,
  nationalJson,
  nationalXml,
  type ToMessage,
} from '@lienthong/core/national';
import type { LedgerStore } from './ledger-store.ts';
import { type Outgoing, post } from './post.ts';
import type { RecordLine, Stretch } from './read-lines.ts';

export interface PublishInput {
  readonly plan: NationalPlan;
  readonly form: NationalForm;
  readonly carrier: Carrier;
  /** Below the receiver's address. */
  readonly path: string;
  /** Records of one request, at most. */
  readonly records: number;
  readonly ledger: LedgerStore;
  /** Seconds since the profile's origin. */
  readonly now: () => number;
  /** What the ledger says of a version below is not believed, and told again. 0: all is. */
  readonly trustedFrom: number;
  /** Counted on. */
  readonly versions: Versions;
}

export interface Published {
  readonly accepted: number;
  /** Outranked by what was seen before, or told already. */
  readonly superseded: number;
  readonly rejections: readonly ReceiptRejection[];
}

/** What was seen of the receiver's versions on the way. */
export interface Versions {
  /** Records of which it has a version that nobody gave here, though the ledger knows what it was told last. */
  contested: number;
  /** The highest that was given. */
  highest: number;
}

/** A message on its way, and what the ledger says of its record. */
interface Pending extends Outgoing {
  readonly line: RecordLine | undefined;
  readonly digest: Uint8Array;
  readonly before: LedgerEntry | undefined;
  readonly entry: LedgerEntry;
}

/** Tells the receiver what a batch brings: what is new, changed or gone, and nothing else. Repeating is safe. */
export async function publish(
  input: PublishInput,
  batch: SealedBatch,
  stretches: readonly Stretch[],
  floor: Floor,
  signal: AbortSignal,
): Promise<Published & { readonly floor: Floor }> {
  const toMessage = compileToMessage(input.plan);
  const send = { input, batch, toMessage, signal };
  let at = floor;
  const total = { accepted: 0, superseded: 0, rejections: [] as ReceiptRejection[] };
  for (const { lines, floor: end, superseded } of stretches) {
    total.superseded += superseded;
    for (let start = 0; start < lines.length; start += input.records) {
      const part = await publishLines(send, lines.slice(start, start + input.records), at);
      total.accepted += part.accepted;
      total.superseded += part.superseded;
      total.rejections.push(...part.rejections);
    }
    if (end === undefined) continue;
    at = { epoch: batch.header.epoch, version: end };
    await cancelBelow(send, at);
    // The `t` itself.
    total.accepted += 1;
  }
  return { ...total, rejections: total.rejections.sort((left, right) => left.index - right.index), floor: at };
}

interface Sending {
  readonly input: PublishInput;
  readonly batch: SealedBatch;
  readonly toMessage: ToMessage;
  readonly signal: AbortSignal;
}

async function publishLines(send: Sending, lines: readonly RecordLine[], floor: Floor): Promise<Published> {
  const { input, batch } = send;
  const { epoch } = batch.header;
  const known = await input.ledger.read(lines.map(({ digest }) => digest));
  const before = known.map((entry) => entry && believed(entry, input.trustedFrom));
  const now = input.now();
  const pending: Pending[] = [];
  const moved: (readonly [Uint8Array, LedgerEntry])[] = [];
  const rejections: ReceiptRejection[] = [];
  let superseded = 0;
  for (const [place, line] of lines.entries()) {
    const step = ledgerStep(before[place], { epoch, version: line.version, content: line.content }, floor, now);
    if (step.kind === 'outranked') superseded += 1;
    else if (step.kind === 'unchanged') {
      superseded += 1;
      moved.push([line.digest, step.entry]);
    } else {
      const text = textOf(send, step.entry, line.digest, line);
      if (typeof text === 'string')
        pending.push({ line, digest: line.digest, before: before[place], entry: step.entry, published: step.entry.published, text });
      else {
        rejections.push({ index: line.index, code: text.code, pointer: text.pointer, reason: text.reason });
        moved.push([line.digest, asBefore({ before: before[place], entry: step.entry })]);
      }
    }
  }
  const refused = await deliver(send, pending, moved);
  for (const { line, code, status } of refused)
    if (line !== undefined)
      rejections.push({
        index: line.index,
        code: 'receiver-refused',
        pointer: '',
        reason: `the receiver answered ${status} ${code} to this record alone`,
      });
  return { accepted: lines.length - superseded - rejections.length, superseded, rejections };
}

/** Cancels what lies below the floor and was never cancelled; the ledger alone knows of it. */
async function cancelBelow(send: Sending, floor: Floor): Promise<void> {
  const { input } = send;
  for await (const page of input.ledger.pages(input.records)) {
    const now = input.now();
    const pending = page.flatMap(([digest, known]): readonly Pending[] => {
      const before = believed(known, input.trustedFrom);
      const entry = floorStep(before, floor, now);
      if (entry === undefined) return [];
      const text = textOf(send, entry, digest, undefined);
      // Nothing of a record is in it that could be refused.
      return typeof text === 'string' ? [{ line: undefined, digest, before, entry, published: entry.published, text }] : [];
    });
    // A record that the receiver does not want to hear of any more is gone there, too.
    await deliver(send, pending, []);
  }
}

/** Written down, sent, written down again: after a crash in between it is sent again, under a higher version. */
async function deliver(
  send: Sending,
  pending: readonly Pending[],
  moved: readonly (readonly [Uint8Array, LedgerEntry])[],
): Promise<readonly { readonly line: RecordLine | undefined; readonly code: string; readonly status: number }[]> {
  const { input, signal } = send;
  const { ledger, carrier, path, form, plan, versions } = input;
  const sent = new Map<Uint8Array, LedgerEntry>(pending.map(({ digest, entry }) => [digest, entry]));
  for (const { published } of sent.values()) versions.highest = Math.max(versions.highest, published);
  if (sent.size > 0) await ledger.write([...sent], true);
  const refusals = await post(
    {
      ...{ carrier, path, form, profile: plan.profile, dataType: plan.origin.dataType, signal },
      async raise(message, least, isForeign) {
        if (isForeign && isTold(message.before)) versions.contested += 1;
        const entry = { ...message.entry, published: Math.max(least + 1, input.now()), event: raisedEvent(message.entry) };
        versions.highest = Math.max(versions.highest, entry.published);
        sent.set(message.digest, entry);
        await ledger.write([[message.digest, entry]], true);
        const text = textOf(send, entry, message.digest, message.line);
        return { ...message, entry, published: entry.published, text: typeof text === 'string' ? text : message.text };
      },
    },
    pending,
  );
  for (const { message } of refusals) sent.set(message.digest, asBefore(message));
  await ledger.write([...moved, ...[...sent].map(([digest, entry]) => [digest, { ...entry, confirmed: true }] as const)], false);
  return refusals.map(({ message: { line }, code, status }) => ({ line, code, status }));
}

/** Whether the receiver has answered to what the ledger says. */
function isTold(entry: LedgerEntry | undefined): boolean {
  return entry !== undefined && entry.published > 0 && entry.confirmed;
}

/** What is not believed is as if nobody had answered to it. */
function believed(entry: LedgerEntry, trustedFrom: number): LedgerEntry {
  return isTold(entry) && entry.published < trustedFrom ? { ...entry, confirmed: false } : entry;
}

/** The receiver has the record already. */
function raisedEvent({ event }: LedgerEntry): LedgerEntry['event'] {
  return event === 'new' ? 'update' : event;
}

/** What the receiver did not take it was not told: only the place moved. */
function asBefore({ before, entry }: Pick<Pending, 'before' | 'entry'>): LedgerEntry {
  const { epoch, version } = entry;
  return { ...(before ?? { published: 0, event: 'cancel', content: '' }), epoch, version, confirmed: true };
}

function textOf(
  { input, batch, toMessage }: Sending,
  entry: LedgerEntry,
  digest: Uint8Array,
  line: RecordLine | undefined,
): string | Rejection {
  const { profile } = input.plan;
  const state = { event: entry.event, version: entry.published, digest, at: line?.at ?? batch.header.time };
  const message = toMessage(line?.record ?? {}, state);
  if ('code' in message) return message;
  return input.form === 'json' ? nationalJson(message, profile) : nationalXml(message, profile);
}
