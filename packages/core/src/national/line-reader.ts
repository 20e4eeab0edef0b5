import { copyBytes } from '../bytes/copy.ts';
import * as scan from '../bytes/scan.ts';
import { createScratch } from '../bytes/scratch.ts';
import { createLineScan } from '../compile/lines/one-line.ts';
import { lineSlots, propertySlot } from '../compile/lines/scanner.ts';
import { compileReader } from '../compile/reader.ts';
import type { Contract } from '../contract/contract.ts';
import { snapshotVersion, type Version } from '../record/version.ts';
import type { StreamName } from '../seal/batch.ts';
import type { LedgerLines } from './ledger-lines.ts';
import { contentBytes, nationalDigestHead, recordBytes, writeDigest } from './record-id.ts';

export interface LedgerReader {
  /** How many numbers say where the values of a line stand. */
  readonly size: number;
  readonly read: ReadLedgerLine;
}

/**
 * Reads the line at `start` as bytes to a row of `lines`, and gives the place of its line feed; the last one stands at `limit - 1`. -1: a
 * line without a record, or one that is canonical in a way that only its contract's reader knows; the caller parses it.
 */
export type ReadLedgerLine = (bytes: DataView, start: number, limit: number, lines: LedgerLines, row: number) => number;

const deletion = 'd'.charCodeAt(0);
const quotation = '"'.charCodeAt(0);
const comma = ','.charCodeAt(0);
const closing = ']'.charCodeAt(0);
const afterName = ',"after":'.length;

export function compileLedgerLines(agreed: Contract, stream: StreamName): LedgerReader {
  const { scanner, properties } = compileReader(agreed);
  const { size } = scanner;
  const scanLine = createLineScan(scanner);
  const spans = new Int32Array(size);
  const keySlots = agreed.primaryKey.map((name) => propertySlot(properties.indexOf(name)));
  const head = Buffer.from(`${nationalDigestHead(stream)}[`);
  const ofKey = createScratch(head);
  const ofContent = createScratch();
  const slot = (at: number): number => spans[at] ?? -1;

  const digestKey = (bytes: DataView, to: Buffer, at: number): void => {
    let place = head.length;
    for (const property of keySlots) {
      const isText = bytes.getUint8(slot(property) - 1) === quotation ? 1 : 0;
      const [start, end] = [slot(property) - isText, slot(property + 1) + isText];
      ofKey.reserve(place + end - start + 2);
      if (place > head.length) ofKey.view.setUint8(place++, comma);
      place = copyBytes(bytes, start, end, ofKey.view, place);
    }
    ofKey.view.setUint8(place++, closing);
    writeDigest(ofKey.bytesTo(place), to, at, recordBytes);
  };
  const digestContent = (bytes: DataView, start: number, end: number, to: Buffer, at: number): void => {
    ofContent.reserve(end - start);
    writeDigest(ofContent.bytesTo(copyBytes(bytes, start, end, ofContent.view, 0)), to, at, contentBytes);
  };
  // Lines that were read together, and those of one transaction, have one time.
  let lastAt: string | undefined;
  const timeAt = (bytes: DataView, from: number, to: number): string => {
    if (lastAt === undefined || !isTextAt(bytes, from, to, lastAt)) lastAt = scan.textAt(bytes, from, to);
    return lastAt;
  };
  const read: ReadLedgerLine = (bytes, start, limit, lines, row) => {
    const end = scanLine(bytes, start, limit, spans);
    if (end < 0) return -1;
    const isRead = slot(lineSlots.version + 1) - slot(lineSlots.version) === 1;
    const at = slot(lineSlots.at);
    const lastOfHead = slot(lineSlots.tx) >= 0 ? lineSlots.tx : at >= 0 ? lineSlots.at : lineSlots.version;
    const record = slot(lastOfHead + 1) + 1 + afterName;
    const isGone = slot(lineSlots.op) === deletion;
    lines.starts[row] = start;
    lines.ends[row] = end;
    lines.versions[row] = isRead ? snapshotVersion : (scan.textAt(bytes, slot(lineSlots.version), slot(lineSlots.version + 1)) as Version); // scanned
    lines.times[row] = at < 0 ? undefined : timeAt(bytes, at, slot(lineSlots.at + 1));
    lines.gone[row] = isGone ? 1 : 0;
    lines.scanned[row] = 1;
    digestKey(bytes, lines.digests, row * recordBytes);
    if (!isGone) digestContent(bytes, record, end - 1, lines.contents, row * contentBytes);
    // A copy out of JavaScript costs more than these few numbers.
    for (let place = 0; place < size; place++) lines.spans[row * size + place] = slot(place);
    return end;
  };
  return { size, read };
}

/** `text` is of ASCII. */
function isTextAt(bytes: DataView, from: number, to: number, text: string): boolean {
  if (to - from !== text.length) return false;
  for (let index = 0; index < text.length; index++) if (bytes.getUint8(from + index) !== text.charCodeAt(index)) return false;
  return true;
}
