import {
  type BufferPool,
  type ByteWriter,
  changeVersion,
  copyBytes,
  createByteWriter,
  createLineHeads,
  fixedHex,
  lineEnd,
  reserveBytes,
  takeBytes,
  viewOf,
  writeBytes,
} from '@lienthong/core';
import { type NationalScanner, nationalEvents, nationalSlots } from '@lienthong/core/national';
import { createKeptRows, type KeptRows } from '../storage/national-records.ts';
import type { DataType } from './data-types.ts';
import { compileNameTest } from './names.ts';
import { scanMessages, type TakeMessage } from './scan-messages.ts';
import { contentHead, digestOf, instantOf } from './told.ts';

/** What the tables get of a request if nobody has heard of any of its records. */
export interface NewMessages {
  readonly count: number;
  /** The lines that a batch would have. */
  readonly lines: Buffer;
  /** What is kept beside their rows, for `keepNewRecords`: nothing where names follow from keys. */
  readonly kept: Buffer;
  /** Lets the next request have the memory. Not when storing failed: the broken connection may still hold what it was to write. */
  release(): void;
}

/**
 * Reads a request of our own connectors as if all of it were new, in one walk over its bytes and without an object for a message.
 * Nothing is compared: that no record and no key comes twice, and that nothing is known of them, the two primary keys have to say.
 * `undefined`: something in it has another form, is cancelled, or has a name that is to be written down and never was.
 */
export function scanNew(body: Buffer, dataType: DataType, buffers: BufferPool): NewMessages | undefined {
  const lines = createByteWriter(buffers);
  reserveBytes(lines, body.length);
  const kept = createKeptRows(dataType.streamId, dataType.namesKept ? Math.ceil(body.length / usualMessageBytes) : 0, buffers);
  const count = scanMessages(body, dataType.plan, (scanner) => compileNew({ body, scanner, dataType, lines, kept }));
  const [written, rows] = [takeBytes(lines), kept.finish()];
  const release = (): void => {
    written.release();
    rows.release();
  };
  if (count !== undefined) return { count, lines: written.bytes, kept: rows.bytes, release };
  release();
  return undefined;
}

const usualMessageBytes = 500;

interface NewInput {
  readonly body: Buffer;
  readonly scanner: NationalScanner;
  readonly dataType: DataType;
  readonly lines: ByteWriter;
  readonly kept: KeptRows;
}

const cancelled = nationalEvents.indexOf('cancel');
const comma = 44;
const openBracket = 91;
const closeBracket = 93;
const ending = viewOf(Buffer.from(lineEnd));

/** Adds a message to `lines` and `kept`. */
function compileNew({ body, scanner, dataType: { plan, contract, stream, namesKept }, lines, kept }: NewInput): TakeMessage {
  const view = viewOf(body);
  const keySlots = contract.contract.primaryKey.map((name) => scanner.slotOf(name) ?? -1);
  // A message without a part of its key is for those who can say so.
  if (keySlots.includes(-1)) return () => false;
  const writeHead = compileHead(body, lines, plan.profile.zone.name);
  const isNamed = namesKept ? undefined : compileNameTest(stream);
  let current: Int32Array = new Int32Array(0);
  const keyBytes = (spans: Int32Array): number => keySlots.reduce((sum, slot) => sum + at(spans, slot + 1) - at(spans, slot) + 1, 1);
  const writeKey = (to: DataView, start: number): number => {
    let place = start;
    for (const slot of keySlots) {
      to.setUint8(place, place === start ? openBracket : comma);
      place = copyBytes(view, at(current, slot), at(current, slot + 1), to, place + 1);
    }
    to.setUint8(place, closeBracket);
    return place + 1;
  };
  return (spans) => {
    current = spans;
    if (at(spans, nationalSlots.event) === cancelled || keySlots.some((slot) => at(spans, slot) < 0)) return false;
    const head = writeHead(spans);
    if (head === undefined) return false;
    scanner.writeRecord(lines, view, spans);
    const [name, nameEnd] = [at(spans, nationalSlots.recordId), at(spans, nationalSlots.recordId + 1)];
    if (isNamed !== undefined) {
      writeBytes(lines, ending);
      return isNamed(body, name, nameEnd, keyBytes(spans), writeKey);
    }
    const content = digestOf(lines.buffer.subarray(head.content, lines.length), 'binary');
    writeBytes(lines, ending);
    const id = digestOf(body.subarray(name, nameEnd), 'binary');
    kept.add(id, head.version, content, keyBytes(spans), writeKey);
    return true;
  };
}

function at(spans: Int32Array, slot: number): number {
  return spans[slot] ?? -1;
}

interface Head {
  readonly version: number;
  /** Where what is digested begins. */
  readonly content: number;
}

/** Appends a line up to its record; `undefined`: its time is none that a line can bear. */
function compileHead(body: Buffer, lines: ByteWriter, zone: string): (spans: Int32Array) => Head | undefined {
  const view = viewOf(body);
  const writeHead = createLineHeads();
  const known = { version: 0, content: 0 };
  // Where the last message says its version and its time, and where its head stands.
  const last = { version: 0, versionEnd: -1, time: 0, start: 0, end: 0 };
  return (spans) => {
    const [version, versionEnd] = [at(spans, nationalSlots.version), at(spans, nationalSlots.version + 1)];
    const [time, timeEnd] = [at(spans, nationalSlots.updatedAt), at(spans, nationalSlots.updatedAt + 1)];
    const start = lines.length;
    // Most of a request were given their version in one second, and changed in one, or are told so.
    const isSame =
      last.versionEnd - last.version === versionEnd - version &&
      isSameText(view, last.version, version, versionEnd - version) &&
      isSameText(view, last.time, time, timeEnd - time);
    if (isSame) {
      reserveBytes(lines, last.end - last.start);
      lines.length = copyBytes(lines.view, last.start, last.end, lines.view, start);
      known.content += start - last.start;
    } else {
      const instant = instantOf(body.toString('latin1', time, timeEnd), zone);
      if (instant === undefined) return undefined;
      known.version = Number(body.toString('latin1', version, versionEnd));
      writeHead(lines, 'u', { version: changeVersion(fixedHex(BigInt(known.version)), 0), at: instant });
      known.content = lines.length - contentHead('update', instant).length;
    }
    last.version = version;
    last.versionEnd = versionEnd;
    last.time = time;
    last.start = start;
    last.end = lines.length;
    return known;
  };
}

function isSameText(bytes: DataView, left: number, right: number, length: number): boolean {
  for (let index = 0; index < length; index++) if (bytes.getUint8(left + index) !== bytes.getUint8(right + index)) return false;
  return true;
}
