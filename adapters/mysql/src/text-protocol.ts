import type { PacketHandler } from './packets.ts';

/** What the server answers to one statement. */
export interface Answer {
  /** Takes the next packet; true when it was the last one. */
  take(bytes: Buffer, start: number, end: number): boolean;
}

/** An error packet. The message may quote values of rows: errors.ts decides what of it is shown. */
export interface ServerError {
  readonly errno: number;
  readonly sqlState: string;
  readonly message: string;
}

const okMarker = 0x00;
const endMarker = 0xfe;
const errorMarker = 0xff;
const fileMarker = 0xfb;
/** A row may begin with the marker of the end as well, but is longer then. */
const longestEnd = 9;

/** Follows the answer to a statement; `onRow` gets each row as it lies in the packet. */
export function followAnswer(onRow: PacketHandler, onError: (error: ServerError) => void): Answer {
  let state: 'head' | 'columns' | 'rows' = 'head';
  let columns = 0;
  return {
    take(bytes, start, end) {
      const marker = bytes[start];
      if (marker === errorMarker) {
        onError(readServerError(bytes, start, end));
        return true;
      }
      if (state === 'rows') {
        if (marker === endMarker && end - start < longestEnd) return true;
        onRow(bytes, start, end);
        return false;
      }
      if (state === 'columns') {
        // Their definitions say nothing that the catalogue has not said; an end packet stands behind them.
        if (columns > 0) columns -= 1;
        else state = 'rows';
        return false;
      }
      if (marker === okMarker) return true;
      if (marker === fileMarker) {
        onError({ errno: 0, sqlState: '', message: 'the server asked for a file of ours' });
        return true;
      }
      columns = readLength(bytes, start).value;
      state = 'columns';
      return false;
    },
  };
}

export function readServerError(bytes: Buffer, start: number, end: number): ServerError {
  const errno = bytes.readUInt16LE(start + 1);
  const marked = bytes[start + 3] === 0x23;
  return {
    errno,
    sqlState: marked ? bytes.toString('latin1', start + 4, start + 9) : '',
    message: bytes.toString('utf8', start + (marked ? 9 : 3), end),
  };
}

/** A length-encoded number, and where it ends. Lengths beyond what a packet can have do not occur. */
export function readLength(bytes: Buffer, at: number): { readonly value: number; readonly behind: number } {
  const first = bytes[at] ?? 0;
  if (first < 0xfb) return { value: first, behind: at + 1 };
  if (first === 0xfc) return { value: bytes.readUInt16LE(at + 1), behind: at + 3 };
  if (first === 0xfd) return { value: bytes.readUIntLE(at + 1, 3), behind: at + 4 };
  return { value: Number(bytes.readBigUInt64LE(at + 1)), behind: at + 9 };
}
