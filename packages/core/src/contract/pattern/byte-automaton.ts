import { type ByteChain, compileByteChain } from './byte-chain.ts';
import { type ByteGraph, type ByteStep, buildByteGraph } from './byte-graph.ts';
import { parsePattern } from './parse-pattern.ts';

/** A pattern over the bytes of UTF-8 text, one look-up a byte or less. */
export interface ByteAutomaton {
  /** Whether `new RegExp(pattern, 'u').test(text)` holds for the text whose valid UTF-8 lies between the two places. */
  matches(bytes: DataView, start: number, end: number): boolean;
  /** What it goes by, for whoever matches elsewhere. */
  readonly form: ByteChain | ByteTable;
}

/** Places instead of numbers of rows: no multiplication for each byte. */
export interface ByteTable {
  /** For each byte the number of its column. */
  readonly columns: Uint8Array;
  /** At the place of a row and behind it, by column, the places of the rows that follow. */
  readonly cells: Uint16Array;
  /** 1 at the place of a row where the text may end. */
  readonly ends: Uint8Array;
  readonly first: number;
  /** Rows up to this place lead nowhere else. */
  readonly last: number;
}

/** Rows of the table times bytes that differ: what a place in a Uint16Array can name, and 128 KiB at most. */
const maxCells = 65_536;

// The first two rows: nothing can match any more, and everything matches from here.
const dead = 0;
const matched = 1;

/** `undefined` for a pattern that the table cannot hold, or that looks around. */
export function compileByteAutomaton(pattern: string): ByteAutomaton | undefined {
  const node = parsePattern(pattern);
  const graph = 'unsupported' in node ? undefined : buildByteGraph(node);
  const rows = graph === undefined ? undefined : determine(graph);
  if (rows === undefined) return undefined;
  const chain = chainOf(rows);
  const matches = chain === undefined ? undefined : compileByteChain(chain);
  return chain === undefined || matches === undefined ? tabulate(rows) : { matches, form: chain };
}

interface Rows {
  /** For each byte the number of its column. */
  readonly columns: Uint8Array;
  readonly width: number;
  /** For each row the rows behind it, by column. */
  readonly next: readonly (readonly number[])[];
  /** Whether the text may end here. */
  readonly ends: readonly boolean[];
  readonly first: number;
}

function determine(graph: ByteGraph): Rows | undefined {
  const { columns, width } = columnsOf(graph);
  const rows = new Map<string, number>();
  const next: number[][] = [Array<number>(width).fill(dead), Array<number>(width).fill(matched)];
  const ends = [false, true];
  const pending: { readonly row: number; readonly states: ReadonlySet<number> }[] = [];
  const addRow = (from: readonly number[], begins: boolean): number => {
    const states = reach(graph, from, begins ? ['start'] : []);
    if (states.has(graph.last)) return matched;
    ends.push(reach(graph, from, begins ? ['start', 'end'] : ['end']).has(graph.last));
    const row = next.push([]) - 1;
    pending.push({ row, states });
    return row;
  };
  const rowOf = (from: readonly number[]): number => {
    const name = from.join();
    const row = rows.get(name) ?? addRow(from, false);
    rows.set(name, row);
    return row;
  };
  // A row of its own: only here do both ends of an empty text lie.
  const first = addRow([graph.first], true);
  for (let part = pending.pop(); part !== undefined; part = pending.pop()) {
    if (next.length * width > maxCells) return undefined;
    const targets = Array.from({ length: width }, (): number[] => [graph.first]); // a match may begin anywhere
    for (const state of part.states) {
      for (const { low, high, to } of graph.bytes[state] ?? []) {
        for (let column = columns[low] ?? 0; column <= (columns[high] ?? 0); column++) targets[column]?.push(to);
      }
    }
    next[part.row] = targets.map(rowOf);
  }
  bury(next, ends);
  return { columns, width, next, ends, first };
}

/** Bytes that no step tells apart share a column. */
function columnsOf(graph: ByteGraph): { readonly columns: Uint8Array; readonly width: number } {
  const borders = new Set<number>();
  const mark = ({ low, high }: ByteStep) => borders.add(low).add(high + 1);
  for (const steps of graph.bytes) steps.forEach(mark);
  const columns = new Uint8Array(256);
  let column = 0;
  for (let byte = 1; byte < 256; byte++) columns[byte] = borders.has(byte) ? ++column : column;
  return { columns, width: column + 1 };
}

/** All states that cost no byte from the given ones. */
function reach(graph: ByteGraph, from: readonly number[], at: readonly string[]): ReadonlySet<number> {
  const found = new Set(from);
  // A Set hands out what is added while it is walked.
  for (const state of found) {
    for (const { to, only } of graph.free[state] ?? []) if (only === undefined || at.includes(only)) found.add(to);
  }
  return found;
}

/** Rows from which nothing can match become the dead one, so that a wrong text is given up early. */
function bury(next: number[][], ends: readonly boolean[]): void {
  const alive = new Set<number>(ends.flatMap((end, row) => (end ? [row] : [])));
  for (let grown = true; grown; ) {
    grown = false;
    next.forEach((row, number) => {
      if (alive.has(number) || !row.some((to) => alive.has(to))) return;
      alive.add(number);
      grown = true;
    });
  }
  for (const row of next) row.forEach((to, column) => (alive.has(to) ? undefined : (row[column] = dead)));
}

/** What all texts of the pattern are, when they are of one length and their bytes do not depend on each other. */
function chainOf({ columns, next, ends, first }: Rows): ByteChain | undefined {
  const lows: number[] = [];
  const highs: number[] = [];
  for (let row = first; ; ) {
    const bytes = [...columns.keys()].filter((byte) => next[row]?.[columns[byte] ?? 0] !== dead);
    const [low, high] = [bytes[0], bytes.at(-1)];
    if (low === undefined || high === undefined) return ends[row] === true ? { lows, highs } : undefined;
    const targets = new Set(bytes.map((byte) => next[row]?.[columns[byte] ?? 0]));
    const [target] = targets;
    const isRange = high < 0x80 && bytes.length === high - low + 1;
    // Rows are fewer than bytes of a text only where they come again.
    if (ends[row] === true || !isRange || targets.size > 1 || target === undefined || target === matched || lows.length > next.length)
      return undefined;
    lows.push(low);
    highs.push(high);
    row = target;
  }
}

function tabulate({ columns, width, next, ends: mayEnd, first }: Rows): ByteAutomaton | undefined {
  if (next.length * width > maxCells) return undefined;
  const cells = new Uint16Array(next.length * width);
  const ends = new Uint8Array(next.length * width);
  next.forEach((row, number) => {
    row.forEach((to, column) => {
      cells[number * width + column] = to * width;
    });
    ends[number * width] = mayEnd[number] === true ? 1 : 0;
  });
  const begin = first * width;
  return {
    matches(bytes, start, end) {
      let row = begin;
      for (let at = start; at < end && row > width; at++) row = cells[row + (columns[bytes.getUint8(at)] ?? 0)] ?? 0;
      return ends[row] === 1;
    },
    form: { columns, cells, ends, first: begin, last: width },
  };
}
