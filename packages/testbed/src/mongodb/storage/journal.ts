import { closeSync, fstatSync, ftruncateSync, mkdirSync, openSync, readSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';

/**
 * An append-only file of frames: length of the payload, its CRC-32, the payload. A frame is one write, and is written before
 * anything in it is acknowledged. It survives the process, not the machine: nothing is forced to the disk.
 */
export interface Journal {
  append(documents: readonly Buffer[]): void;
  close(): void;
}

const headBytes = 8;
const blockBytes = 32 * 1024 * 1024;

/** Opens the folder's journal; every document of a whole frame is handed to `replay`, and a half-written frame at the end is cut off. */
export function openJournal(directory: string, replay: (document: Buffer) => void): Journal {
  mkdirSync(directory, { recursive: true });
  const file = openSync(join(directory, 'journal'), 'a+');
  const size = replayFrames(file, replay);
  ftruncateSync(file, size);
  return {
    append: (documents) => {
      const head = Buffer.alloc(headBytes);
      const frame = Buffer.concat([head, ...documents]);
      const payload = frame.subarray(headBytes);
      frame.writeUInt32LE(payload.length, 0);
      frame.writeUInt32LE(crc32(payload), 4);
      for (let at = 0; at < frame.length; ) at += writeSync(file, frame, at);
    },
    close: () => closeSync(file),
  };
}

/** Reads block by block; documents stay where they were read. Returns how much of the file is whole. */
function replayFrames(file: number, replay: (document: Buffer) => void): number {
  const size = fstatSync(file).size;
  let at = 0;
  for (;;) {
    const block = readAt(file, at, Math.min(blockBytes, size - at));
    let whole = replayBlock(block, replay);
    const length = block.length >= headBytes ? block.readUInt32LE(0) : 0;
    // A frame larger than a block is read alone.
    if (whole === 0 && length + headBytes > block.length && at + headBytes + length <= size) {
      whole = replayBlock(readAt(file, at, headBytes + length), replay);
    }
    if (whole === 0) return at;
    at += whole;
  }
}

function readAt(file: number, position: number, length: number): Buffer {
  const block = Buffer.allocUnsafeSlow(length);
  let got = 0;
  while (got < length) {
    const read = readSync(file, block, got, length - got, position + got);
    if (read === 0) break;
    got += read;
  }
  return block.subarray(0, got);
}

function replayBlock(block: Buffer, replay: (document: Buffer) => void): number {
  let at = 0;
  while (at + headBytes <= block.length) {
    const end = at + headBytes + block.readUInt32LE(at);
    if (end > block.length) break;
    const payload = block.subarray(at + headBytes, end);
    if (crc32(payload) !== block.readUInt32LE(at + 4)) break;
    for (let start = 0; start < payload.length; ) {
      const length = payload.readInt32LE(start);
      replay(payload.subarray(start, start + length));
      start += length;
    }
    at = end;
  }
  return at;
}
