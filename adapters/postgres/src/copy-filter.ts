import { viewOf } from '@lienthong/core';

/** Gets a piece of one CopyData message: `chunk` from `start` to `end`, valid during the call; `isLast` ends the message. */
export type CopyDataHandler = (chunk: DataView, start: number, end: number, isLast: boolean) => void;

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
  const begin = (type: number, length: number): void => {
    headerLength = 0;
    isData = type === copyData;
    rest = length - 4;
  };
  const take = (chunk: Buffer, view: DataView, at: number): number => {
    if (rest === 0) {
      let behind = at + headerBytes;
      // Nearly every header lies in one chunk: a row has one, and copying it would cost as much as the row.
      if (headerLength === 0 && behind <= chunk.length) {
        begin(view.getUint8(at), view.getInt32(at + 1));
        if (!isData) pass(chunk.subarray(at, behind));
      } else {
        behind = at + chunk.copy(header, headerLength, at, Math.min(chunk.length, behind - headerLength));
        headerLength += behind - at;
        if (headerLength < headerBytes) return behind;
        begin(header.readUInt8(0), header.readInt32BE(1));
        if (!isData) pass(Buffer.from(header));
      }
      if (isData && rest === 0) onData(view, behind, behind, true);
      return behind;
    }
    const end = Math.min(chunk.length, at + rest);
    rest -= end - at;
    if (isData) onData(view, at, end, rest === 0);
    else pass(chunk.subarray(at, end));
    return end;
  };
  return {
    push(chunk) {
      const view = viewOf(chunk);
      for (let at = 0; at < chunk.length; ) {
        if (stopped) return pass(chunk.subarray(at));
        at = take(chunk, view, at);
      }
    },
    stop() {
      stopped = true;
    },
  };
}
