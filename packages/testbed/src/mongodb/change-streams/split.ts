import { documentValue, type Field, fieldsOf } from '../bson/value.ts';
import { documentWriter } from '../bson/writer.ts';
import { ServerError } from '../errors.ts';
import type { StreamEvent } from './event.ts';
import { fragmentToken } from './token.ts';

/** The largest document of users, 16 MB. */
export const maxUserBytes = 16 * 1024 * 1024;

/** What a reply may hold: an event may be a little larger than the documents in it. */
const maxInternalBytes = maxUserBytes + 16 * 1024;

/** Refuses what no reply can hold. */
export function refuseTooLarge(bytes: number): void {
  if (bytes <= maxInternalBytes) return;
  throw new ServerError(
    10334,
    `BSONObj size: ${bytes} (0x${bytes.toString(16).toUpperCase()}) is invalid. Size must be between 0 and ${maxInternalBytes}(16MB)`,
    {
      labels: ['NonResumableChangeStreamError'],
    },
  );
}

/** Room for the head of a fragment: its token, and which one of how many it is. */
const headBytes = 4096;

/** Cuts an event that is too large between its fields, the small ones first; every fragment has a token of its own. */
export function splitEvent({ document, token }: StreamEvent): readonly StreamEvent[] {
  if (document.length <= maxUserBytes) return [{ document, token }];
  const fields = fieldsOf(documentValue(document)).filter((field) => field.name !== '_id');
  const fragments: Field[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const field of fields.sort((a, b) => sizeOf(a) - sizeOf(b))) {
    if (bytes + sizeOf(field) > maxUserBytes) {
      fragments.push([]);
      bytes = headBytes;
    }
    fragments.at(-1)?.push(field);
    bytes += sizeOf(field);
  }
  return fragments.map((part, index) => {
    const own = fragmentToken(token, index + 1);
    const writer = documentWriter(part.reduce((sum, field) => sum + sizeOf(field), headBytes));
    writer.field('_id', { _data: own });
    writer.field('splitEvent', { fragment: index + 1, of: fragments.length });
    for (const field of part) writer.value(field.name, field);
    const fragment = writer.finish();
    refuseTooLarge(fragment.length);
    return { document: fragment, token: own };
  });
}

function sizeOf(field: Field): number {
  return field.end - field.start + field.name.length + 2;
}
