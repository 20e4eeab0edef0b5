import type { BufferPool, ReceiptRejection } from '@lienthong/core';
import {
  contentBytes,
  digestOfRow,
  type Floor,
  floorStep,
  type LedgerEntry,
  ledgerStep,
  movedEntry,
  type Sighting,
} from '@lienthong/core/national';
import { type DeliverInput, deliver, isTold, type Refused } from './deliver-messages.ts';
import type { Recorded } from './ledger-entry.ts';
import type { WriteMessage } from './message-writer.ts';
import { createOutgoing, type OutgoingWriter } from './outgoing.ts';
import { frameOf } from './post.ts';
import { type BatchLines, type ReadBatch, versionOf } from './read-lines.ts';

export interface PublishInput extends DeliverInput {
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
  const send: Sending = { ...input, batch };
  let at = floor;
  const total = { accepted: 0, superseded: 0, rejections: [] as ReceiptRejection[] };
  for (const { rows, floor: end, superseded } of batch.stretches) {
    total.superseded += superseded;
    await inSlots(input.slots, inParts(rows, input.records), async (ofRequest, slot) => {
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

interface Sending extends PublishInput {
  readonly batch: PublishedBatch;
}

/** Of one length, give or take one, and `most` at most: a last request of a few records costs both sides nearly as much as a full one. */
function inParts(rows: Int32Array, most: number): readonly Int32Array[] {
  const count = Math.ceil(rows.length / most);
  const startOf = (part: number): number => Math.floor((part * rows.length) / count);
  return Array.from({ length: count }, (_, part) => rows.subarray(startOf(part), startOf(part + 1)));
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

async function publishLines(send: Sending, slot: number, rows: Int32Array, floor: Floor): Promise<Published> {
  const { epoch, lines } = send.batch;
  const known = await send.ledger.read(lines.digests, rows);
  const now = send.now();
  const outgoing = begin(send, rows.length);
  const seen = sightings(lines, epoch);
  const others: Recorded[] = [];
  const rejections: ReceiptRejection[] = [];
  let superseded = 0;
  for (let place = 0; place < rows.length; place++) {
    const row = rows[place] ?? 0;
    const line = seen(row);
    const entry = known[place];
    const before = entry && believed(entry, send.trustedFrom);
    const step = ledgerStep(before, line, floor, now);
    if (step.kind === 'publish') {
      const { event, published } = step;
      const rejection = outgoing.add({ event, published, row, digest: undefined }, line, before);
      if (rejection === undefined) continue;
      const { code, pointer, reason } = rejection;
      rejections.push({ index: row, code, pointer, reason });
    } else superseded += 1;
    if (step.kind !== 'outranked') others.push({ digest: digestOfRow(lines.digests, row), entry: movedEntry(before, line) });
  }
  const refused = await deliver(send, slot, outgoing.finish(), others);
  rejections.push(...refused.map(theirRejection));
  return { accepted: rows.length - superseded - rejections.length, superseded, rejections };
}

function begin({ plan, form, write, batch, memory }: Sending, room: number): OutgoingWriter {
  return createOutgoing({ room, frame: frameOf({ form, profile: plan.profile }), write, batch, memory });
}

/** Cancels what lies below the floor and was never cancelled; the ledger alone knows of it. */
async function cancelBelow(send: Sending, floor: Floor): Promise<void> {
  for await (const page of send.ledger.below(floor, send.records)) {
    const now = send.now();
    const outgoing = begin(send, page.length);
    for (const { digest, entry } of page) {
      const before = believed(entry, send.trustedFrom);
      const step = floorStep(before, floor, now);
      // Nothing of a record is in it that could be refused here; one that the receiver does not want to hear of is gone there, too.
      if (step !== undefined) outgoing.add({ event: step.event, published: step.published, row: -1, digest }, before, before);
    }
    await deliver(send, send.slots[0] ?? 0, outgoing.finish(), []);
  }
}

/** What is not believed is as if nobody had answered to it. */
function believed(entry: LedgerEntry, trustedFrom: number): LedgerEntry {
  return isTold(entry) && entry.published < trustedFrom ? { ...entry, confirmed: false } : entry;
}

/** Rows as the ledger sees them: one object for all of them, which is of a row until the next is asked for. */
function sightings({ versions, gone, contents }: BatchLines, epoch: number): (row: number) => Sighting {
  let seenRow = 0;
  const seen = {
    epoch,
    version: versionOf(versions, 0),
    isGone: false,
    hasContent: (content: string) => contents.toString('hex', seenRow * contentBytes, (seenRow + 1) * contentBytes) === content,
  };
  return (row) => {
    seenRow = row;
    seen.version = versionOf(versions, row);
    seen.isGone = gone[row] === 1;
    return seen;
  };
}

function theirRejection({ row, code, status }: Refused): ReceiptRejection {
  const reason = `the receiver answered ${status} ${code} to this record alone`;
  return { index: row, code: 'receiver-refused', pointer: '', reason };
}
