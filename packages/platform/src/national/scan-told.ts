import { isUtf8 } from 'node:buffer';
import { type BufferPool, type ByteWriter, createByteWriter, reserveBytes, takeBytes, viewOf } from '@lienthong/core';
import { compileNationalScanner, type NationalPlan, type NationalScanner, nationalEvents, nationalSlots } from '@lienthong/core/national';
import type { DataType } from './data-types.ts';
import { contentDigestOf, idDigestOf, instantOf, type Told } from './told.ts';

/** What a request of our own connectors tells. */
export interface ScannedMessages {
  readonly told: readonly Told[];
  readonly records: Buffer;
  release(): void;
}

/** `undefined`: something in the body is not in the form that our own connectors write, and all of it has to be parsed. */
export function scanTold(body: Buffer, dataType: DataType, buffers: BufferPool): ScannedMessages | undefined {
  const scanner = scannerOf(dataType.plan);
  const isBatch = body[0] === openBracket;
  if (scanner === undefined || body.at(-1) !== (isBatch ? closeBracket : closeBrace) || !isUtf8(body)) return undefined;
  const end = isBatch ? body.length - 1 : body.length;
  const writer = createByteWriter(buffers);
  reserveBytes(writer, body.length);
  const scanOne = compileScan(body, scanner, dataType, writer);
  const told: Told[] = [];
  let place = isBatch ? 1 : 0;
  while (place >= 0 && place < end) {
    const isNext = told.length === 0 || (isBatch && body[place++] === comma);
    place = isNext ? scanOne(place, told) : -1;
  }
  const { bytes, release } = takeBytes(writer);
  if (place === end && told.length > 0) return { told, records: bytes, release };
  release();
  return undefined;
}

/** Adds the message at a place, and its record to those of `writer`; gives the place behind it, or -1. */
function compileScan(
  body: Buffer,
  scanner: NationalScanner,
  { plan, contract }: DataType,
  writer: ByteWriter,
): (place: number, told: Told[]) => number {
  const keySlots = contract.contract.primaryKey.map((name) => scanner.slotOf(name));
  const view = viewOf(body);
  const spans = new Int32Array(scanner.size);
  const instants = lastInstant(plan.profile.zone.name);
  const at = (slot: number): number => spans[slot] ?? 0;
  return (place, told) => {
    const behind = scanner.scan(view, place, body.length, spans);
    if (behind < 0) return -1;
    const event = nationalEvents[at(nationalSlots.event)] ?? 'new';
    const updatedAt = body.toString('latin1', at(nationalSlots.updatedAt), at(nationalSlots.updatedAt + 1));
    const start = writer.length;
    const head = reserveBytes(writer, event.length + updatedAt.length + 2);
    const from = start + head.write(`${event} ${updatedAt} `, start, 'latin1');
    writer.length = from;
    scanner.writeRecord(writer, view, spans);
    told.push({
      ...{ index: told.length, from, to: writer.length },
      id: idDigestOf(body.subarray(at(nationalSlots.recordId), at(nationalSlots.recordId + 1))),
      version: Number(body.toString('latin1', at(nationalSlots.version), at(nationalSlots.version + 1))),
      content: contentDigestOf(writer.buffer.subarray(start, writer.length)),
      key: event === 'cancel' ? undefined : keyAt(body, spans, keySlots),
      at: instants(updatedAt),
    });
    return behind;
  };
}

const openBracket = 91;
const closeBracket = 93;
const closeBrace = 125;
const comma = 44;

const scanners = new WeakMap<NationalPlan, { readonly scanner: NationalScanner | undefined }>();

function scannerOf(plan: NationalPlan): NationalScanner | undefined {
  const known = scanners.get(plan);
  if (known !== undefined) return known.scanner;
  const scanner = compileNationalScanner(plan);
  scanners.set(plan, { scanner });
  return scanner;
}

/** As a line's key is written. */
function keyAt(body: Buffer, spans: Int32Array, slots: readonly (number | undefined)[]): string {
  let key = '[';
  for (const slot of slots) {
    const from = slot === undefined ? -1 : (spans[slot] ?? -1);
    if (key.length > 1) key += ',';
    key += from < 0 || slot === undefined ? 'null' : body.toString('utf8', from, spans[slot + 1]);
  }
  return `${key}]`;
}

/** Most of a request changed in one second, or are told so. */
function lastInstant(zone: string): (local: string) => string | undefined {
  let known = '';
  let instant: string | undefined;
  return (local) => {
    if (local !== known) [known, instant] = [local, instantOf(local, zone)];
    return instant;
  };
}
