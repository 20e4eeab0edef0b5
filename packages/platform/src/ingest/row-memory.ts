import { type LineMemory, layOutAreas, openLineMemory, roomFor } from '@lienthong/core';
import { rowsModule } from './rows-module.ts';

// What Node has of it and its types do not tell.
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: Readonly<Record<string, object>>) => { readonly exports: unknown };
};

/** What assembly/rows.ts exports; it says what the numbers mean. */
interface RowsExports {
  writeRows(
    ...numbers: [
      program: number,
      base: number,
      spans: number,
      width: number,
      lines: number,
      firstLine: number,
      shared: number,
      tailBytes: number,
      fieldCount: number,
      keys: number,
      told: number,
      to: number,
    ]
  ): number;
}

/** Memory in which lines become rows: those that are scanned there, and where our own areas begin. */
export interface RowMemory {
  readonly lines: LineMemory;
  readonly areas: Areas;
  readonly writeRows: RowsExports['writeRows'];
}

export interface Areas {
  /** The contract's, as `RowForm` has it. */
  readonly program: number;
  /** What the rows of a batch share: epoch, sequence, and what each ends with. */
  readonly shared: number;
  readonly told: number;
  /** Values that were no canonical line. */
  readonly texts: number;
  readonly keys: number;
  readonly rows: number;
}

/** So many lines become rows at a time: their bytes, spans and rows stay in the processor's cache. */
const linesAtATime = 64;
/** Numbers that are told of each row. */
export const toldNumbers = 4;

/** A contract has 1,200 properties at most: two numbers for each, in its key too. */
const programBytes = 32 * 1024;
const sharedBytes = 256;
/** What a scanner goes by: of more properties, or of long patterns, it is more. */
const usualScannerBytes = 32 * 1024;
/** Of 64 lines with some forty properties; of more properties there are fewer lines. */
const spansBytes = 64 * 1024;
/**
 * What as many lines as become rows at a time take beside twice their own bytes (the key stands there twice): for each property,
 * and again for each of the key, twenty bytes (the length of its field, a number's header, two bytes for four digits), where its
 * spans have twelve; and for each line what our own columns take.
 */
const besidesBytes = 256 * 1024;
/** A longer line gets a larger memory. */
export const usualLineBytes = 96 * 1024;

/** A memory that is larger than for such a line is not kept. */
const keptLineBytes = 2 * 1024 * 1024;

/**
 * The memories of a process. Batches share them: whoever has one does not let others go on before what was written is taken out.
 */
export interface RowMemories {
  /** For lines, or texts, of so many bytes, and a scanner with a program of so many. */
  of(lineBytes: number, scannerBytes: number): RowMemory;
}

interface Opened {
  readonly memory: RowMemory;
  readonly lineBytes: number;
  readonly scannerBytes: number;
}

export function createRowMemories(): RowMemories {
  let compiled: object | undefined;
  let usual: Opened | undefined;
  let large: Opened | undefined;
  const open = (lineBytes: number, scannerBytes: number): Opened => {
    compiled ??= new WebAssembly.Module(Buffer.from(rowsModule, 'base64'));
    return { memory: openMemory(compiled, lineBytes, scannerBytes), lineBytes, scannerBytes };
  };
  const fits = (opened: Opened | undefined, lineBytes: number, scannerBytes: number): opened is Opened =>
    opened !== undefined && opened.lineBytes >= lineBytes && opened.scannerBytes >= scannerBytes;
  return {
    of(lineBytes, scannerBytes) {
      if (lineBytes <= usualLineBytes) {
        if (!fits(usual, lineBytes, scannerBytes)) usual = open(usualLineBytes, roomFor(scannerBytes, usualScannerBytes));
        return usual.memory;
      }
      if (fits(large, lineBytes, scannerBytes)) return large.memory;
      const opened = open(roomFor(lineBytes, usualLineBytes), roomFor(scannerBytes, usualScannerBytes));
      if (opened.lineBytes <= keptLineBytes) large = opened;
      return opened.memory;
    },
  };
}

/** How many lines whose spans have so many numbers become rows at a time. */
export function linesOf(width: number): number {
  return Math.min(linesAtATime, Math.floor(spansBytes / (width * 4)));
}

function openMemory(compiled: object, lineBytes: number, scannerBytes: number): RowMemory {
  const rowBytes = 2 * lineBytes + besidesBytes;
  const sizes = {
    ...{ program: programBytes, shared: sharedBytes, told: linesAtATime * toldNumbers * 4 },
    ...{ texts: lineBytes, keys: rowBytes, rows: rowBytes },
  };
  const behind = layOutAreas(sizes).end;
  const lines = openLineMemory({ program: scannerBytes, spans: spansBytes, lines: lineBytes, behind });
  const { memory, buffer } = lines;
  const readDouble = (from: number, end: number): number => Number(buffer.toString('latin1', from, end));
  const { writeRows } = new WebAssembly.Instance(compiled, { env: { memory }, rows: { readDouble } }).exports as RowsExports; // rows.ts exports it
  return { lines, areas: layOutAreas(sizes, lines.areas.behind).areas, writeRows };
}
