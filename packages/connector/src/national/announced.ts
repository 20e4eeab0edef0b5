import { digestBytes, type Recorded, readEntry, writeEntry } from './ledger-entry.ts';

/** Entries that are about to be sent, in one piece: of each its digest, the length of the entry in two bytes, and the entry. */
export function writeAnnounced(entries: readonly Recorded[]): Buffer {
  return Buffer.concat(
    entries.flatMap(([digest, entry]) => {
      const bytes = writeEntry(entry);
      const length = Buffer.allocUnsafe(2);
      length.writeUInt16LE(bytes.length);
      return [digest, length, bytes];
    }),
  );
}

export function readAnnounced(bytes: Uint8Array): readonly Recorded[] {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const entries: Recorded[] = [];
  for (let place = 0; place < buffer.length; ) {
    const start = place + digestBytes + 2;
    const end = start + buffer.readUInt16LE(place + digestBytes);
    entries.push([buffer.subarray(place, place + digestBytes), readEntry(buffer.subarray(start, end))]);
    place = end;
  }
  return entries;
}
