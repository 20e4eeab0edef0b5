import { viewOf } from './copy.ts';

/** Memory in which bytes are put together, again and again. */
export interface Scratch {
  /** Another one once there was not enough room. */
  readonly buffer: Buffer;
  /** The same memory. */
  readonly view: DataView;
  /** Makes room for so many bytes in all; what stands there stays. */
  reserve(bytes: number): void;
  /**
   * What stands at the beginning, until something else is written there: of each length one view that is handed out again and again. A
   * view costs as much as digesting a few hundred bytes, and the collector as much again.
   */
  bytesTo(length: number): Uint8Array;
}

/** `beginning` stands there from the start. */
export function createScratch(beginning: Uint8Array = new Uint8Array(0)): Scratch {
  const firstBuffer = Buffer.concat([beginning, Buffer.alloc(firstRoom)]);
  const scratch = {
    buffer: firstBuffer,
    view: viewOf(firstBuffer),
    bytesTo: viewsOfLength(firstBuffer),
    reserve(bytes: number): void {
      if (bytes <= scratch.buffer.length) return;
      scratch.buffer = Buffer.concat([scratch.buffer, Buffer.alloc(bytes)]);
      scratch.view = viewOf(scratch.buffer);
      scratch.bytesTo = viewsOfLength(scratch.buffer);
    },
  };
  return scratch;
}

const firstRoom = 1024;
const mostKept = 4096;

function viewsOfLength(memory: Uint8Array): (length: number) => Uint8Array {
  const views: (Uint8Array | undefined)[] = [];
  return (length) => {
    const known = views[length];
    if (known !== undefined) return known;
    const view = new Uint8Array(memory.buffer, memory.byteOffset, length);
    if (length < mostKept) views[length] = view;
    return view;
  };
}
