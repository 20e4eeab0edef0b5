import { LienThongError } from '@lienthong/core';

/** Transactions by their numbers: for each source, ranges with both ends, in order and apart. */
export type GtidSet = Map<string, Range[]>;

interface Range {
  from: bigint;
  to: bigint;
}

/** Reads `uuid:1-5:7,uuid:tag:1-3`: a source may bear tags, of which each numbers for itself. */
export function parseGtidSet(text: string): GtidSet {
  const set: GtidSet = new Map();
  for (const part of text.split(',')) {
    const [id = '', ...pieces] = part.trim().split(':');
    if (id === '') continue;
    let source = id.toLowerCase();
    for (const piece of pieces) {
      const match = /^(\d+)(?:-(\d+))?$/.exec(piece.trim());
      if (match === null) {
        if (!/^[a-z_][a-z0-9_]{0,31}$/i.test(piece.trim())) throw damaged();
        source = `${id.toLowerCase()}:${piece.trim().toLowerCase()}`;
        continue;
      }
      addRange(set, source, BigInt(match[1] ?? ''), BigInt(match[2] ?? match[1] ?? ''));
    }
  }
  return set;
}

export function formatGtidSet(set: GtidSet): string {
  return [...set]
    .map(([source, ranges]) => `${source}:${ranges.map(({ from, to }) => (from === to ? `${from}` : `${from}-${to}`)).join(':')}`)
    .join(',');
}

export function addGtid(set: GtidSet, source: string, number: bigint): void {
  const ranges = set.get(source);
  const last = ranges?.at(-1);
  // A server numbers one after the other.
  if (last !== undefined && last.to + 1n === number) last.to = number;
  else addRange(set, source, number, number);
}

function addRange(set: GtidSet, source: string, from: bigint, to: bigint): void {
  const merged: Range[] = [];
  let own = { from, to };
  for (const range of set.get(source) ?? []) {
    if (range.to + 1n < own.from || own.to + 1n < range.from) merged.push(range);
    else own = { from: own.from < range.from ? own.from : range.from, to: own.to > range.to ? own.to : range.to };
  }
  merged.push(own);
  merged.sort((left, right) => (left.from < right.from ? -1 : 1));
  set.set(source, merged);
}

/** Whether `outer` has everything of `inner`. */
export function containsGtids(outer: GtidSet, inner: GtidSet): boolean {
  return [...inner].every(([source, ranges]) =>
    ranges.every(({ from, to }) => outer.get(source)?.some((range) => range.from <= from && range.to >= to) === true),
  );
}

export function hasGtid(set: GtidSet, source: string, number: bigint): boolean {
  return set.get(source)?.some(({ from, to }) => from <= number && to >= number) === true;
}

/** Whether they share a transaction. */
export function shareGtids(one: GtidSet, other: GtidSet): boolean {
  return [...one].some(([source, ranges]) =>
    ranges.some(({ from, to }) => other.get(source)?.some((range) => range.from <= to && range.to >= from) === true),
  );
}

/** The set as COM_BINLOG_DUMP_GTID wants it; the form with tags only where there are some. */
export function encodeGtidSet(set: GtidSet): Buffer {
  const hasTags = [...set.keys()].some((source) => source.includes(':'));
  const parts: Buffer[] = [count(set.size, hasTags)];
  for (const [source, ranges] of set) {
    const [id = '', tag = ''] = source.split(':');
    parts.push(Buffer.from(id.replaceAll('-', ''), 'hex'));
    if (hasTags) parts.push(Buffer.of(tag.length << 1), Buffer.from(tag, 'latin1'));
    parts.push(number(BigInt(ranges.length)));
    for (const { from, to } of ranges) parts.push(number(from), number(to + 1n));
  }
  return Buffer.concat(parts);
}

/** With tags the number of sources stands between two bytes that say so. */
function count(sources: number, hasTags: boolean): Buffer {
  return number(hasTags ? (1n << 56n) | (BigInt(sources) << 8n) | 1n : BigInt(sources));
}

function number(value: bigint): Buffer {
  const bytes = Buffer.allocUnsafe(8);
  bytes.writeBigUInt64LE(value);
  return bytes;
}

function damaged(): LienThongError {
  return new LienThongError('POSITION_FOREIGN', { message: 'a set of transaction numbers is not written as MySQL writes it' });
}

/** MariaDB's place in its log: for each domain, who wrote the last transaction and its number. `0-1-100,1-2-5` */
export type GtidPlaces = Map<string, { readonly server: string; readonly number: bigint }>;

export function parseGtidPlaces(text: string): GtidPlaces {
  const places: GtidPlaces = new Map();
  for (const part of text.split(',')) {
    if (part.trim() === '') continue;
    const match = /^(\d+)-(\d+)-(\d+)$/.exec(part.trim());
    if (match === null) throw damaged();
    const [, domain = '', server = '', last = ''] = match;
    const known = places.get(domain);
    // gtid_binlog_state names each server of a domain.
    if (known === undefined || known.number < BigInt(last)) places.set(domain, { server, number: BigInt(last) });
  }
  return places;
}

export function formatGtidPlaces(places: GtidPlaces): string {
  return [...places].map(([domain, { server, number: last }]) => `${domain}-${server}-${last}`).join(',');
}

/** Whether a server that is at `outer` has everything up to `inner`. */
export function reachesPlaces(outer: GtidPlaces, inner: GtidPlaces): boolean {
  return [...inner].every(([domain, { number: last }]) => (outer.get(domain)?.number ?? -1n) >= last);
}

export function samePlaces(one: GtidPlaces, other: GtidPlaces): boolean {
  return one.size === other.size && [...one].every(([domain, { number: last }]) => other.get(domain)?.number === last);
}
