import { type Contract, compileEncoder, type Dictionary, type Mapping, recordHash, setDigest } from '@lienthong/core';
import type { ReadableTable } from './readable-table.ts';

/** Count and hash of a table's canonical records, read with a plain query and compared with nothing. */
export interface TableDigest {
  readonly rows: number;
  readonly records: number;
  readonly hash: string;
  readonly refused: readonly Refusal[];
  /** Keys of rows whose record is refused. */
  readonly refusedKeys: ReadonlySet<string>;
  /** Records whose key was to be left out. */
  readonly excluded: number;
}

export interface Refusal {
  readonly code: string;
  readonly property: string;
  readonly count: number;
}

export interface TableDigestInput {
  readonly table: ReadableTable;
  readonly contract: Contract;
  readonly mapping: Mapping;
  /** What the mapping's steps look things up in. */
  readonly dictionary: Dictionary;
  /** Keys that do not count on either side. */
  readonly exclude: ReadonlySet<string>;
  readonly signal: AbortSignal;
}

/** Reads the whole table in one snapshot, encodes every row and sums the hashes. */
export async function digestTable({ table, exclude, signal, ...input }: TableDigestInput): Promise<TableDigest> {
  const description = await table.describe(signal);
  const encoder = compileEncoder({ ...input, collection: description });
  const digest = setDigest();
  const refused = new Map<string, Refusal>();
  const refusedKeys = new Set<string>();
  let rows = 0;
  let excluded = 0;
  for await (const page of table.pages(description.collection, encoder.columns)) {
    for (const row of page) {
      const key = encoder.key(row);
      const record = encoder.record(row);
      if (typeof record !== 'string') {
        count(refused, record.code, record.pointer);
        if (typeof key === 'string') refusedKeys.add(key);
      } else if (typeof key === 'string' && exclude.has(key)) excluded++;
      else digest.add(recordHash(record));
    }
    rows += page.length;
  }
  const sorted = [...refused.values()].sort((left, right) => right.count - left.count);
  return { rows, records: digest.count, hash: digest.sum(), refused: sorted, refusedKeys, excluded };
}

function count(refused: Map<string, Refusal>, code: string, property: string): void {
  const known = refused.get(`${code} ${property}`);
  refused.set(`${code} ${property}`, { code, property, count: (known?.count ?? 0) + 1 });
}
