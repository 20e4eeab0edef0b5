import { type ByteWriter, reserveBytes } from '../bytes/byte-writer.ts';
import { copyBytes } from '../bytes/copy.ts';
import { plainAscii } from '../bytes/plain-words.ts';
import * as scan from '../bytes/scan.ts';
import { encodingOf, jsonForm } from '../canonical/encode.ts';
import type { CanonicalType } from '../canonical/types.ts';
import { put, standsAt as standsText } from '../compile/constant-bytes.ts';
import { createGenerator } from '../compile/generate.ts';
import { fieldLabels, type JsonFrame, jsonFrameOf } from './json-frame.ts';
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

/** `undefined`: the plan wants a record in another form than its message has it. */
export function compileNationalScanner(plan: NationalPlan): NationalScanner | undefined {
  if (plan.attachments !== undefined) return undefined;
  const slotOf = (index: number): number => firstField + index * 2;
  const frame = jsonFrameOf(plan);
  const scanState = compileState(frame);
  const scanNames = compileNames(frame, plan.profile.data.recordId.maxLength ?? Number.POSITIVE_INFINITY);
  const scanFields = compileFields(plan, slotOf);
  return {
    size: slotOf(plan.fields.length),
    scan(bytes, start, limit, spans) {
      const names = scanState(bytes, start, limit, spans);
      const fields = names === 0 ? 0 : scanNames(bytes, names, limit, spans);
      const end = fields === 0 ? 0 : scanFields(bytes, fields, limit, spans);
      return end === 0 ? -1 : end;
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

/** From there to the end of the message. */
function compileFields({ fields }: NationalPlan, slotOf: (index: number) => number): ScanPart {
  const code = createGenerator();
  code.line('let s = 0;');
  for (const [index, { target, type }] of fields.entries()) {
    const slot = slotOf(index);
    const starts = fieldLabels(target).map((label) => `${standsText(code, label, '44')} ? p + ${Buffer.byteLength(label)} : `);
    code.line(`s = ${starts.join('')}0;`);
    const scanValue = scanOf(type);
    // An object or a list is left to the parser.
    const value = scanValue === undefined ? '0' : `${code.constant(scanValue)}(b, s, l)`;
    code.line(`if (s === 0) o[${slot}] = -1; else { p = ${value}; if (p === 0) return 0; o[${slot}] = s; o[${slot + 1}] = p; }`);
  }
  code.line('return p + 2 <= l && b.getUint8(p) === 125 && b.getUint8(p + 1) === 125 ? p + 2 : 0;');
  return code.build<ScanPart>('b', 'p', 'l', 'o');
}

function compileRecord(plan: NationalPlan, slotOf: (index: number) => number): NationalScanner['writeRecord'] {
  const written = inOrder(plan).map((field) => {
    return { label: `,${JSON.stringify(field.property)}:`, slot: slotOf(plan.fields.indexOf(field)) };
  });
  const code = createGenerator();
  code.line('let s = 0;');
  for (const { label, slot } of written)
    code.line(`if ((s = o[${slot}]) >= 0) { ${put(code, label)} w = ${code.constant(copyBytes)}(b, s, o[${slot + 1}], v, w); }`);
  code.line('return w;');
  const writeValues = code.build<(b: DataView, o: Int32Array, v: DataView, w: number) => number>('b', 'o', 'v', 'w');
  const labelBytes = written.reduce((sum, { label }) => sum + Buffer.byteLength(label), 2);
  return (writer, bytes, spans) => {
    let most = labelBytes;
    for (const { slot } of written) if ((spans[slot] ?? -1) >= 0) most += (spans[slot + 1] ?? 0) - (spans[slot] ?? 0);
    reserveBytes(writer, most);
    const { view, length } = writer;
    // An empty record has no first comma.
    const place = Math.max(writeValues(bytes, spans, view, length), length + 1);
    view.setUint8(length, openBrace);
    view.setUint8(place, closeBrace);
    writer.length = place + 1;
  };
}

/** Gives the place behind a value, or 0. */
type ScanValue = (bytes: DataView, at: number, limit: number) => number;

function scanOf(type: CanonicalType): ScanValue | undefined {
  if (jsonForm(type.kind, encodingOf(type)) !== 'bare') return scanQuoted;
  switch (type.kind) {
    case 'boolean':
      return scan.scanBoolean;
    case 'integer':
      return scanInteger;
    case 'number':
      return scan.scanNumber;
    default:
      return undefined;
  }
}

function scanInteger(bytes: DataView, at: number): number {
  return scan.scanWhole(bytes, at, 15);
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
