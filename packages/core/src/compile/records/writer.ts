import type { RowBlock } from '../../adapter/row-block.ts';
import { type ByteWriter, reserveBytes } from '../../bytes/byte-writer.ts';
import { copyBytes } from '../../bytes/copy.ts';
import type { QualityTally } from '../../quality/tally.ts';
import type { CountedPlan } from '../counting.ts';
import type { WrittenPlan } from '../written-plan.ts';
import { type MemoryParts, type RecordMemory } from './memory.ts';
import { compileOtherValues } from './other-values.ts';
import { writeProgram } from './program.ts';

/** What stands before and behind each record. */
export interface RecordFrame {
  readonly head: Uint8Array;
  readonly tail: Uint8Array;
}

/** Rows of a block from `from` up to `until`, as long as less than `mostBytes` are written. */
export interface BlockRows {
  readonly block: RowBlock;
  readonly from: number;
  readonly until: number;
  readonly mostBytes: number;
}

/**
 * Appends the canonical JSON of rows, each in its frame, and counts them. Gives the place of the first row that is not written: there
 * are enough bytes, or a value is missing or refused, or no memory holds it. The encoder over texts then says what becomes of it.
 */
export type WriteRows = (rows: BlockRows, out: ByteWriter, frame: RecordFrame | undefined, tally: QualityTally | undefined) => number;

/** So many rows at a time: their bytes, bounds and records stay in the processor's cache. */
const rowsAtATime = 64;

/** Compiled with the first row. */
export function compileRecordWriter(
  plans: readonly WrittenPlan[],
  columns: readonly string[],
  counted: readonly CountedPlan[] | undefined,
  memory: RecordMemory,
): WriteRows {
  let write: WriteRows | undefined;
  return (rows, out, frame, tally) => {
    write ??= createRecordWriter(plans, columns, counted, memory);
    return write(rows, out, frame, tally);
  };
}

function createRecordWriter(
  plans: readonly WrittenPlan[],
  columns: readonly string[],
  counted: readonly CountedPlan[] | undefined,
  memory: RecordMemory,
): WriteRows {
  const properties = plans.map((plan, index) => ({ plan, counted: counted?.[index] }));
  properties.sort((left, right) => (left.plan.property.name < right.plan.property.name ? -1 : 1));
  const program = writeProgram(properties, columns);
  // Presence of the others follows from the count of records.
  const sometimes = properties.flatMap(({ counted: one }, index) => (one?.always === false ? [{ index, slot: one.slot }] : []));
  const others = compileOtherValues(properties, columns, program.rules);
  const { rows } = others;

  const enter = (): MemoryParts => {
    const parts = memory.enter(program, others);
    if (rows.buffer === parts.buffer) return parts;
    rows.buffer = parts.buffer;
    rows.view = parts.view;
    rows.limit = parts.areas.limit;
    rows.fulfils = (property, from, end) => parts.exports.fulfils(parts.areas.program, property, from, end) !== 0;
    return parts;
  };
  // What ended with an error left its counts there.
  const beginCount = ({ ints, areas }: MemoryParts): void => {
    for (const { index } of sometimes) ints[(areas.counts >> 2) + index] = 0;
  };
  const count = ({ ints, areas }: MemoryParts, written: number, tally: QualityTally): void => {
    tally.accepted += written;
    for (const { index, slot } of sometimes) tally.present[slot] = (tally.present[slot] ?? 0) + (ints[(areas.counts >> 2) + index] ?? 0);
  };
  const write: WriteRows = ({ block, from, until, mostBytes }, out, frame, tally) => {
    let parts = enter();
    let first = from;
    while (first < until) {
      if (block.unfit?.has(first) === true) return first;
      const most = block.unfit === undefined ? Math.min(rowsAtATime, until - first) : 1;
      const loaded = load(parts, block, first, most);
      if (loaded.rows === 0) {
        if (!memory.makeRoom(loaded)) return first;
        parts = enter();
        continue;
      }
      rows.first = first;
      rows.isFull = false;
      beginCount(parts);
      const written = run(parts, block.width, loaded, frame);
      const { ints, areas, view } = parts;
      const end = ints[areas.told >> 2] ?? areas.output;
      reserveBytes(out, end - areas.output);
      out.length = copyBytes(view, areas.output, end, out.view, out.length);
      if (counted !== undefined && tally !== undefined) count(parts, written, tally);
      first += written;
      if (written < loaded.rows) {
        others.drop();
        const isFull = rows.isFull || ints[(areas.told >> 2) + 1] === 1;
        // Alone in the memory it may have room.
        if (!isFull || written === 0) return first;
      }
      if (out.length >= mostBytes) return first;
    }
    return first;
  };
  return (of, out, frame, tally) => {
    rows.block = of.block;
    rows.tally = tally;
    try {
      return write(of, out, frame, tally);
    } finally {
      // A dataset that has nothing to do holds no block.
      rows.block = undefined;
      rows.tally = undefined;
    }
  };
}

interface Loaded {
  /** 0: there is no room for the first row. */
  readonly rows: number;
  /** Of the values, as they lie in their block. */
  readonly valueBytes: number;
  readonly boundsBytes: number;
  /** What a bound is added to. */
  readonly base: number;
}

/** Brings the bounds and bytes of some rows into the memory. */
function load({ ints, buffer, areas, exports }: MemoryParts, block: RowBlock, first: number, most: number): Loaded {
  const { bounds, width, bytes } = block;
  const perRow = width * 2;
  const needed = perRow * 4;
  const begin = first * perRow;
  const place = areas.bounds >> 2;
  let rows = Math.min(most, Math.floor(areas.boundsBytes / needed));
  if (rows === 0) return { rows, valueBytes: 0, boundsBytes: needed, base: 0 };
  for (let index = 0; index < rows * perRow; index++) ints[place + index] = bounds[begin + index] ?? -1;
  for (;;) {
    exports.reach(areas.bounds, rows * width, areas.told);
    const least = ints[areas.told >> 2] ?? -1;
    const valueBytes = least < 0 ? 0 : (ints[(areas.told >> 2) + 1] ?? -1) - least;
    if (valueBytes <= areas.inputBytes) {
      if (valueBytes > 0) bytes.copy(buffer, areas.input, least, least + valueBytes);
      return { rows, valueBytes, boundsBytes: needed, base: areas.input - least };
    }
    if (rows === 1) return { rows: 0, valueBytes, boundsBytes: needed, base: 0 };
    rows = Math.floor(rows / 2);
  }
}

function run({ areas, exports, buffer }: MemoryParts, width: number, { rows, base }: Loaded, frame: RecordFrame | undefined): number {
  const headBytes = frame?.head.length ?? 0;
  const tailBytes = frame?.tail.length ?? 0;
  if (frame !== undefined) {
    buffer.set(frame.head, areas.frame);
    buffer.set(frame.tail, areas.frame + headBytes);
  }
  return exports.writeRecords(
    ...[areas.program, areas.bounds, width * 8, base, rows],
    ...[areas.frame, headBytes, areas.frame + headBytes, tailBytes],
    ...[areas.there, areas.counts, areas.output, areas.limit, areas.told],
  );
}
