import {
  type BufferPool,
  createByteWriter,
  type ReceiptRejection,
  type Rejection,
  reserveBytes,
  takeBytes,
  writeString,
} from '@lienthong/core';
import { type Floor, floorStep, type LedgerEntry, type LedgerLine, ledgerStep } from '@lienthong/core/national';
import { type DeliverInput, deliver, isTold, type Pending, type Refused, untold, type Written } from './deliver-messages.ts';
import { digestBytes, type Recorded } from './ledger-entry.ts';
import type { WriteMessage } from './message-writer.ts';
import { frameOf } from './post.ts';
import type { ReadBatch } from './read-lines.ts';

export interface PublishInput extends Omit<DeliverInput, 'rewrite'> {
  readonly write: WriteMessage;
  /** Records of one request, at most. */
  readonly records: number;
  /** Of the ledger, for requests that are on their way at once. What others left in them was recovered. */
  readonly slots: readonly number[];
  /** What the ledger says of a version below is not believed, and told again. 0: all is. */
  readonly trustedFrom: number;
  /** Of messages, request after request. */
  readonly memory: BufferPool;
}

/** A batch that is published. */
export interface PublishedBatch extends ReadBatch {
  readonly epoch: number;
  readonly time: string;
}

export interface Published {
  readonly accepted: number;
  /** Outranked by what was seen before, or told already. */
  readonly superseded: number;
  readonly rejections: readonly ReceiptRejection[];
}

/** Tells the receiver what a batch brings: what is new, changed or gone, and nothing else. Repeating is safe. */
export async function publish(input: PublishInput, batch: PublishedBatch, floor: Floor): Promise<Published & { readonly floor: Floor }> {
  const send: Sending = { ...input, batch, rewrite: (message) => rewrite(send, message) };
  let at = floor;
  const total = { accepted: 0, superseded: 0, rejections: [] as ReceiptRejection[] };
  for (const { lines, floor: end, superseded } of batch.stretches) {
    total.superseded += superseded;
    await inSlots(input.slots, inParts(lines, input.records), async (ofRequest, slot) => {
      const part = await publishLines(send, slot, ofRequest, at);
      total.accepted += part.accepted;
      total.superseded += part.superseded;
      total.rejections.push(...part.rejections);
    });
    if (end === undefined) continue;
    at = { epoch: batch.epoch, version: end };
    await cancelBelow(send, at);
    // The `t` itself.
    total.accepted += 1;
  }
  return { ...total, rejections: total.rejections.sort((left, right) => left.index - right.index), floor: at };
}

interface Sending extends PublishInput, DeliverInput {
  readonly batch: PublishedBatch;
}

/** Of one length, give or take one, and `most` at most: a last request of a few records costs both sides nearly as much as a full one. */
function inParts<Item>(items: readonly Item[], most: number): readonly (readonly Item[])[] {
  const count = Math.ceil(items.length / most);
  const startOf = (part: number): number => Math.floor((part * items.length) / count);
  return Array.from({ length: count }, (_, part) => items.slice(startOf(part), startOf(part + 1)));
}

/** Several at a time, each in a slot of the ledger: no record of a stretch is in two of its parts. Ends when none is on its way. */
async function inSlots<Item>(
  slots: readonly number[],
  items: readonly Item[],
  work: (item: Item, slot: number) => Promise<void>,
): Promise<void> {
  const waiting = items.values();
  let isFailed = false;
  const worker = async (slot: number): Promise<void> => {
    for (const item of waiting) {
      if (isFailed) return;
      await work(item, slot).catch((error: unknown) => {
        isFailed = true;
        throw error;
      });
    }
  };
  const ended = await Promise.allSettled(slots.map(worker));
  for (const result of ended) if (result.status === 'rejected') throw result.reason;
}

async function publishLines(send: Sending, slot: number, lines: readonly LedgerLine[], floor: Floor): Promise<Published> {
  const { epoch } = send.batch;
  const digests = digestsOf(lines);
  const known = await send.ledger.read(digests);
  const before = known.map((entry) => entry && believed(entry, send.trustedFrom));
  const now = send.now();
  const drafts: Pending[] = [];
  const moved: Recorded[] = [];
  let superseded = 0;
  for (const [place, line] of lines.entries()) {
    const digest = digests[place] ?? Buffer.alloc(0); // as many as lines
    const step = ledgerStep(before[place], { epoch, version: line.version, content: line.content }, floor, now);
    if (step.kind === 'publish') drafts.push(draftOf(line, digest, before[place], step.entry));
    else {
      superseded += 1;
      if (step.kind === 'unchanged') moved.push({ digest, entry: step.entry });
    }
  }
  const { rejected, ...written } = write(send, drafts);
  for (const { draft } of rejected) moved.push({ digest: draft.digest, entry: untold(draft.before, draft.entry) });
  const refused = await deliver(send, slot, written, moved);
  const rejections = [...rejected.flatMap(ownRejection), ...refused.flatMap(theirRejection)];
  return { accepted: lines.length - superseded - rejections.length, superseded, rejections };
}

/** In one piece of memory: one for each would cost more than writing them. */
function digestsOf(lines: readonly LedgerLine[]): readonly Uint8Array[] {
  const bytes = Buffer.allocUnsafeSlow(lines.length * digestBytes);
  return lines.map(({ digest }, place) => {
    bytes.write(digest, place * digestBytes, 'hex');
    return new Uint8Array(bytes.buffer, place * digestBytes, digestBytes);
  });
}

/** Cancels what lies below the floor and was never cancelled; the ledger alone knows of it. */
async function cancelBelow(send: Sending, floor: Floor): Promise<void> {
  for await (const page of send.ledger.below(floor, send.records)) {
    const now = send.now();
    const drafts = page.flatMap(({ digest, entry: known }): readonly Pending[] => {
      const before = believed(known, send.trustedFrom);
      const entry = floorStep(before, floor, now);
      return entry === undefined ? [] : [draftOf(undefined, digest, before, entry)];
    });
    // Nothing of a record is in it that could be refused here; one that the receiver does not want to hear of is gone there, too.
    await deliver(send, send.slots[0] ?? 0, write(send, drafts), []);
  }
}

/** What is not believed is as if nobody had answered to it. */
function believed(entry: LedgerEntry, trustedFrom: number): LedgerEntry {
  return isTold(entry) && entry.published < trustedFrom ? { ...entry, confirmed: false } : entry;
}

interface Rejected {
  readonly draft: Pending;
  readonly rejection: Rejection;
}

const unwritten = new Uint8Array(0);

function draftOf(line: LedgerLine | undefined, digest: Uint8Array, before: LedgerEntry | undefined, entry: LedgerEntry): Pending {
  return { line, digest, before, entry, memory: unwritten, start: 0, end: 0 };
}

/** The messages of drafts in one piece of memory, as a request has them. */
function write(send: Sending, drafts: readonly Pending[]): Written & { readonly rejected: readonly Rejected[] } {
  const { begin, between, end } = frameOf({ form: send.form, profile: send.plan.profile });
  const writer = createByteWriter(send.memory);
  reserveBytes(writer, drafts.length * usualBytes);
  const rejected: Rejected[] = [];
  const pending: Pending[] = [];
  writeString(writer, begin);
  for (const draft of drafts) {
    const { length } = writer;
    if (pending.length > 0) writeString(writer, between);
    draft.start = writer.length;
    const rejection = send.write(writer, draft, send.batch);
    if (rejection === undefined) pending.push(draft);
    else {
      writer.length = length;
      rejected.push({ draft, rejection });
    }
    draft.end = writer.length;
  }
  writeString(writer, end);
  const { bytes: body, release } = takeBytes(writer);
  for (const draft of pending) draft.memory = body;
  return { pending, rejected, body, release };
}

/** Of one message, for the first guess. */
const usualBytes = 700;

/** It cannot be rejected where it was not before. */
function rewrite(send: Sending, message: Pending): void {
  const writer = createByteWriter();
  send.write(writer, message, send.batch);
  const { bytes } = takeBytes(writer);
  [message.memory, message.start, message.end] = [bytes, 0, bytes.length];
}

function ownRejection({ draft: { line }, rejection: { code, pointer, reason } }: Rejected): readonly ReceiptRejection[] {
  return line === undefined ? [] : [{ index: line.index, code, pointer, reason }];
}

function theirRejection({ line, code, status }: Refused): readonly ReceiptRejection[] {
  if (line === undefined) return [];
  const reason = `the receiver answered ${status} ${code} to this record alone`;
  return [{ index: line.index, code: 'receiver-refused', pointer: '', reason }];
}
