import { type ByteWriter, reserveBytes } from '../bytes/byte-writer.ts';
import { copyBytes, viewOf } from '../bytes/copy.ts';
import { writeHex } from '../bytes/hex.ts';
import { textAt } from '../bytes/scan.ts';
import type { CanonicalKind } from '../canonical/types.ts';
import { put } from '../compile/constant-bytes.ts';
import { createGenerator } from '../compile/generate.ts';
import { propertySlot } from '../compile/lines/scanner.ts';
import { compileReader } from '../compile/reader.ts';
import type { Contract } from '../contract/contract.ts';
import { publishedContract } from '../contract/published.ts';
import { fieldLabels, jsonFrameOf, viewOfText } from './json-frame.ts';
import type { LedgerLines } from './ledger-lines.ts';
import { localTime, zoneOf } from './local-time.ts';
import type { NationalPlan } from './plan.ts';
import { recordBytes, recordDigits } from './record-id.ts';
import type { NationalState } from './to-message.ts';

/** Appends what `nationalJson` gives of a record, out of the bytes of its line. */
export type WriteNationalJson = (writer: ByteWriter, line: ScannedLine, state: LineState) => void;

/** A line that a `LedgerReader` of the same contract has scanned. */
export interface ScannedLine {
  readonly bytes: DataView;
  readonly lines: LedgerLines;
  readonly row: number;
}

export type LineState = Pick<NationalState, 'event' | 'version' | 'at'>;

const quotation = '"'.charCodeAt(0);
const brace = '}'.charCodeAt(0);
const nested: ReadonlySet<CanonicalKind> = new Set(['json', 'array', 'geometry']);
/** The longest version and time. */
const mostNumbers = 16 + 19;

/**
 * The values of a record stand in its line as canonical JSON already: a message is made by setting them between other names. `undefined`:
 * the plan wants a value in another form than it has there.
 */
export function compileNationalJson(plan: NationalPlan, agreed: Contract): WriteNationalJson | undefined {
  // A file has other members in the message, and what is no plain value stands there as a text of its own when it is an identifier.
  const identifier = publishedContract(agreed).properties.find(({ name }) => name === plan.dataId);
  if (plan.attachments !== undefined || (identifier !== undefined && nested.has(identifier.type.kind))) return undefined;
  const { scanner, properties } = compileReader(agreed);
  const { size } = scanner;
  const slotOf = (name: string | undefined): number => (name === undefined ? -1 : propertySlot(properties.indexOf(name)));
  const frame = jsonFrameOf(plan);
  const agency = viewOfText(`${JSON.stringify(plan.stream.agency).slice(1, -1)}-`);
  const [dataId, effectiveDate] = [slotOf(plan.dataId), slotOf(plan.effectiveDate)];
  const timeOf = compileTime(plan, slotOf(plan.updatedAt?.name));
  const beginningOf = compileBeginning(frame);
  const writeFields = compileFields(plan, slotOf);
  const labels = plan.fields.reduce(
    (sum, { target }) => sum + Math.max(...fieldLabels(target).map((label) => Buffer.byteLength(label))),
    0,
  );
  const constant = frame.bytes + agency.byteLength + mostNumbers + recordDigits + labels;

  return (writer, { bytes, lines, row }, { event, version, at }) => {
    const { spans } = lines;
    const first = row * size;
    const length = (lines.ends[row] ?? 0) - (lines.starts[row] ?? 0);
    // A value stands in a message up to four times: as itself, as an identifier and as two dates.
    reserveBytes(writer, constant + length * 4);
    const { view } = writer;
    let place = copyAll(beginningOf(event, version, timeOf(bytes, spans, first, at)), view, writer.length);
    place = copyText(frame.effectiveDate, bytes, spans, first, effectiveDate, view, place);
    place = copyAll(agency, view, copyAll(frame.recordId, view, place));
    place = writeHex(lines.digests, row * recordBytes, (row + 1) * recordBytes, view, place);
    place = copyText(frame.dataId, bytes, spans, first, dataId, view, place);
    view.setUint8(place++, quotation);
    place = writeFields(bytes, spans, first, view, place);
    view.setUint8(place++, brace);
    view.setUint8(place++, brace);
    writer.length = place;
  };
}

/** Writes the values whose places stand in `o` from `f` on, each behind its name. */
type WriteFields = (b: DataView, o: Int32Array, f: number, v: DataView, w: number) => number;

function compileFields({ fields }: NationalPlan, slotOf: (name: string) => number): WriteFields {
  const code = createGenerator();
  code.line('let s = 0, e = 0, q = 0;');
  for (const { property, target } of fields) {
    const slot = slotOf(property);
    const [day = '', month, year] = fieldLabels(target);
    // What a date's forms, and so what its names depend on, have for a length: 10, 7 and 4.
    const label =
      month === undefined || year === undefined
        ? put(code, day)
        : `if (e - s === 10) { ${put(code, day)} } else if (e - s === 7) { ${put(code, month)} } else { ${put(code, year)} }`;
    code.line(`if ((s = o[f + ${slot}]) >= 0) { e = o[f + ${slot + 1}]; ${label} q = b.getUint8(s - 1) === ${quotation} ? 1 : 0;`);
    code.line(`w = ${code.constant(copyBytes)}(b, s - q, e + q, v, w); }`);
  }
  code.line('return w;');
  return code.build<WriteFields>('b', 'o', 'f', 'v', 'w');
}

type BeginningOf = (event: LineState['event'], version: number, time: string) => DataView;

/** Up to the time: most messages of a request begin as the one before them. */
function compileBeginning({ heads, updatedAt }: ReturnType<typeof jsonFrameOf>): BeginningOf {
  const known = { event: undefined as LineState['event'] | undefined, version: 0, time: '', view: updatedAt };
  return (event, version, time) => {
    if (event !== known.event || version !== known.version || time !== known.time) {
      const parts = [bytesOf(heads[event]), Buffer.from(String(version)), bytesOf(updatedAt), Buffer.from(time)];
      Object.assign(known, { event, version, time, view: viewOf(Buffer.concat(parts)) });
    }
    return known.view;
  };
}

function bytesOf({ buffer, byteOffset, byteLength }: DataView): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

function copyAll(from: DataView, to: DataView, at: number): number {
  return copyBytes(from, 0, from.byteLength, to, at);
}

/** A value between the quotation mark that closes the one before it, and the one that it leaves to the next; slot -1: there is none. */
function copyText(name: DataView, bytes: DataView, spans: Int32Array, first: number, slot: number, to: DataView, at: number): number {
  const from = slot < 0 ? -1 : (spans[first + slot] ?? -1);
  return from < 0 ? at : copyBytes(bytes, from, spans[first + slot + 1] ?? from, to, copyAll(name, to, at));
}

type TimeOf = (bytes: DataView, spans: Int32Array, first: number, at: string) => string;

/** Lines that were read together, and those of one transaction, have one time. */
function compileTime({ profile, updatedAt }: NationalPlan, slot: number): TimeOf {
  const zone = zoneOf(profile.zone.name);
  let known = '';
  let local = '';
  const localOf = (instant: string): string => {
    if (instant !== known) [known, local] = [instant, localTime(instant, zone)];
    return local;
  };
  return (bytes, spans, first, at) => {
    const start = slot < 0 ? -1 : (spans[first + slot] ?? -1);
    if (start < 0) return localOf(at);
    const text = textAt(bytes, start, spans[first + slot + 1] ?? start);
    return updatedAt?.type.kind === 'timestamptz' ? localOf(text) : text.slice(0, 19);
  };
}
