import { type BufferPool, createByteWriter, type Rejection, reserveBytes, takeBytes, viewOf, writeBytes } from '@lienthong/core';
import { contentBytes, type Floor, type LedgerEntry, type NationalFrame, recordBytes } from '@lienthong/core/national';
import { type Announcement, createAnnouncement } from './announced.ts';
import type { MessageBatch, MessageInput, WriteMessage } from './message-writer.ts';

/** Messages of one request, and what the ledger is to say of their records: a column for each thing, for there are thousands. */
export interface Outgoing {
  readonly count: number;
  /** Of each its line; -1: the ledger alone knows of the record. */
  readonly rows: Int32Array;
  /** What the ledger said of its record before. */
  readonly before: readonly (LedgerEntry | undefined)[];
  readonly announced: Announcement;
  /** All of them, as a request has them. */
  readonly body: Uint8Array;
  /** One of them. */
  messageAt(index: number): Uint8Array;
  /** Makes it anew, of what the ledger is to say of it now. */
  rewrite(index: number): void;
  /** Lets other messages have the memory of `body`. */
  release(): void;
}

export interface OutgoingInput {
  /** Messages, at most. */
  readonly room: number;
  readonly frame: NationalFrame;
  readonly write: WriteMessage;
  readonly batch: MessageBatch;
  readonly memory: BufferPool;
}

export interface OutgoingWriter {
  /** Adds a message about a record that stands at `place` now; a rejection, and nothing is added, where the record cannot be one. */
  add(message: MessageInput, place: Floor, before: LedgerEntry | undefined): Rejection | undefined;
  finish(): Outgoing;
}

/** Of one message, for the first guess. */
const usualBytes = 700;

export function createOutgoing({ room, frame, write, batch, memory }: OutgoingInput): OutgoingWriter {
  const { lines } = batch;
  const writer = createByteWriter(memory);
  const [begin, between, end] = [bytesOf(frame.begin), bytesOf(frame.between), bytesOf(frame.end)];
  const [rows, starts, ends] = [new Int32Array(room), new Int32Array(room), new Int32Array(room)];
  const before: (LedgerEntry | undefined)[] = [];
  const announced = createAnnouncement(room);
  reserveBytes(writer, room * usualBytes);
  writeBytes(writer, begin);
  return {
    add(message, { epoch, version }, known) {
      const { length } = writer;
      const count = before.length;
      if (count > 0) writeBytes(writer, between);
      const start = writer.length;
      const rejection = write(writer, message, batch);
      if (rejection !== undefined) {
        writer.length = length;
        return rejection;
      }
      const { event, published, row, digest } = message;
      rows[count] = row;
      starts[count] = start;
      ends[count] = writer.length;
      before.push(known);
      const state = { event, published, epoch, version, confirmed: false };
      const contents = event === 'cancel' ? undefined : lines.contents;
      announced.add(state, digest ?? lines.digests, digest === undefined ? row * recordBytes : 0, contents, row * contentBytes);
      return undefined;
    },
    finish() {
      writeBytes(writer, end);
      const { bytes: body, release } = takeBytes(writer);
      const anew = new Map<number, Uint8Array>();
      return {
        ...{ count: before.length, rows, before, announced, body, release },
        messageAt: (index) => anew.get(index) ?? body.subarray(starts[index], ends[index]),
        rewrite(index) {
          const { event, published } = announced.entryAt(index);
          const other = createByteWriter();
          // It cannot be rejected where it was not before.
          write(other, { event, published, row: rows[index] ?? -1, digest: announced.digestAt(index) }, batch);
          anew.set(index, takeBytes(other).bytes);
        },
      };
    },
  };
}

function bytesOf(text: string): DataView {
  return viewOf(Buffer.from(text));
}
