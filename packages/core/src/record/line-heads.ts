import { type ByteWriter, reserveBytes, writeBytes, writeString } from '../bytes/byte-writer.ts';
import { viewOf } from '../bytes/copy.ts';
import { quote } from '../canonical/text.ts';
import { deletionLineHead, type LineInput, recordLineHead } from './record.ts';
import type { Version } from './version.ts';

/** Writes what `recordLineHead` and `deletionLineHead` give. */
export type WriteLineHead = (writer: ByteWriter, op: 'c' | 'u' | 'd', input: LineInput) => void;

/** What a head has before its version and behind its last value. */
interface Frame {
  readonly begin: DataView;
  readonly end: DataView;
}

const mark = '\u007f' as Version;
const frames: Readonly<Record<'c' | 'u' | 'd', Frame>> = {
  c: frameOf(recordLineHead('c', { version: mark })),
  u: frameOf(recordLineHead('u', { version: mark })),
  d: frameOf(deletionLineHead({ version: mark })),
};

/** Changes of one transaction differ in their version alone: what stands behind it is kept as bytes from one to the next. */
export function createLineHeads(): WriteLineHead {
  let at: string | undefined;
  let tx: string | undefined;
  let tail: DataView | undefined;
  return (writer, op, input) => {
    const { begin, end } = frames[op];
    writeBytes(writer, begin);
    if (!writePlain(writer, input.version)) writeString(writer, quote(input.version).slice(1, -1));
    if (tail !== undefined && input.at === at && input.tx === tx) writeBytes(writer, tail);
    else {
      // Worth its bytes only for a second one.
      const known = input.at === at && input.tx === tx;
      const text = tailOf(input);
      tail = known ? viewOf(Buffer.from(text)) : undefined;
      at = input.at;
      tx = input.tx;
      writeString(writer, text);
    }
    writeBytes(writer, end);
  };
}

/** Cuts a head at its version, so that there is one form of it. */
function frameOf(head: string): Frame {
  const [begin = '', end = ''] = head.split(mark);
  return { begin: viewOf(Buffer.from(begin)), end: viewOf(Buffer.from(end.slice(1))) };
}

/** From the version's closing quote to the last value. */
function tailOf({ at, tx }: LineInput): string {
  const head = deletionLineHead({ version: mark, at, tx });
  return head.slice(head.indexOf(mark) + 1, -deletionEnd);
}

const deletionEnd = frames.d.end.byteLength;

/** False, and nothing is written, where a character would need an escape. */
function writePlain(writer: ByteWriter, text: string): boolean {
  const buffer = reserveBytes(writer, text.length);
  const start = writer.length;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code < 0x20 || code > 0x7e || code === 0x22 || code === 0x5c) return false;
    buffer[start + index] = code;
  }
  writer.length = start + text.length;
  return true;
}
