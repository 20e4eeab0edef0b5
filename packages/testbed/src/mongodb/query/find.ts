import type { KeyString } from '../bson/key-string.ts';
import { documentValue, type Value } from '../bson/value.ts';
import type { RecordReader, ScanStart } from '../storage/ordered-records.ts';
import { isEmptyFilter, type Matcher, matcherOf } from './match.ts';
import { gathering, limiting, type Pull, skipping } from './pipeline.ts';
import { projectionOf } from './projection.ts';
import { listedKeys, rangeOf } from './scan-range.ts';
import { type SortField, sorted } from './sort.ts';

export interface FindQuery {
  readonly filter: Value | undefined;
  readonly sort: readonly SortField[];
  readonly projection: Value | undefined;
  readonly skip: number;
  /** 0 for all. */
  readonly limit: number;
  /** Bounds of the `_id` index; the lower one inclusive, the upper one exclusive. */
  readonly min: KeyString | undefined;
  readonly max: KeyString | undefined;
}

/** Documents of a query, read as they are asked for; only a sort that the records do not have reads all of them first. */
export function find(reader: RecordReader, query: FindQuery): Pull {
  const [first] = query.sort;
  const byId = first === undefined || first.name === '_id' || first.name === '$natural';
  let pull = scan(reader, query, byId ? (first?.direction ?? 1) : 1);
  if (!byId) pull = gathering((documents) => sorted(documents, query.sort))(pull);
  if (query.skip > 0) pull = skipping(query.skip)(pull);
  if (query.limit > 0) pull = limiting(query.limit)(pull);
  const project = query.projection === undefined ? undefined : projectionOf(query.projection);
  if (project === undefined) return pull;
  const before = pull;
  return () => {
    const document = before();
    return document === undefined ? undefined : project(document);
  };
}

/** Records that pass a filter, in the order of their keys. */
export function scan(reader: RecordReader, query: Pick<FindQuery, 'filter' | 'min' | 'max'>, direction: 1 | -1): Pull {
  const { filter } = query;
  const matches = filter === undefined || isEmptyFilter(filter) ? undefined : matcherOf(filter);
  const listed = filter === undefined || query.min !== undefined || query.max !== undefined ? undefined : listedKeys(filter);
  if (listed !== undefined) {
    const keys = direction === 1 ? listed.keys : [...listed.keys].reverse();
    return lookUp(reader, keys, listed.isAll ? undefined : matches);
  }
  return scanBetween(reader, boundsOf(query), matches, direction);
}

function scanBetween(reader: RecordReader, { low, high }: Bounds, matches: Matcher | undefined, direction: 1 | -1): Pull {
  const [start, end] = direction === 1 ? [low, high] : [high, low];
  const records = reader.scan(direction, start);
  let ended = false;
  return () => {
    while (!ended && records.next()) {
      if (end !== undefined && isBehind(records.key, end, direction)) break;
      if (matches === undefined || matches(documentValue(records.record))) return records.record;
    }
    ended = true;
    return undefined;
  };
}

/** Single records, as a server reads a list of ids from its index. */
function lookUp(reader: RecordReader, keys: readonly KeyString[], matches: Matcher | undefined): Pull {
  let next = 0;
  return () => {
    while (next < keys.length) {
      const record = reader.get(keys[next++] ?? '');
      if (record !== undefined && (matches === undefined || matches(documentValue(record)))) return record;
    }
    return undefined;
  };
}

interface Bounds {
  readonly low: ScanStart | undefined;
  readonly high: ScanStart | undefined;
}

/** The narrower ones of what was given and what follows from the filter. */
function boundsOf({ filter, min, max }: Pick<FindQuery, 'filter' | 'min' | 'max'>): Bounds {
  const range = filter === undefined ? { low: undefined, high: undefined } : rangeOf(filter);
  const low = min !== undefined && (range.low === undefined || min > range.low) ? min : range.low;
  const isMaxLower = max !== undefined && (range.high === undefined || max <= range.high);
  const high = isMaxLower ? max : range.high;
  return {
    low: low === undefined ? undefined : { key: low, inclusive: true },
    high: high === undefined ? undefined : { key: high, inclusive: !isMaxLower },
  };
}

function isBehind(key: KeyString, end: ScanStart, direction: 1 | -1): boolean {
  if (key === end.key) return !end.inclusive;
  return direction === 1 ? key > end.key : key < end.key;
}
