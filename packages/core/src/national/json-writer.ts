import { type ByteWriter, reserveBytes } from '../bytes/byte-writer.ts';
import { copyBytes, viewOf } from '../bytes/copy.ts';
import { writeHex } from '../bytes/hex.ts';
import { textAt } from '../bytes/scan.ts';
import type { CanonicalKind } from '../canonical/types.ts';
import { compileReader } from '../compile/reader.ts';
import { propertySlot } from '../compile/scanner.ts';
import type { Contract } from '../contract/contract.ts';
import { publishedContract } from '../contract/published.ts';
import { fieldLabels, jsonFrameOf, viewOfText } from './json-frame.ts';
import type { LedgerLines } from './ledger-lines.ts';
import { localTime, zoneOf } from './local-time.ts';
import type { NationalPlan, PlannedField } from './plan.ts';
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
  const slotOf = (name: string | undefined): number => (name === undefined ? absent : propertySlot(properties.indexOf(name)));
  // The last one is of the property that there is not.
  const spans = new Int32Array(scanner.size + 1).fill(-1);
  const absent = scanner.size;
  const frame = jsonFrameOf(plan);
  const agency = viewOfText(`${JSON.stringify(plan.stream.agency).slice(1, -1)}-`);
  const fields = plan.fields.map((field) => ({ slot: slotOf(field.property), nameOf: fieldName(field) }));
  const [dataId, effectiveDate] = [slotOf(plan.dataId), slotOf(plan.effectiveDate)];
  const timeOf = compileTime(plan, slotOf(plan.updatedAt?.name));
  const beginningOf = compileBeginning(frame);
  const constant =
    frame.bytes +
    agency.byteLength +
    mostNumbers +
    recordDigits +
    fields.reduce((sum, { nameOf }) => sum + Math.max(...lengths.map((length) => nameOf(length).byteLength)), 0);

  return (writer, { bytes, lines, row }, { event, version, at }) => {
    for (let slot = 0; slot < absent; slot++) spans[slot] = lines.spans[row * absent + slot] ?? -1;
    const length = (lines.ends[row] ?? 0) - (lines.starts[row] ?? 0);
    // A value stands in a message up to four times: as itself, as an identifier and as two dates.
    reserveBytes(writer, constant + length * 4);
    const { view } = writer;
    let place = copyAll(beginningOf(event, version, timeOf(bytes, spans, at)), view, writer.length);
    place = copyText(frame.effectiveDate, bytes, spans, effectiveDate, view, place);
    place = copyAll(agency, view, copyAll(frame.recordId, view, place));
    place = writeHex(lines.digests, row * recordBytes, (row + 1) * recordBytes, view, place);
    place = copyText(frame.dataId, bytes, spans, dataId, view, place);
    view.setUint8(place++, quotation);
    for (const { slot, nameOf } of fields) {
      const from = spans[slot] ?? -1;
      if (from < 0) continue;
      const to = spans[slot + 1] ?? from;
      place = copyAll(nameOf(to - from), view, place);
      const quotes = bytes.getUint8(from - 1) === quotation ? 1 : 0;
      place = copyBytes(bytes, from - quotes, to + quotes, view, place);
    }
    view.setUint8(place++, brace);
    view.setUint8(place++, brace);
    writer.length = place;
  };
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

/** A value between the quotation mark that closes the one before it, and the one that it leaves to the next. */
function copyText(name: DataView, bytes: DataView, spans: Int32Array, slot: number, to: DataView, at: number): number {
  const from = spans[slot] ?? -1;
  return from < 0 ? at : copyBytes(bytes, from, spans[slot + 1] ?? from, to, copyAll(name, to, at));
}

/** What a date's forms, and so what its names depend on, may have for a length. */
const lengths = [10, 7, 4];

/** The comma, the name and the colon before a value of this length. */
function fieldName({ target }: PlannedField): (length: number) => DataView {
  const [day, month = day, year = day] = fieldLabels(target).map(viewOfText);
  return (length) => (length === 10 ? day : length === 7 ? month : year) as DataView; // a target has a label at least
}

type TimeOf = (bytes: DataView, spans: Int32Array, at: string) => string;

/** Lines that were read together, and those of one transaction, have one time. */
function compileTime({ profile, updatedAt }: NationalPlan, slot: number): TimeOf {
  const zone = zoneOf(profile.zone.name);
  let known = '';
  let local = '';
  const localOf = (instant: string): string => {
    if (instant !== known) [known, local] = [instant, localTime(instant, zone)];
    return local;
  };
  return (bytes, spans, at) => {
    const start = spans[slot] ?? -1;
    if (start < 0) return localOf(at);
    const text = textAt(bytes, start, spans[slot + 1] ?? start);
    return updatedAt?.type.kind === 'timestamptz' ? localOf(text) : text.slice(0, 19);
  };
}
