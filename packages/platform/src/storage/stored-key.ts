/**
 * The condition that a record is of a stream, as a range of the only index: stored keys begin with their stream
 * (sql/0004-keys-and-places.sql). `stream` is SQL of its id.
 */
export function ofStream(stream: string): string {
  return `_key >= int4send(${stream}::integer) and _key < int4send(${stream}::integer + 1)`;
}
