import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { from as copyFrom } from 'pg-copy-streams';
import type { BatchRows } from './batch-rows.ts';
import type { Client } from './database.ts';

/** A field of COPY's text format; `null` is NULL. */
export function copyField(value: string | null): string {
  if (value === null) return '\\N';
  return special.test(value) ? value.replace(everySpecial, escape) : value;
}

/** Sends the chosen rows as they lie in the batch's buffer. The statement may have others before and behind its COPY. */
export async function copyInto(client: Client, statement: string, rows: BatchRows, chosen: Int32Array): Promise<void> {
  await pipeline(Readable.from(pieces(rows, chosen), { objectMode: false }), client.query(copyFrom(statement)));
}

const special = /[\\\t\n\r]/;
const everySpecial = /[\\\t\n\r]/g;

function escape(character: string): string {
  if (character === '\t') return '\\t';
  if (character === '\n') return '\\n';
  return character === '\r' ? '\\r' : '\\\\';
}

const pieceBytes = 262_144;

/** Neighbours go together; where rows are left out, small pieces are joined: a write for each would cost more than the rows. */
function* pieces({ text, starts }: BatchRows, chosen: Int32Array): Generator<Buffer> {
  let small: Buffer[] = [];
  let size = 0;
  for (let index = 0; index < chosen.length; ) {
    const first = chosen[index] ?? 0;
    let row = first;
    do {
      row++;
      index++;
    } while (chosen[index] === row && (starts[row] ?? 0) - (starts[first] ?? 0) < pieceBytes);
    const piece = text.subarray(starts[first], starts[row]);
    small.push(piece);
    size += piece.length;
    if (size < pieceBytes) continue;
    yield small.length === 1 ? piece : Buffer.concat(small, size);
    small = [];
    size = 0;
  }
  if (size > 0) yield small.length === 1 && small[0] !== undefined ? small[0] : Buffer.concat(small, size);
}
