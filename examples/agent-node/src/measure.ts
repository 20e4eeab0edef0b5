import { type Contract, type Dictionary, type QualityFacts, type QualityReport, scoreQuality } from '@lienthong/core';
import { countProperty } from './count-property.ts';

/** Values by property, as they stand there. */
export type Values = Readonly<Record<string, string | null>>;

/** Why a record is not among those that are measured, and where. */
export interface Refusal {
  readonly code: string;
  /** JSON pointer; empty: the record as a whole. */
  readonly pointer: string;
}

export interface MeasureInput {
  readonly contract: Contract;
  readonly dictionary: Dictionary;
  readonly records: Iterable<Values>;
  /** Records that were refused on the way: they count as they do on a platform, so that nobody is better for refusing more. */
  readonly refusals: readonly Refusal[];
  readonly facts: QualityFacts;
}

/** One yardstick for both ends: contract and dictionary hold each value as it stands there, with no step that repairs it. */
export function measure({ contract, dictionary, records, refusals, facts }: MeasureInput): QualityReport {
  const counters = contract.properties.map((property) => countProperty(contract, property, dictionary));
  let [seen, rejected] = [0, 0];
  for (const record of records) {
    const taken = counters.map((counter, index) => counter.add(record[contract.properties[index]?.name ?? ''] ?? null));
    seen += 1;
    if (taken.includes(false)) rejected += 1;
  }
  for (const { code, pointer } of refusals) counters[contract.properties.findIndex(({ name }) => pointer === `/${name}`)]?.addRefusal(code);
  const counts = {
    dataset: contract.dataset,
    records: seen + refusals.length,
    rejected: rejected + refusals.length,
    properties: counters.map((counter) => counter.counts()),
  };
  return scoreQuality({ contract, counts, facts, side: 'platform', at: new Date().toISOString() });
}
