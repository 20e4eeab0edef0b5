import { hash } from 'node:crypto';
import { copyBytes, viewOf } from '../bytes/copy.ts';
import * as scan from '../bytes/scan.ts';
import { viewsOfLength } from '../bytes/views-of-length.ts';
import { compileReader } from '../compile/reader.ts';
import { lineSlots, propertySlot } from '../compile/scanner.ts';
import type { Contract } from '../contract/contract.ts';
import { snapshotVersion, type Version } from '../record/version.ts';
import type { StreamName } from '../seal/batch.ts';
import { nationalContentDigest, nationalDigestHead, recordDigits } from './record-id.ts';

/** What the ledger needs to know of a line with a record or a key. */
export interface LedgerLine {
  /** In its batch, from 0. */
  readonly index: number;
  /** Where it begins. */
  readonly start: number;
  readonly version: Version;
  /** Canonical timestamptz. */
  readonly at: string | undefined;
  /** `nationalRecordDigest` of its key, hexadecimal. */
  readonly digest: string;
  /** `nationalContentDigest` of its record; `undefined`: it was deleted. */
  readonly content: string | undefined;
  /** Where its line feed is. */
  readonly end: number;
  /** Whether it is known where its values stand. */
  readonly isScanned: boolean;
}

export interface LedgerReader {
  /** How many numbers say where the values of a line stand. */
  readonly size: number;
  readonly read: ReadLedgerLine;
}

/**
 * Reads the line at `start` as bytes, without making an object of its record; the last line feed stands at `limit - 1`. Where its values
 * stand is written to `spans` from `index * size` on, if there is room. `undefined`: a line without a record, or one that is canonical in
 * a way that only its contract's reader knows; the caller parses it.
 */
export type ReadLedgerLine = (bytes: DataView, start: number, limit: number, index: number, spans: Int32Array) => LedgerLine | undefined;

const deletion = 'd'.charCodeAt(0);
const quotation = '"'.charCodeAt(0);
const comma = ','.charCodeAt(0);
const closing = ']'.charCodeAt(0);
const afterName = ',"after":'.length;

export function compileLedgerLines(agreed: Contract, stream: StreamName): LedgerReader {
  const { scanner, properties } = compileReader(agreed);
  const { size } = scanner;
  const spans = new Int32Array(size);
  const keySlots = agreed.primaryKey.map((name) => propertySlot(properties.indexOf(name)));
  const head = Buffer.from(`${nationalDigestHead(stream)}[`);
  const ofKey = createDigested(head);
  const ofContent = createDigested(Buffer.alloc(0));
  const slot = (at: number): number => spans[at] ?? -1;

  const digestOfKey = (bytes: DataView): string => {
    let place = head.length;
    for (const [index, at] of keySlots.entries()) {
      const isText = bytes.getUint8(slot(at) - 1) === quotation ? 1 : 0;
      const [start, end] = [slot(at) - isText, slot(at + 1) + isText];
      ofKey.reserve(place + end - start + 2);
      if (index > 0) ofKey.view.setUint8(place++, comma);
      place = copyBytes(bytes, start, end, ofKey.view, place);
    }
    ofKey.view.setUint8(place++, closing);
    return hash('sha256', ofKey.bytesTo(place), 'hex').slice(0, recordDigits);
  };
  const contentAt = (bytes: DataView, start: number, end: number): string => {
    ofContent.reserve(end - start);
    return nationalContentDigest(ofContent.bytesTo(copyBytes(bytes, start, end, ofContent.view, 0)));
  };
  // Lines that were read together, and those of one transaction, have one time.
  let lastAt: string | undefined;
  const timeAt = (bytes: DataView, from: number, to: number): string => {
    if (lastAt === undefined || !isTextAt(bytes, from, to, lastAt)) lastAt = scan.textAt(bytes, from, to);
    return lastAt;
  };
  const read: ReadLedgerLine = (bytes, start, limit, index, kept) => {
    const end = scanner.scan(bytes, start, limit, spans);
    if (end < 0) return undefined;
    const isRead = slot(lineSlots.version + 1) - slot(lineSlots.version) === 1;
    const at = slot(lineSlots.at);
    const lastOfHead = slot(lineSlots.tx) >= 0 ? lineSlots.tx : at >= 0 ? lineSlots.at : lineSlots.version;
    const record = slot(lastOfHead + 1) + 1 + afterName;
    const isScanned = (index + 1) * size <= kept.length;
    // A copy out of JavaScript costs more than these few numbers.
    if (isScanned) for (let place = 0; place < size; place++) kept[index * size + place] = slot(place);
    return {
      index,
      start,
      version: isRead ? snapshotVersion : (scan.textAt(bytes, slot(lineSlots.version), slot(lineSlots.version + 1)) as Version), // scanned
      at: at < 0 ? undefined : timeAt(bytes, at, slot(lineSlots.at + 1)),
      digest: digestOfKey(bytes),
      content: slot(lineSlots.op) === deletion ? undefined : contentAt(bytes, record, end - 1),
      end,
      isScanned,
    };
  };
  return { size, read };
}

/** `text` is of ASCII. */
function isTextAt(bytes: DataView, from: number, to: number, text: string): boolean {
  if (to - from !== text.length) return false;
  for (let index = 0; index < text.length; index++) if (bytes.getUint8(from + index) !== text.charCodeAt(index)) return false;
  return true;
}

/** Memory in which bytes are put together to be digested, again and again. */
interface Digested {
  view: DataView;
  bytesTo: (length: number) => Uint8Array;
  /** Makes room for so many bytes in all; what stands there stays. */
  reserve(bytes: number): void;
}

function createDigested(beginning: Uint8Array): Digested {
  let memory = Buffer.concat([beginning, Buffer.alloc(1024)]);
  const digested: Digested = {
    view: viewOf(memory),
    bytesTo: viewsOfLength(memory),
    reserve(bytes) {
      if (bytes <= memory.length) return;
      memory = Buffer.concat([memory, Buffer.alloc(bytes)]);
      digested.view = viewOf(memory);
      digested.bytesTo = viewsOfLength(memory);
    },
  };
  return digested;
}
