/**
 * The condition that a record is of a stream, as a range of the only index: stored keys begin with their stream
 * (sql/0004-keys-and-places.sql). `stream` is SQL of its id.
 */
export function ofStream(stream: string): string {
  return `_key >= int4send(${stream}::integer) and _key < int4send(${stream}::integer + 1)`;
}

/** Keys are indexed: PostgreSQL's index takes no longer ones. */
export const mostKeyBytes = 2000;

/** What a stored key has before its text: the stream, and how long the text is. */
export const storedKeyHead = 6;

/** A key as it is stored; of a text that is longer than any index takes `undefined`. */
export function storedKey(stream: number, key: string): Buffer | undefined {
  const text = Buffer.from(key, 'utf8');
  if (text.length > mostKeyBytes) return undefined;
  const head = Buffer.alloc(storedKeyHead);
  head.writeInt32BE(stream, 0);
  head.writeInt16BE(text.length, 4);
  return Buffer.concat([head, text]);
}
