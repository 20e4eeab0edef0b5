import type { Reading } from './encodings.ts';
import { bytesOf, octetsOf } from './octets.ts';
import { octetsBehind, readOctets } from './reading.ts';

/** The string that a driver makes of bytes when it takes them for `reading`. */
export function readBytesAs(bytes: Uint8Array, reading: Reading): string {
  return readOctets(octetsOf(bytes), reading);
}

/** The way back. `undefined`: the text holds a character that no byte can have become. */
export function bytesBehind(text: string, reading: Reading): Uint8Array | undefined {
  const octets = octetsBehind(text, reading);
  return octets === undefined ? undefined : bytesOf(octets);
}
