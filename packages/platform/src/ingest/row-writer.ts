import { type BufferPool, lineSlots, type ParsedLine, viewOf } from '@lienthong/core';
import { type BatchRows, rowTail } from '../storage/batch-rows.ts';
import type { StoredContract } from '../storage/contracts.ts';
import { batchPlace } from '../storage/place.ts';
import { mostKeyBytes } from '../storage/stored-key.ts';
import { collectRows } from './collected-rows.ts';
import { rowForm } from './row-form.ts';
import { linesOf, type RowMemories, type RowMemory, usualLineBytes } from './row-memory.ts';

/**
 * Writes the lines of one batch as rows for COPY, one behind the other. They become rows in a memory that all batches share:
 * whoever lets others go on calls `rest` before.
 */
export interface RowWriter {
  /**
   * The line of the body at `start`, as the contract's scanner takes it; gives the place of its line feed. -1, and nothing is
   * added, when it is not surely canonical, or its key is longer than `mostKeyBytes`.
   */
  addScanned(line: number, start: number): number;
  add(line: number, parsed: ParsedLine): void;
  rest(): void;
  /** The rows, until `release` gives their memory back to the pool. */
  finish(): { readonly rows: BatchRows; readonly release: () => void };
}

export interface RowWriterInput {
  readonly contract: StoredContract;
  readonly epoch: number;
  readonly sequence: number;
  /** Valid UTF-8. */
  readonly body: Buffer;
  /** How many lines may come. */
  readonly count: number;
  readonly buffers: BufferPool;
  readonly rowMemories: RowMemories;
}

/** The lines from `from` to `until` of the body, in a memory; what the scanner finds in the n-th goes to `spans[n]`. */
interface Loaded {
  readonly memory: RowMemory;
  readonly from: number;
  readonly until: number;
  readonly view: DataView;
  readonly spans: readonly Int32Array[];
}

const feed = 10;

export function createRowWriter(input: RowWriterInput): RowWriter {
  const { contract, epoch, sequence, body, count, buffers, rowMemories } = input;
  const form = rowForm(contract);
  const { scanner } = contract.reader;
  const { width } = form;
  const tail = rowTail(contract.id);
  const shared = Buffer.concat([batchPlace(epoch, sequence), tail].map((view) => new Uint8Array(view.buffer)));
  const limit = body.lastIndexOf(feed) + 1;
  const mostQueued = linesOf(width);
  const rows = collectRows(count, body.length + 100 * count, buffers);
  let loaded: Loaded | undefined;
  let queued = 0;
  let firstLine = 0;

  const write = (memory: RowMemory, base: number, first: number, lines: number): void => {
    const { program, spans, shared: of, keys, told, rows: to } = memory.areas;
    memory.writeRows(program, base, spans, width, lines, first, of, tail.byteLength, form.fields, keys, told, to);
    rows.take(memory, base, { first, count: lines, width });
  };
  const flush = (): void => {
    if (queued > 0 && loaded !== undefined) write(loaded.memory, loaded.memory.areas.lines, firstLine, queued);
    queued = 0;
  };
  const enter = (memory: RowMemory): RowMemory => {
    memory.ints.set(form.program, memory.areas.program >> 2);
    memory.buffer.set(shared, memory.areas.shared);
    return memory;
  };
  const load = (from: number): Loaded => {
    const last = body.lastIndexOf(feed, Math.min(limit, from + usualLineBytes) - 1);
    const until = (last < from ? body.indexOf(feed, from) : last) + 1;
    const memory = enter(rowMemories.of(until - from));
    const { lines, spans } = memory.areas;
    const bytes = memory.buffer.subarray(lines, lines + until - from);
    body.copy(bytes, 0, from, until);
    return { memory, from, until, view: viewOf(bytes), spans: spansOf(memory, spans >> 2, width, mostQueued) };
  };

  return {
    addScanned(line, start) {
      if (start >= limit) return -1;
      if (loaded === undefined || start >= loaded.until) {
        flush();
        loaded = load(start);
      }
      const { from, until, view, spans } = loaded;
      const found = spans[queued] as Int32Array; // a full queue is flushed
      const end = scanner.scan(view, start - from, until - from, found);
      const bytes = end - (start - from);
      if (end < 0 || (bytes > mostKeyBytes && keyLength(form.keySlots, found) > mostKeyBytes)) {
        // What is written in one go are neighbouring lines.
        flush();
        return -1;
      }
      if (queued === 0) firstLine = line;
      if (++queued === mostQueued) flush();
      return from + end;
    },
    add(line, parsed) {
      flush();
      const { op, version, at, tx } = parsed;
      if (op === 't') {
        rows.truncations.push({ line, version, at, tx });
        return;
      }
      const texts = textsOf(parsed, form.slots, width);
      const memory = enter(rowMemories.of(texts.bytes.length));
      memory.buffer.set(texts.bytes, memory.areas.texts);
      memory.ints.set(texts.spans, memory.areas.spans >> 2);
      write(memory, memory.areas.texts, line, 1);
      memory.ints[(memory.areas.spans >> 2) + width - 2] = -1;
    },
    rest() {
      flush();
      loaded = undefined;
    },
    finish() {
      flush();
      return rows.finish();
    },
  };
}

/** For as many lines, with no whole key. */
function spansOf({ ints }: RowMemory, first: number, width: number, lines: number): readonly Int32Array[] {
  return Array.from({ length: lines }, (_, index) => {
    const spans = ints.subarray(first + index * width, first + (index + 1) * width);
    spans[width - 2] = -1;
    return spans;
  });
}

/** A line's texts one behind the other, and its spans over them. */
function textsOf({ op, version, at, tx, key, values }: ParsedLine, slots: readonly number[], width: number) {
  const spans = new Int32Array(width).fill(-1);
  const parts: Buffer[] = [];
  let end = 0;
  const put = (slot: number, text: string | null | undefined): void => {
    if (text === undefined || text === null) return;
    const bytes = Buffer.from(text, 'utf8');
    parts.push(bytes);
    spans[slot] = end;
    end += bytes.length;
    spans[slot + 1] = end;
  };
  spans[lineSlots.op] = op.charCodeAt(0);
  put(lineSlots.version, version);
  put(lineSlots.at, at);
  put(lineSlots.tx, tx);
  for (const [index, slot] of slots.entries()) put(slot, values[index]);
  put(width - 2, key);
  return { spans, bytes: Buffer.concat(parts, end) };
}

function keyLength(slots: readonly number[], spans: Int32Array): number {
  return slots.reduce((sum, slot) => sum + (spans[slot + 1] ?? 0) - (spans[slot] ?? 0) + 3, 1);
}
