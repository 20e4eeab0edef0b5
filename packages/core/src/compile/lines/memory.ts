import { viewOf } from '../../bytes/copy.ts';
import { layOutAreas, pagesOf } from '../memory-areas.ts';
import { linesModule } from './lines-module.ts';
import type { LineScanner } from './scanner.ts';

// What Node has of it and its types do not tell.
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: Readonly<Record<string, object>>) => { readonly exports: unknown };
  readonly Memory: new (limits: { readonly initial: number }) => { readonly buffer: ArrayBuffer };
};

/** What assembly/lines.ts exports; it says what the numbers mean. */
interface LinesExports {
  scanLines(...numbers: [program: number, base: number, from: number, limit: number, spans: number, width: number, most: number]): number;
}

/** Memory in which lines are scanned, with room behind for who goes on from there: where its areas begin, and its bytes in several forms. */
export interface LineMemory {
  /** For modules that share it. */
  readonly memory: object;
  readonly buffer: Buffer;
  readonly view: DataView;
  readonly ints: Int32Array;
  /** Where each begins; what is `behind` is the caller's. */
  readonly areas: LineAreas;
  /**
   * Lines in the area `lines`, from the n-th byte there to `limit`, which are valid UTF-8 and end with a line feed. Gives how many are
   * surely canonical, `most` at most, up to the first that is not. Each has `width` numbers in the area `spans`.
   */
  scan(scanner: LineScanner, from: number, limit: number, width: number, most: number): number;
}

export type LineAreas = Readonly<Record<'program' | 'spans' | 'lines' | 'behind', number>>;

/** Of areas with so many bytes. */
export function openLineMemory(sizes: LineAreas): LineMemory {
  const { areas, end } = layOutAreas(sizes);
  const memory = new WebAssembly.Memory({ initial: pagesOf(end) });
  const buffer = Buffer.from(memory.buffer);
  const view = viewOf(buffer);
  let entered: LineScanner | undefined;
  const rules = { holds: (rule: number, from: number, until: number): boolean => entered?.rules[rule]?.(view, from, until) === true };
  const module = new WebAssembly.Module(Buffer.from(linesModule, 'base64'));
  const { scanLines } = new WebAssembly.Instance(module, { env: { memory }, rules }).exports as LinesExports; // lines.ts exports it
  return {
    ...{ memory, buffer, view, ints: new Int32Array(memory.buffer), areas },
    scan(scanner, from, limit, width, most) {
      if (entered !== scanner) {
        if (scanner.program.length > sizes.program) throw new Error('a memory of lines has no room for the program of their contract');
        buffer.set(scanner.program, areas.program);
        entered = scanner;
      }
      return scanLines(areas.program, areas.lines, areas.lines + from, areas.lines + limit, areas.spans, width, most);
    },
  };
}
