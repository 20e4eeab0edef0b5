import { digestBytes, mostEntryBytes, type Recorded, readEntry, writeEntry } from './ledger-entry.ts';

/** Before an entry: how many bytes it has. */
const lengthBytes = 2;

/** Entries that are about to be sent, in one piece: of each its digest, the length of the entry in two bytes, and the entry. */
export function writeAnnounced(entries: readonly Recorded[]): Buffer {
  const most = entries.reduce((sum, { entry }) => sum + digestBytes + lengthBytes + mostEntryBytes(entry), 0);
  const bytes = Buffer.allocUnsafeSlow(most);
  let at = 0;
  for (const { digest, entry } of entries) {
    bytes.set(digest, at);
    const start = at + digestBytes + lengthBytes;
    const end = writeEntry(bytes, start, entry);
    bytes.writeUInt16LE(end - start, start - lengthBytes);
    at = end;
  }
  return bytes.subarray(0, at);
}

export function readAnnounced(bytes: Uint8Array): readonly Recorded[] {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const entries: Recorded[] = [];
  for (let place = 0; place < buffer.length; ) {
    const start = place + digestBytes + lengthBytes;
    const end = start + buffer.readUInt16LE(start - lengthBytes);
    entries.push({ digest: buffer.subarray(place, place + digestBytes), entry: readEntry(buffer.subarray(start, end)) });
    place = end;
  }
  return entries;
}
