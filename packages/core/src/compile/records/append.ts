import { copyWords, viewOf } from '../../bytes/copy.ts';
import { encodingOf, jsonOf } from '../../canonical/encode.ts';
import type { WrittenPlan } from '../written-plan.ts';
import type { RowsInWork } from './rows-in-work.ts';

/** Room behind what is written: what 16 bytes at a time write too much. */
const slack = 64;

/** Writes one property behind the mark that stands at `at`. */
export interface Append {
  /** Whether there is room for so many bytes beside the name; else the rows are told that there is none. */
  hasRoom(at: number, bytes: number): boolean;
  /** The name; gives the place of the value. */
  head(at: number): number;
  /** By its text; gives the place behind it, 0 where there is no room. */
  text(text: string, at: number): number;
  /** The same by its JSON. */
  json(bytes: DataView, start: number, end: number, at: number): number;
}

export function compileAppend({ property, written }: WrittenPlan, rows: RowsInWork): Append {
  const name = viewOf(Buffer.from(`${JSON.stringify(property.name)}:`));
  const encoding = encodingOf(written);
  const append: Append = {
    hasRoom(at, bytes) {
      if (at + name.byteLength + bytes + slack <= rows.limit) return true;
      rows.isFull = true;
      return false;
    },
    head: (at) => copyWords(name, 0, name.byteLength, rows.view, at + 1),
    text(text, at) {
      const json = jsonOf(written.kind, encoding, text);
      // A UTF-16 unit takes three bytes of UTF-8 at most.
      if (!append.hasRoom(at, json.length * 3)) return 0;
      const behind = append.head(at);
      return behind + rows.buffer.write(json, behind, 'utf8');
    },
    json: (bytes, start, end, at) => (append.hasRoom(at, end - start) ? copyWords(bytes, start, end, rows.view, append.head(at)) : 0),
  };
  return append;
}
