import { MalformedMessage, type Reader } from './reader.ts';

/** Skips ALL_HEADERS, which every request begins with: its transaction descriptor says nothing that the session does not know. */
export function skipHeaders(reader: Reader): void {
  const length = reader.u32();
  if (length < 4) throw new MalformedMessage(`Headers of ${length} bytes.`);
  reader.take(length - 4);
}
