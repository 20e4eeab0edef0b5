import { type ByteWriter, reserveBytes } from '../bytes/byte-writer.ts';
import { copyBytes } from '../bytes/copy.ts';
import { plainAscii } from '../bytes/plain-words.ts';
import * as scan from '../bytes/scan.ts';
import { encodingOf, jsonForm } from '../canonical/encode.ts';
import type { CanonicalType } from '../canonical/types.ts';
import { fieldLabels, type JsonFrame, jsonFrameOf, viewOfText } from './json-frame.ts';
import type { NationalEvent } from './message.ts';
import type { NationalPlan } from './plan.ts';
import { inOrder } from './to-record.ts';

/**
 * Reads messages as bytes, without making an object of them. It knows only the one form that our own connectors write: whatever else a
 * message is, it is left to `readNational`, which alone refuses. What it takes, `readNational` and `nationalRecord` read alike.
 */
export interface NationalScanner {
  /** How many numbers `spans` must hold. */
  readonly size: number;
  /**
   * Reads the message at `start` and gives the place behind it, or -1 where it is not surely in that form. The bytes must be valid
   * UTF-8, and a closing bracket must stand at `limit - 1`: nothing behind it is read.
   */
  scan(bytes: DataView, start: number, limit: number, spans: Int32Array): number;
  /** Appends the record of the message that was scanned: what `JSON.stringify` makes of `nationalRecord`. */
  writeRecord(writer: ByteWriter, bytes: DataView, spans: Int32Array): void;
  /** Where `spans` have the value of a property, with its quotation marks; `undefined`: no message bears it. */
  slotOf(property: string): number | undefined;
}

/** Where a message says what it is: of `event` the place in `nationalEvents`, of the others start and end, without quotation marks. */
export const nationalSlots = { event: 0, version: 1, updatedAt: 3, recordId: 5 } as const;
export const nationalEvents: readonly NationalEvent[] = ['new', 'update', 'cancel'];

const firstField = 7;
const blank = 0x20;
const quotation = 34;
const minus = 45;
const zero = 48;
const openBrace = 123;
const closeBrace = 125;
const backslash = 92;
const timeLength = 19;
/** Safe as a number, whatever its digits are. */
const mostVersion = 15;

interface Field {
  readonly labels: readonly DataView[];
  readonly slot: number;
  readonly scan: ScanValue;
}

/** Gives the place behind a value, or 0. */
type ScanValue = (bytes: DataView, at: number, limit: number) => number;

/** `undefined`: the plan wants a record in another form than its message has it. */
export function compileNationalScanner(plan: NationalPlan): NationalScanner | undefined {
  if (plan.attachments !== undefined) return undefined;
  const slotOf = (index: number): number => firstField + index * 2;
  const fields = plan.fields.map(({ target, type }, index): Field => {
    return { labels: fieldLabels(target).map(viewOfText), slot: slotOf(index), scan: scanOf(type) };
  });
  const frame = jsonFrameOf(plan);
  const scanState = compileState(frame);
  const scanNames = compileNames(frame, plan.profile.data.recordId.maxLength ?? Number.POSITIVE_INFINITY);
  return {
    size: slotOf(fields.length),
    scan(bytes, start, limit, spans) {
      const names = scanState(bytes, start, limit, spans);
      let place = names === 0 ? 0 : scanNames(bytes, names, limit, spans);
      if (place === 0) return -1;
      for (const { labels, slot, scan: scanValue } of fields) {
        const from = behindLabel(bytes, place, limit, labels);
        spans[slot] = from === 0 ? -1 : from;
        if (from === 0) continue;
        place = scanValue(bytes, from, limit);
        if (place === 0) return -1;
        spans[slot + 1] = place;
      }
      const isEnd = place + 2 <= limit && bytes.getUint8(place) === closeBrace && bytes.getUint8(place + 1) === closeBrace;
      return isEnd ? place + 2 : -1;
    },
    writeRecord: compileRecord(plan, slotOf),
    slotOf(property) {
      const index = plan.fields.findIndex((field) => field.property === property);
      return index < 0 ? undefined : slotOf(index);
    },
  };
}

/** Gives the place behind what it knows, or 0. */
type ScanPart = (bytes: DataView, start: number, limit: number, spans: Int32Array) => number;

/** From the message's beginning to the quotation mark that ends its last time. */
function compileState({ heads, updatedAt, effectiveDate }: JsonFrame): ScanPart {
  const headOf = nationalEvents.map((event) => heads[event]);
  return (bytes, start, limit, spans) => {
    const event = headOf.findIndex((head) => standsAt(bytes, start, limit, head));
    if (event < 0) return 0;
    spans[nationalSlots.event] = event;
    const version = start + (headOf[event]?.byteLength ?? 0);
    const digit = bytes.getUint8(version);
    const behind = digit === zero || digit === minus ? 0 : scan.scanWhole(bytes, version, mostVersion);
    if (behind === 0 || !standsAt(bytes, behind, limit, updatedAt)) return 0;
    spans[nationalSlots.version] = version;
    spans[nationalSlots.version + 1] = behind;
    const time = behind + updatedAt.byteLength;
    const end = time + timeLength;
    if (end >= limit || scan.scanTimestamp(bytes, time, 0) !== end) return 0;
    spans[nationalSlots.updatedAt] = time;
    spans[nationalSlots.updatedAt + 1] = end;
    return standsAt(bytes, end, limit, effectiveDate) ? scanText(bytes, end + effectiveDate.byteLength, limit) : end;
  };
}

/** From there to behind the quotation mark that ends the last name of the record. */
function compileNames({ recordId, dataId }: JsonFrame, mostOfId: number): ScanPart {
  return (bytes, start, limit, spans) => {
    if (!standsAt(bytes, start, limit, recordId)) return 0;
    const id = start + recordId.byteLength;
    const end = scan.scanAscii(bytes, id, Math.min(mostOfId, limit - id - 2), blank);
    if (end === 0 || end === id) return 0;
    spans[nationalSlots.recordId] = id;
    spans[nationalSlots.recordId + 1] = end;
    const last = standsAt(bytes, end, limit, dataId) ? scanText(bytes, end + dataId.byteLength, limit) : end;
    return last === 0 || bytes.getUint8(last) !== quotation ? 0 : last + 1;
  };
}

function compileRecord(plan: NationalPlan, slotOf: (index: number) => number): NationalScanner['writeRecord'] {
  const written = inOrder(plan).map((field) => {
    return { label: viewOfText(`,${JSON.stringify(field.property)}:`), slot: slotOf(plan.fields.indexOf(field)) };
  });
  const labelBytes = written.reduce((sum, { label }) => sum + label.byteLength, 2);
  return (writer, bytes, spans) => {
    let most = labelBytes;
    for (const { slot } of written) if ((spans[slot] ?? -1) >= 0) most += (spans[slot + 1] ?? 0) - (spans[slot] ?? 0);
    reserveBytes(writer, most);
    const { view, length } = writer;
    let place = length;
    for (const { label, slot } of written) {
      const from = spans[slot] ?? -1;
      if (from < 0) continue;
      place = copyBytes(label, 0, label.byteLength, view, place);
      place = copyBytes(bytes, from, spans[slot + 1] ?? from, view, place);
    }
    // In the place of the first comma.
    if (place === length) place += 1;
    view.setUint8(length, openBrace);
    view.setUint8(place, closeBrace);
    writer.length = place + 1;
  };
}

/** 0: none of them stands there. */
function behindLabel(bytes: DataView, at: number, limit: number, labels: readonly DataView[]): number {
  for (const label of labels) if (standsAt(bytes, at, limit, label)) return at + label.byteLength;
  return 0;
}

function scanOf(type: CanonicalType): ScanValue {
  if (jsonForm(type.kind, encodingOf(type)) !== 'bare') return scanQuoted;
  switch (type.kind) {
    case 'boolean':
      return scan.scanBoolean;
    case 'integer':
      return (bytes, at) => scan.scanWhole(bytes, at, 15);
    case 'number':
      return scan.scanNumber;
    default:
      return () => 0; // an object or a list
  }
}

function scanQuoted(bytes: DataView, at: number, limit: number): number {
  if (bytes.getUint8(at) !== quotation) return 0;
  const end = scanText(bytes, at + 1, limit);
  return end === 0 ? 0 : end + 1;
}

/** The place of the quotation mark that ends a text, or 0 where `JSON.stringify` would not write it so. */
function scanText(bytes: DataView, at: number, limit: number): number {
  let place = at;
  for (;;) {
    while (place + 4 <= limit) {
      const plain = plainAscii(bytes.getInt32(place, true));
      place += plain;
      if (plain < 4) break;
    }
    if (place >= limit) return 0;
    const byte = bytes.getUint8(place);
    if (byte === quotation) return place;
    if (byte < 0x20) return 0;
    if (byte === backslash) {
      if (place + 1 >= limit || !scan.isShortEscape(bytes.getUint8(place + 1))) return 0;
      place += 2;
    } else place += 1;
  }
}

function standsAt(bytes: DataView, at: number, limit: number, expected: DataView): boolean {
  const length = expected.byteLength;
  if (at + length > limit) return false;
  const last = length - 4;
  if (last < 0) {
    for (let index = 0; index < length; index++) if (bytes.getUint8(at + index) !== expected.getUint8(index)) return false;
    return true;
  }
  for (let index = 0; index < last; index += 4) if (bytes.getInt32(at + index) !== expected.getInt32(index)) return false;
  return bytes.getInt32(at + last) === expected.getInt32(last);
}
