/** Gets a piece of one CopyData message: `chunk` from `start` to `end`, valid during the call; `isLast` ends the message. */
export type CopyDataHandler = (chunk: Buffer, start: number, end: number, isLast: boolean) => void;

const copyData = 0x64;
const headerBytes = 5;

export interface CopyFilter {
  push(chunk: Buffer): void;
  /** From here on, also within a chunk, everything is passed on. */
  stop(): void;
}

/** Splits what the server sends into CopyData and everything else, which is passed on as it is; chunks may end anywhere. */
export function createCopyFilter(onData: CopyDataHandler, pass: (bytes: Buffer) => void): CopyFilter {
  const header = Buffer.alloc(headerBytes);
  let headerLength = 0;
  let isData = false;
  /** Bytes that the message of now still has. */
  let rest = 0;
  let stopped = false;
  const take = (chunk: Buffer, at: number): number => {
    if (rest === 0) {
      const taken = chunk.copy(header, headerLength, at, Math.min(chunk.length, at + headerBytes - headerLength));
      headerLength += taken;
      if (headerLength < headerBytes) return at + taken;
      headerLength = 0;
      isData = header[0] === copyData;
      rest = header.readInt32BE(1) - 4;
      if (!isData) pass(Buffer.from(header));
      else if (rest === 0) onData(chunk, at + taken, at + taken, true);
      return at + taken;
    }
    const end = Math.min(chunk.length, at + rest);
    rest -= end - at;
    if (isData) onData(chunk, at, end, rest === 0);
    else pass(chunk.subarray(at, end));
    return end;
  };
  return {
    push(chunk) {
      for (let at = 0; at < chunk.length; ) {
        if (stopped) return pass(chunk.subarray(at));
        at = take(chunk, at);
      }
    },
    stop() {
      stopped = true;
    },
  };
}
