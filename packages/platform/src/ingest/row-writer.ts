import { type BufferPool, type LineMemory, lineSlots, type ParsedLine } from '@lienthong/core';
import { type BatchRows, rowTail } from '../storage/batch-rows.ts';
import type { StoredContract } from '../storage/contracts.ts';
import { batchPlace } from '../storage/place.ts';
import { mostKeyBytes } from '../storage/stored-key.ts';
import { collectRows } from './collected-rows.ts';
import { type RowForm, rowForm } from './row-form.ts';
import { linesOf, type RowMemories, type RowMemory, usualLineBytes } from './row-memory.ts';

/**
 * Writes the lines of one batch as rows for COPY, one behind the other. They become rows in a memory that all batches share:
 * whoever lets others go on calls `rest` before.
 */
export interface RowWriter {
  /**
   * Lines of the body from `start` on, `most` at most, of which the first has this number, as the contract's scanner takes them. `undefined`,
   * and nothing is added, when the first is not surely canonical, or its key is longer than `mostKeyBytes`.
   */
  addScanned(line: number, start: number, most: number): Added | undefined;
  add(line: number, parsed: ParsedLine): void;
  rest(): void;
  /** The rows, until `release` gives their memory back to the pool. */
  finish(): { readonly rows: BatchRows; readonly release: () => void };
}

export interface Added {
  readonly lines: number;
  /** Behind the last line feed. */
  readonly end: number;
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

/** The lines from `from` to `until` of the body, in a memory. */
interface Loaded {
  readonly memory: RowMemory;
  readonly from: number;
  readonly until: number;
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
  const mostLines = linesOf(width);
  const rows = collectRows(count, body.length + 100 * count, buffers);
  let loaded: Loaded | undefined;

  const write = (memory: RowMemory, base: number, first: number, lines: number): void => {
    const { program, shared: of, keys, told, rows: to } = memory.areas;
    const { spans } = memory.lines.areas;
    memory.writeRows(program, base, spans, width, lines, first, of, tail.byteLength, form.fields, keys, told, to);
    rows.take(memory, base, { first, count: lines, width });
  };
  const enter = (lineBytes: number): RowMemory => {
    const memory = rowMemories.of(lineBytes, scanner.program.length);
    const { ints, buffer, areas } = memory.lines;
    ints.set(form.program, memory.areas.program >> 2);
    buffer.set(shared, memory.areas.shared);
    // No line has its key as a whole.
    for (let line = 0; line < mostLines; line++) ints[(areas.spans >> 2) + line * width + width - 2] = -1;
    return memory;
  };
  const load = (from: number): Loaded => {
    const last = body.lastIndexOf(feed, Math.min(limit, from + usualLineBytes) - 1);
    const until = (last < from ? body.indexOf(feed, from) : last) + 1;
    const memory = enter(until - from);
    body.copy(memory.lines.buffer, memory.lines.areas.lines, from, until);
    return { memory, from, until };
  };

  return {
    addScanned(line, start, most) {
      if (start >= limit) return undefined;
      if (loaded === undefined || start >= loaded.until) loaded = load(start);
      const { memory, from, until } = loaded;
      const scanned = memory.lines.scan(scanner, start - from, until - from, width, Math.min(most, mostLines));
      const { lines, end } = withShortKeys(memory.lines, form, scanned, start - from);
      if (lines === 0) return undefined;
      write(memory, memory.lines.areas.lines, line, lines);
      return { lines, end: from + end };
    },
    add(line, parsed) {
      const { op, version, at, tx } = parsed;
      if (op === 't') {
        rows.truncations.push({ line, version, at, tx });
        return;
      }
      const texts = textsOf(parsed, form.slots, width);
      const memory = enter(texts.bytes.length);
      memory.lines.buffer.set(texts.bytes, memory.areas.texts);
      memory.lines.ints.set(texts.spans, memory.lines.areas.spans >> 2);
      write(memory, memory.areas.texts, line, 1);
      memory.lines.ints[(memory.lines.areas.spans >> 2) + width - 2] = -1;
    },
    rest() {
      loaded = undefined;
    },
    finish: () => rows.finish(),
  };
}

/** How many of the scanned lines, of which the first begins at `start`, come before one whose key is too long, and where they end. */
function withShortKeys({ ints, areas }: LineMemory, { keySlots, width }: RowForm, scanned: number, start: number): Added {
  let end = start;
  for (let lines = 0, spans = areas.spans >> 2; lines < scanned; lines++, spans += width) {
    const behind = (ints[spans + lineSlots.op + 1] ?? 0) + 1;
    // A short line has no long key.
    if (behind - end > mostKeyBytes && keyLength(keySlots, ints, spans) > mostKeyBytes) return { lines, end };
    end = behind;
  }
  return { lines: scanned, end };
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

function keyLength(slots: readonly number[], ints: Int32Array, spans: number): number {
  return slots.reduce((sum, slot) => sum + (ints[spans + slot + 1] ?? 0) - (ints[spans + slot] ?? 0) + 3, 1);
}
