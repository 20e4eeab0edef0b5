import { rowsModule } from './rows-module.ts';

// What Node has of it and its types do not tell.
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: Readonly<Record<string, object>>) => { readonly exports: unknown };
};

/** What assembly/rows.ts exports; it says what the numbers mean. */
interface RowsExports {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
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

/** Memory in which lines become rows: where its areas begin, and the same bytes in the forms that they are read in. */
export interface RowMemory {
  readonly buffer: Buffer;
  readonly ints: Int32Array;
  readonly areas: Areas;
  readonly writeRows: RowsExports['writeRows'];
}

export interface Areas {
  /** The contract's, as `RowForm` has it. */
  readonly program: number;
  /** What the rows of a batch share: epoch, sequence, and what each ends with. */
  readonly shared: number;
  readonly spans: number;
  readonly told: number;
  readonly lines: number;
  /** Values that were no canonical line. */
  readonly texts: number;
  readonly keys: number;
  readonly rows: number;
  /** Behind the last one. */
  readonly end: number;
  /** How many bytes lines, or texts, may have. */
  readonly lineBytes: number;
}

/** So many lines become rows at a time: their bytes, spans and rows stay in the processor's cache. */
const linesAtATime = 64;
/** Numbers that are told of each row. */
export const toldNumbers = 4;

/** A contract has 1,200 properties at most: two numbers for each, in its key too. */
const programBytes = 32 * 1024;
const sharedBytes = 256;
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
/** What a copy of 16 bytes reads or writes too much. */
const slackBytes = 64;
const pageBytes = 64 * 1024;

/** A memory that is larger than for such a line is not kept. */
const keptLineBytes = 2 * 1024 * 1024;

/**
 * The memories of a process. Batches share them: whoever has one does not let others go on before what was written is taken out.
 */
export interface RowMemories {
  /** For lines, or texts, of so many bytes. */
  of(lineBytes: number): RowMemory;
}

export function createRowMemories(): RowMemories {
  let compiled: object | undefined;
  let usual: RowMemory | undefined;
  let large: RowMemory | undefined;
  const open = (lineBytes: number): RowMemory => {
    compiled ??= new WebAssembly.Module(Buffer.from(rowsModule, 'base64'));
    return openMemory(compiled, lineBytes);
  };
  return {
    of(lineBytes) {
      if (lineBytes <= usualLineBytes) {
        usual ??= open(usualLineBytes);
        return usual;
      }
      if (large !== undefined && large.areas.lineBytes >= lineBytes) return large;
      const opened = open(2 ** Math.ceil(Math.log2(lineBytes)));
      if (opened.areas.lineBytes <= keptLineBytes) large = opened;
      return opened;
    },
  };
}

/** How many lines whose spans have so many numbers become rows at a time. */
export function linesOf(width: number): number {
  return Math.min(linesAtATime, Math.floor(spansBytes / (width * 4)));
}

function openMemory(compiled: object, lineBytes: number): RowMemory {
  const readDouble = (from: number, end: number): number => Number(Buffer.from(memory.buffer, from, end - from).toString('latin1'));
  const { memory, writeRows } = new WebAssembly.Instance(compiled, { rows: { readDouble } }).exports as RowsExports; // rows.ts exports these
  const areas = layOut(lineBytes);
  memory.grow(Math.ceil(areas.end / pageBytes));
  return { buffer: Buffer.from(memory.buffer), ints: new Int32Array(memory.buffer), areas, writeRows };
}

/** One behind the other. Each begins at a word. */
function layOut(lineBytes: number): Areas {
  let end = slackBytes;
  const area = (bytes: number): number => {
    const start = end;
    end = Math.ceil((start + bytes + slackBytes) / slackBytes) * slackBytes;
    return start;
  };
  const rowBytes = 2 * lineBytes + besidesBytes;
  const areas = {
    ...{ program: area(programBytes), shared: area(sharedBytes), spans: area(spansBytes) },
    ...{ told: area(linesAtATime * toldNumbers * 4), lines: area(lineBytes), texts: area(lineBytes) },
    ...{ keys: area(rowBytes), rows: area(rowBytes), lineBytes },
  };
  return { ...areas, end };
}
