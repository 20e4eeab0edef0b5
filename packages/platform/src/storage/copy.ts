import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { from as copyFrom } from 'pg-copy-streams';
import type { BatchRows } from './batch-rows.ts';
import type { Client } from './database.ts';

/**
 * Sends the chosen rows as they lie in the batch's buffer into `target`, a table with its columns. Statements before and
 * behind go with it.
 */
export async function copyInto(
  client: Client,
  { target, before = '', behind = '' }: { readonly target: string; readonly before?: string; readonly behind?: string },
  rows: BatchRows,
  chosen: Int32Array,
): Promise<void> {
  await send(client, `${before} copy ${target} from stdin with (format binary)${behind}`, pieces(rows, chosen));
}

/** Sends rows in the binary format, as they lie one behind the other. */
export async function copyBinary(client: Client, target: string, rows: Buffer): Promise<void> {
  await send(client, `copy ${target} from stdin with (format binary)`, [head, rows, end]);
}

async function send(client: Client, statement: string, parts: Iterable<Buffer>): Promise<void> {
  await pipeline(Readable.from(parts, { objectMode: false }), client.query(copyFrom(statement)));
}

/** Signature, flags, and the length of an extension that is not there. */
const head = Buffer.concat([Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1'), Buffer.alloc(8)]);
const end = Buffer.from([0xff, 0xff]);

const pieceBytes = 1024 * 1024;

/** Neighbours go together; where rows are left out, small pieces are joined: a write for each would cost more than the rows. */
function* pieces({ bytes, starts }: BatchRows, chosen: Int32Array): Generator<Buffer> {
  yield head;
  let small: Buffer[] = [];
  let size = 0;
  for (let index = 0; index < chosen.length; ) {
    const first = chosen[index] ?? 0;
    let row = first;
    do {
      row++;
      index++;
    } while (chosen[index] === row && (starts[row] ?? 0) - (starts[first] ?? 0) < pieceBytes);
    const piece = bytes.subarray(starts[first], starts[row]);
    small.push(piece);
    size += piece.length;
    if (size < pieceBytes) continue;
    yield joined(small, size);
    small = [];
    size = 0;
  }
  if (size > 0) yield joined(small, size);
  yield end;
}

function joined(pieces: readonly Buffer[], size: number): Buffer {
  const [first] = pieces;
  return first !== undefined && pieces.length === 1 ? first : Buffer.concat(pieces, size);
}
