import type { QualityPeriod } from '@lienthong/connector';
import { type Contract, pointOf, type QualityPoint, type QualityReport, scoreQuality, sumCounts } from '@lienthong/core';

export interface DatasetQuality {
  /** Of all that was read in the newest epoch. */
  readonly report: QualityReport;
  /** A point for each day, of what was read that day; oldest first. */
  readonly history: readonly QualityPoint[];
}

export interface DatasetInput {
  readonly contract: Contract;
  /** Oldest first. */
  readonly periods: readonly QualityPeriod[];
  /** Commit time of the newest change that is durable, as the source told it. */
  readonly changesAt: string | undefined;
  /** RFC 3339. */
  readonly now: string;
}

/** How good the source's records are before they are published; `undefined`: nothing was counted. */
export function reportDataset({ contract, periods, changesAt, now }: DatasetInput): DatasetQuality | undefined {
  const newest = periods.at(-1);
  if (newest === undefined) return undefined;
  const counts = sumCounts(periods.filter(({ epoch }) => epoch === newest.epoch).map((period) => period.counts));
  if (counts === undefined) return undefined;
  const age = changesAt === undefined ? Number.NaN : (Date.parse(now) - Date.parse(changesAt)) / 1000;
  const facts = Number.isNaN(age) ? {} : { freshness: { changeAgeSeconds: Math.max(0, age) } };
  return { report: scoreQuality({ contract, counts, facts, side: 'connector', at: now }), history: byDay(contract, periods) };
}

function byDay(contract: Contract, periods: readonly QualityPeriod[]): readonly QualityPoint[] {
  const days = new Map<string, QualityPeriod[]>();
  for (const period of periods) days.set(period.day, [...(days.get(period.day) ?? []), period]);
  return [...days].flatMap(([day, ofDay]) => {
    const counts = sumCounts(ofDay.map((period) => period.counts));
    return counts === undefined ? [] : [pointOf(scoreQuality({ contract, counts, side: 'connector', at: day }))];
  });
}
