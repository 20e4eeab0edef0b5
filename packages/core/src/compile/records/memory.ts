import { viewOf } from '../../bytes/copy.ts';
import { layOutAreas, pagesOf, roomFor } from '../memory-areas.ts';
import type { OtherValues } from './other-values.ts';
import type { RecordProgram } from './program.ts';
import { recordsModule } from './records-module.ts';

// What Node has of it and its types do not tell.
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: Readonly<Record<string, object>>) => { readonly exports: unknown };
};

/** What assembly/records.ts exports; it says what the numbers mean. */
interface RecordsExports {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
  writeRecords(
    ...numbers: [
      program: number,
      bounds: number,
      rowBytes: number,
      base: number,
      rows: number,
      head: number,
      headBytes: number,
      tail: number,
      tailBytes: number,
      there: number,
      counts: number,
      to: number,
      limit: number,
      told: number,
    ]
  ): number;
  fulfils(program: number, index: number, from: number, end: number): number;
  reach(bounds: number, count: number, told: number): void;
}

/**
 * Memory in which rows become records. Encoders of one process share it: each enters it with its program, and has nothing in it once it
 * has given what was written.
 */
export interface RecordMemory {
  /** Makes the memory that of a program and of its functions. */
  enter(program: RecordProgram, others: OtherValues): MemoryParts;
  /** For a row of this size: whoever is in it enters again. False: no memory is so large. */
  makeRoom(row: RowSize): boolean;
}

export interface RowSize {
  readonly valueBytes: number;
  readonly boundsBytes: number;
}

/** The bytes of a memory, and where its areas begin. */
export interface MemoryParts {
  readonly buffer: Buffer;
  readonly view: DataView;
  readonly ints: Int32Array;
  readonly areas: Areas;
  readonly exports: RecordsExports;
}

export interface Areas {
  readonly program: number;
  /** What a line has before and behind its record. */
  readonly frame: number;
  /** A byte for each property: whether the row in work has it. */
  readonly there: number;
  /** A number for each property. */
  readonly counts: number;
  readonly told: number;
  readonly bounds: number;
  readonly input: number;
  readonly output: number;
  /** Behind what may be written. */
  readonly limit: number;
  /** Behind the last one. */
  readonly end: number;
  readonly inputBytes: number;
  readonly boundsBytes: number;
}

const frameBytes = 1024;
const toldBytes = 64;
/** Some sixty rows stay in the processor's cache. */
const usualInputBytes = 64 * 1024;
/** A row with larger values goes over texts. */
const mostInputBytes = 4 * 1024 * 1024;
const usualProgramBytes = 16 * 1024;
const usualBoundsBytes = 64 * 1024;
/** Names and marks beside the values, of which each may take twice its bytes. */
const besidesBytes = 256 * 1024;

/** It takes its bytes once there is a row to write. */
export function createRecordMemory(): RecordMemory {
  let parts: MemoryParts | undefined;
  let entered: RecordProgram | undefined;
  let others: OtherValues | undefined;
  let exports: RecordsExports | undefined;
  let programBytes = usualProgramBytes;
  let inputBytes = usualInputBytes;
  let boundsBytes = usualBoundsBytes;
  const open = (): RecordsExports => {
    const expectOthers = (): OtherValues => {
      if (others === undefined) throw new Error('a memory of records is used before it is entered');
      return others;
    };
    // By the files that import them.
    const records: Omit<OtherValues, 'holds'> = {
      read: (...numbers) => expectOthers().read(...numbers),
      recall: (...numbers) => expectOthers().recall(...numbers),
      inspect: (...numbers) => expectOthers().inspect(...numbers),
      accept: () => expectOthers().accept(),
    };
    const rules: Pick<OtherValues, 'holds'> = { holds: (...numbers) => expectOthers().holds(...numbers) };
    const module = new WebAssembly.Module(Buffer.from(recordsModule, 'base64'));
    return new WebAssembly.Instance(module, { records, rules }).exports as RecordsExports; // records.ts exports these
  };
  const layOutAnew = (): MemoryParts => {
    exports ??= open();
    const areas = layOut(programBytes, boundsBytes, inputBytes);
    const missing = areas.end - exports.memory.buffer.byteLength;
    if (missing > 0) exports.memory.grow(pagesOf(missing));
    const buffer = Buffer.from(exports.memory.buffer);
    return { buffer, view: viewOf(buffer), ints: new Int32Array(exports.memory.buffer), areas, exports };
  };
  return {
    enter(program, of) {
      others = of;
      if (parts === undefined || program.bytes.length > programBytes) {
        programBytes = roomFor(program.bytes.length, programBytes);
        parts = layOutAnew();
        entered = undefined;
      }
      if (entered !== program) {
        parts.buffer.set(program.bytes, parts.areas.program);
        entered = program;
      }
      return parts;
    },
    makeRoom(row) {
      if (row.valueBytes > mostInputBytes) return false;
      inputBytes = roomFor(row.valueBytes, inputBytes);
      boundsBytes = roomFor(row.boundsBytes, boundsBytes);
      parts = undefined;
      return true;
    },
  };
}

function layOut(programBytes: number, boundsBytes: number, inputBytes: number): Areas {
  const outputBytes = 2 * inputBytes + besidesBytes;
  const { areas, end } = layOutAreas({
    // A program has eighty bytes and more for each property.
    ...{ program: programBytes, frame: frameBytes, there: programBytes, counts: programBytes },
    ...{ told: toldBytes, bounds: boundsBytes, input: inputBytes, output: outputBytes },
  });
  return { ...areas, limit: areas.output + outputBytes, end, inputBytes, boundsBytes };
}
