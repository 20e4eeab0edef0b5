import type { Contract } from '@lienthong/core';
import type { KeptRecord } from '@lienthong/testbed';
import { type Entry, outcomeOf } from './register.ts';
import { heldFields, toWire } from './wire.ts';

/** What is not as it has to be: names and numbers, no value of a person. */
export interface Difference {
  readonly what: 'missing at the receiver' | 'unexpected at the receiver' | 'another value' | 'waiting for another reason';
  /** A field, or a reason. */
  readonly where: string;
  readonly count: number;
}

export interface Comparison {
  /** Records that have to be at the receiver. */
  readonly wanted: number;
  /** Of them: those that are there. */
  readonly records: number;
  readonly values: number;
  readonly differences: readonly Difference[];
}

export interface ComparisonInput {
  readonly contract: Contract;
  readonly entries: readonly Entry[];
  readonly kept: Iterable<KeptRecord>;
  /** `code pointer` of each record that waits. */
  readonly waiting: readonly string[];
}

/** Holds every field at the receiver against the truth, and every record that waits against what is wrong with its row. */
export function compare({ contract, entries, kept, waiting }: ComparisonInput): Comparison {
  const counts = new Map<string, Difference>();
  const differ = (what: Difference['what'], where: string): void => {
    const before = counts.get(`${what} ${where}`)?.count ?? 0;
    counts.set(`${what} ${where}`, { what, where, count: before + 1 });
  };
  const held = new Map<string, ReadonlyMap<string, string>>();
  for (const { event, data } of kept) {
    if (event === 'CANCEL') continue;
    const fields = heldFields(data);
    if (held.has(keyOf(fields))) differ('unexpected at the receiver', 'a record twice');
    held.set(keyOf(fields), fields);
  }
  const reasons: string[] = [];
  let [records, values] = [0, 0];
  for (const entry of entries) {
    const outcome = outcomeOf(entry, contract);
    if (outcome.kind === 'waits') {
      reasons.push(`${outcome.code} ${outcome.pointer}`);
      continue;
    }
    const wanted = toWire(entry.truth);
    const found = held.get(keyOf(wanted));
    held.delete(keyOf(wanted));
    if (found === undefined) {
      differ('missing at the receiver', 'a record');
      continue;
    }
    records += 1;
    for (const field of new Set([...wanted.keys(), ...found.keys()])) {
      values += 1;
      if (wanted.get(field) !== found.get(field)) differ('another value', field);
    }
  }
  for (const _ of held) differ('unexpected at the receiver', 'a record');
  for (const reason of new Set([...reasons, ...waiting])) {
    const [wanted, found] = [reasons, waiting].map((list) => list.filter((one) => one === reason).length);
    if (wanted !== found) differ('waiting for another reason', reason);
  }
  return { wanted: entries.length - reasons.length, records, values, differences: [...counts.values()] };
}

function keyOf(fields: ReadonlyMap<string, string>): string {
  return JSON.stringify(['maxa', 'quyenso', 'sodangky'].map((name) => fields.get(name)));
}
