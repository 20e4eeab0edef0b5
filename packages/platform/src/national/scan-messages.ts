import { isUtf8 } from 'node:buffer';
import { viewOf } from '@lienthong/core';
import { compileNationalScanner, type NationalPlan, type NationalScanner } from '@lienthong/core/national';

/** What became of one message: false where the request has to be read in another way. */
export type TakeMessage = (spans: Int32Array) => boolean;

/**
 * Walks over a request in the form that our own connectors write, one message or a list of them, and gives how many there are.
 * `undefined`: something in it has another form, and all of it has to be read in another way.
 */
export function scanMessages(body: Buffer, plan: NationalPlan, compile: (scanner: NationalScanner) => TakeMessage): number | undefined {
  const scanner = scannerOf(plan);
  const isBatch = body[0] === openBracket;
  if (scanner === undefined || body.at(-1) !== (isBatch ? closeBracket : closeBrace) || !isUtf8(body)) return undefined;
  const take = compile(scanner);
  const end = isBatch ? body.length - 1 : body.length;
  const view = viewOf(body);
  const spans = new Int32Array(scanner.size);
  let count = 0;
  let place = isBatch ? 1 : 0;
  while (place < end) {
    if (count > 0 && (!isBatch || body[place++] !== comma)) return undefined;
    place = scanner.scan(view, place, body.length, spans);
    if (place < 0 || !take(spans)) return undefined;
    count += 1;
  }
  return place === end && count > 0 ? count : undefined;
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
