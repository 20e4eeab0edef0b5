import type { Contract, JsonObject, JsonValue } from '@lienthong/core';
import type { GeneratedRow } from '@lienthong/datasets';

/** The platform's records against the truth. */
export interface Comparison {
  /** Rows of the old table that nothing can make acceptable. */
  readonly refused: number;
  readonly compared: number;
  readonly values: number;
  /** What is wrong, by what and where; no value of a record. */
  readonly differences: readonly string[];
}

/** Every row that can be a record is one and says what is true, but for the values that the old system lost. */
export function compare(contract: Contract, rows: readonly GeneratedRow[], records: readonly JsonObject[]): Comparison {
  const keyOf = (record: Readonly<Record<string, JsonValue | undefined>>) =>
    JSON.stringify(contract.primaryKey.map((name) => record[name]));
  const left = new Map(records.map((record) => [keyOf(record), record]));
  const wanted = rows.filter(({ dirt }) => dirt.every(({ expected }) => typeof expected.outcome !== 'object'));
  const counts = new Map<string, number>();
  const note = (what: string) => counts.set(what, (counts.get(what) ?? 0) + 1);
  let [compared, values, keysLost] = [0, 0, 0];
  for (const { truth, dirt } of wanted) {
    const lost = dirt.filter(({ expected }) => expected.outcome === 'lost').map(({ property }) => property);
    // Who lost his key cannot be found again by it.
    if (contract.primaryKey.some((name) => lost.includes(name))) {
      keysLost += 1;
      continue;
    }
    const key = keyOf(truth);
    const record = left.get(key);
    left.delete(key);
    if (record === undefined) {
      note('a record is missing');
      continue;
    }
    compared += 1;
    for (const { name } of contract.properties) {
      if (lost.includes(name)) continue;
      values += 1;
      if (JSON.stringify(record[name]) !== JSON.stringify(truth[name])) note(`${name} is not what is true`);
    }
  }
  if (left.size !== keysLost) note(`${left.size} records are there that nobody wrote, and ${keysLost} lost their key`);
  return { refused: rows.length - wanted.length, compared, values, differences: [...counts].map(([what, count]) => `${count} × ${what}`) };
}
