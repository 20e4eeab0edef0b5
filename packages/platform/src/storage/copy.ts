import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { from as copyFrom } from 'pg-copy-streams';
import type { Client } from './database.ts';

/** A field of COPY's text format; `null` is NULL. */
export function copyField(value: string | null): string {
  if (value === null) return '\\N';
  return special.test(value) ? value.replace(everySpecial, escape) : value;
}

/** Sends rows in COPY's text format, each ended by a line feed. */
export async function copyInto(client: Client, statement: string, rows: Iterable<string>): Promise<void> {
  await pipeline(Readable.from(chunks(rows), { objectMode: false }), client.query(copyFrom(statement)));
}

const special = /[\\\t\n\r]/;
const everySpecial = /[\\\t\n\r]/g;

function escape(character: string): string {
  if (character === '\t') return '\\t';
  if (character === '\n') return '\\n';
  return character === '\r' ? '\\r' : '\\\\';
}

// One write per row would cost more than the rows.
function* chunks(rows: Iterable<string>): Generator<Buffer> {
  let text = '';
  for (const row of rows) {
    text += row;
    if (text.length < 262_144) continue;
    yield Buffer.from(text);
    text = '';
  }
  if (text.length > 0) yield Buffer.from(text);
}
