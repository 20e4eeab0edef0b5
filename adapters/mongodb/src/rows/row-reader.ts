import type { RowBlock } from '@lienthong/core';
import { bsonType, nameEnd, typeNames, valueEnd } from '../bson/elements.ts';
import type { Shape } from '../shape.ts';
import { nodeAt, type PathNode, type PathNodes, type PathPlan, planPaths } from './path-nodes.ts';
import { appendText, blockOf, clearRows, createRowMemory, markUnfit, openRow, type RowMemory, reserve, setBounds } from './row-memory.ts';
import { writeValue } from './write-value.ts';

/** Makes rows of documents: one of each, or one of each element of the collection's arrays. */
export interface RowReader {
  /** The document that begins at `start`: it is copied. Gives how many rows it made. */
  push(bytes: Buffer, start: number): number;
  readonly count: number;
  /** Bytes of the documents and values so far. */
  readonly size: number;
  /** The rows since `clear`, valid until the next `clear`. More may be pushed: a block that was given stays as it is. */
  block(): RowBlock;
  /** Makes values of a row NULL. */
  blank(row: number, places: readonly number[]): void;
  clear(): void;
}

interface FoundArray {
  readonly type: number;
  readonly start: number;
  readonly end: number;
}

export function createRowReader({ columns, path }: Pick<Shape, 'columns' | 'path'>): RowReader {
  const plan = planPaths(columns, path.arrays);
  const binary = columns.flatMap(({ type }, place) => (type?.form === 'bytes' ? [place] : []));
  const rows = createRowMemory(columns.length, binary);
  const fill = filler(rows, columns, plan);
  return {
    push(bytes, start) {
      const size = bytes.readInt32LE(start);
      const own = reserve(rows, size);
      const at = rows.used;
      bytes.copy(own, at, start, start + size);
      rows.used += size;
      const before = rows.count;
      fill(at);
      return rows.count - before;
    },
    get count() {
      return rows.count;
    },
    get size() {
      return rows.used;
    },
    block: () => blockOf(rows),
    blank: (row, places) => {
      for (const place of places) {
        setBounds(rows, row * rows.width * 2, place, -1, -1);
        rows.unfit.get(row)?.delete(place);
      }
    },
    clear: () => clearRows(rows),
  };
}

function filler(rows: RowMemory, columns: Shape['columns'], plan: PathPlan): (at: number) => void {
  const { width } = rows;
  const arrays = plan.elements.length;
  const found: (FoundArray | undefined)[] = Array.from({ length: arrays });
  const ordinals = plan.elements.map((_, array) => columns.findIndex(({ ordinal }) => ordinal === array));

  const readDocument = (nodes: PathNodes, base: number, at: number): void => {
    const end = at + rows.bytes.readInt32LE(at) - 1;
    let ordinal = 0;
    for (let place = at + 4; place < end; ordinal++) {
      const type = rows.bytes[place] ?? 0;
      const behindName = nameEnd(rows.bytes, place + 1);
      const start = behindName + 1;
      const stop = valueEnd(type, rows.bytes, start);
      const node = nodeAt(nodes, ordinal, rows.bytes, place + 1, behindName);
      if (node !== undefined) readField(node, base, type, start, stop);
      place = stop;
    }
  };
  const readField = (node: PathNode, base: number, type: number, start: number, end: number): void => {
    for (const place of node.places) {
      const column = columns[place];
      if (column !== undefined) writeValue(rows, base, place, column, type, start, end);
    }
    if (node.array !== undefined) found[node.array] = { type, start, end };
    if (node.fields === undefined || type === bsonType.null || type === bsonType.undefined) return;
    if (type === bsonType.object) readDocument(node.fields, base, start);
    else refuseBelow(node.below, base, type);
  };
  const refuseBelow = (places: readonly number[], base: number, type: number): void => {
    const reason = `lies below a value of type ${typeNames.get(type) ?? 'unknown'}, which is no document`;
    for (const place of places) markUnfit(rows, base, place, reason);
  };
  /** A row for each element of the array, and of the arrays in it. The row at `base` holds what is around it. */
  const unwind = (array: number, base: number): void => {
    if (array === arrays) {
      rows.count += 1;
      return;
    }
    const around = rows.bounds.slice(base, base + width * 2);
    const unfit = rows.unfit.get(base / (width * 2));
    rows.unfit.delete(base / (width * 2));
    const value = found[array];
    if (value === undefined || value.type === bsonType.null || value.type === bsonType.undefined) return;
    let index = 0;
    const element = (type: number, start: number, end: number): void => {
      const own = openRow(rows);
      rows.bounds.set(around, own);
      if (unfit !== undefined) rows.unfit.set(own / (width * 2), new Map(unfit));
      const ordinal = ordinals[array] ?? -1;
      if (ordinal >= 0) appendText(rows, own, ordinal, String(index));
      index += 1;
      for (let inner = array + 1; inner < arrays; inner++) found[inner] = undefined;
      const nodes = plan.elements[array];
      if (nodes !== undefined) readElement(nodes, own, type, start, end);
      unwind(array + 1, own);
    };
    // As `$unwind` has it: what is no array is its own only element.
    if (value.type !== bsonType.array) return element(value.type, value.start, value.end);
    for (let place = value.start + 4; place < value.end - 1; ) {
      const type = rows.bytes[place] ?? 0;
      const start = nameEnd(rows.bytes, place + 1) + 1;
      const stop = valueEnd(type, rows.bytes, start);
      element(type, start, stop);
      place = stop;
    }
  };
  const readElement = (nodes: PathNodes, base: number, type: number, start: number, end: number): void => {
    for (const place of nodes.itself) {
      const column = columns[place];
      if (column !== undefined) writeValue(rows, base, place, column, type, start, end);
    }
    if (type === bsonType.object) readDocument(nodes, base, start);
    else if (type !== bsonType.null) for (const node of nodes.byName.values()) refuseBelow([...node.places, ...node.below], base, type);
  };
  return (at) => {
    found.fill(undefined);
    const base = openRow(rows);
    readDocument(plan.root, base, at);
    unwind(0, base);
  };
}
