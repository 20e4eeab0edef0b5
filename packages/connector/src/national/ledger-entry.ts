import { createScratch, type Version } from '@lienthong/core';
import { contentBytes, type Floor, isBelow, type LedgerEntry, type NationalEvent } from '@lienthong/core/national';

/** An entry, and the digest of the record that it is of. */
export interface Recorded {
  readonly digest: Uint8Array;
  readonly entry: LedgerEntry;
}

/** An entry, but for the digest of its content. */
export type EntryState = Omit<LedgerEntry, 'content'>;

const events: readonly NationalEvent[] = ['new', 'update', 'cancel'];

/** What a version looks like: nothing, a read, the place of a change with its ordinal in binary, or any other text. */
const forms = { epoch: 0, read: 1, change: 2, text: 3 } as const;
const changeHead = '1:';
const change = /^1:(?:[0-9A-F]{2}){1,60}-\d{10}$/;
/** Bytes of the largest exact whole number. */
const mostVarint = 8;

/** The most bytes that an entry takes. */
export function mostEntryBytes({ version }: EntryState): number {
  return 1 + 3 * mostVarint + contentBytes + version.length;
}

/** Of the flags, in the first byte. */
const confirmedFlag = 4;

/**
 * Writes an entry and gives the place behind it: some 25 bytes for a record that was read and 35 for one that changed, for there are as
 * many as records. One byte of flags, the published version, the epoch, the content's digest, which stands at `contentAt`, if there is
 * one, and the place.
 */
export function writeEntry(buffer: Buffer, at: number, state: EntryState, contents: Uint8Array | undefined, contentAt: number): number {
  const { published, event, confirmed, epoch, version } = state;
  const form = formOf(version);
  buffer[at] = events.indexOf(event) | (confirmed ? confirmedFlag : 0) | (contents === undefined ? 0 : 8) | (form << 4);
  let place = writeVarint(buffer, writeVarint(buffer, at + 1, published), epoch);
  // A copy out of JavaScript costs more than these few bytes.
  if (contents !== undefined) for (let byte = 0; byte < contentBytes; byte++) buffer[place++] = contents[contentAt + byte] ?? 0;
  return writeVersion(buffer, place, form, version);
}

/** Makes a confirmed one of what `writeEntry` wrote. */
export function confirmEntry(bytes: Uint8Array): void {
  bytes[0] = (bytes[0] ?? 0) | confirmedFlag;
}

/** An entry as bytes, a confirmed one where that is said. They are good until the next one is written: it has the same memory. */
export type EntryBytes = (entry: LedgerEntry, isConfirmed?: true) => Uint8Array;

export function createEntryBytes(): EntryBytes {
  const content = Buffer.alloc(contentBytes);
  const scratch = createScratch();
  return (entry, isConfirmed) => {
    scratch.reserve(mostEntryBytes(entry));
    const hasContent = content.write(entry.content, 'hex') > 0;
    const bytes = scratch.bytesTo(writeEntry(scratch.buffer, 0, entry, hasContent ? content : undefined, 0));
    if (isConfirmed === true) confirmEntry(bytes);
    return bytes;
  };
}

export function readEntry(bytes: Uint8Array): LedgerEntry {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const flags = buffer[0] ?? 0;
  const published = readVarint(buffer, 1);
  const epoch = readVarint(buffer, published.end);
  const place = epoch.end + ((flags & 8) === 0 ? 0 : contentBytes);
  return {
    published: published.value,
    event: events[flags & 3] ?? 'cancel',
    content: buffer.toString('hex', epoch.end, place),
    epoch: epoch.value,
    version: readVersion((flags >> 4) & 3, buffer.subarray(place)),
    confirmed: (flags & confirmedFlag) !== 0,
  };
}

/** Whether it lies below a floor: most are told by their epoch, without being read. */
export function isEntryBelow(bytes: Uint8Array, floor: Floor): boolean {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { value: epoch } = readVarint(buffer, readVarint(buffer, 1).end);
  return epoch === floor.epoch ? isBelow(readEntry(bytes), floor) : epoch < floor.epoch;
}

function formOf(version: Version): number {
  if (version === '') return forms.epoch;
  if (version === '0') return forms.read;
  return change.test(version) ? forms.change : forms.text;
}

function writeVersion(buffer: Buffer, start: number, form: number, version: Version): number {
  if (form === forms.text) return start + buffer.write(version, start, 'latin1');
  if (form !== forms.change) return start;
  const dash = version.lastIndexOf('-');
  const position = writeVarint(buffer, start, Number(version.slice(dash + 1)));
  return position + buffer.write(version.slice(changeHead.length, dash), position, 'hex');
}

function readVersion(kind: number, bytes: Buffer): Version {
  if (kind === forms.epoch) return '' as Version; // written by `formOf` from a version, like those below
  if (kind === forms.read) return '0' as Version;
  if (kind === forms.text) return bytes.toString('latin1') as Version;
  const ordinal = readVarint(bytes, 0);
  const position = bytes.toString('hex', ordinal.end).toUpperCase();
  return `1:${position}-${String(ordinal.value).padStart(10, '0')}` as Version;
}

/** Seven bits a byte, the lowest first: small numbers are short. Gives the place behind it. */
function writeVarint(buffer: Buffer, start: number, value: number): number {
  let place = start;
  let rest = value;
  while (rest >= 128) {
    buffer[place++] = (rest % 128) + 128;
    rest = Math.floor(rest / 128);
  }
  buffer[place++] = rest;
  return place;
}

function readVarint(bytes: Buffer, start: number): { readonly value: number; readonly end: number } {
  let value = 0;
  let scale = 1;
  for (let end = start; ; end++) {
    const byte = bytes[end] ?? 0;
    value += (byte % 128) * scale;
    scale *= 128;
    if (byte < 128) return { value, end: end + 1 };
  }
}
