import { type FoundCount, mostExamples, type PropertyCounts, type QualityCounts } from '@lienthong/core';
import { numberOf, type SqlRow, type StateDatabase, textOf } from './database.ts';
import { stateDamaged } from './errors.ts';

/** What was counted of one epoch on one day. */
export interface QualityPeriod {
  readonly epoch: number;
  /** In Vietnam, `YYYY-MM-DD`. */
  readonly day: string;
  readonly counts: QualityCounts;
}

/** Findings of a dataset's newest epoch. */
export type FindingTotals = Readonly<Record<FoundCount['severity'], number>>;

export interface QualityStore {
  /** Adds up; part of the transaction that makes the records durable. */
  add(epoch: number, day: string, counts: QualityCounts): void;
  /** By epoch and day, oldest first. */
  list(dataset: string): readonly QualityPeriod[];
  totals(dataset: string, epoch: number): FindingTotals;
}

export function qualityStore(database: StateDatabase): QualityStore {
  // Who only looks on may meet a layout that counted nothing yet.
  const counts = (): boolean => database.rows("SELECT name FROM sqlite_master WHERE name = 'quality_records'").length > 0;
  return {
    add(epoch, day, { dataset, records, rejected, properties }) {
      const period = [dataset, epoch, day] as const;
      database.run(
        `INSERT INTO quality_records (dataset, epoch, day, records, rejected) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT DO UPDATE SET records = records + excluded.records, rejected = rejected + excluded.rejected`,
        ...period,
        records,
        rejected,
      );
      properties.forEach(({ property, present, withError, found }, place) => {
        database.run(
          `INSERT INTO quality_properties (dataset, epoch, day, property, place, present, with_error) VALUES (?, ?, ?, ?, ?, ?, ?)
           ON CONFLICT DO UPDATE SET place = excluded.place, present = present + excluded.present, with_error = with_error + excluded.with_error`,
          ...period,
          property,
          place,
          present,
          withError,
        );
        for (const one of found) addFound(database, period, property, one);
      });
    },
    list(dataset) {
      if (!counts()) return [];
      const rows = database.rows('SELECT * FROM quality_records WHERE dataset = ? ORDER BY epoch, day', dataset);
      return rows.map((row) => toPeriod(database, dataset, row));
    },
    totals(dataset, epoch) {
      const totals = { error: 0, warning: 0, 'needs-reference': 0 };
      if (!counts()) return totals;
      const rows = database.rows(
        'SELECT severity, sum(count) AS count FROM quality_found WHERE dataset = ? AND epoch = ? GROUP BY severity',
        dataset,
        epoch,
      );
      for (const row of rows) totals[severityOf(row)] = numberOf(row, 'count');
      return totals;
    },
  };
}

function addFound(database: StateDatabase, period: readonly [string, number, string], property: string, found: FoundCount): void {
  const { code, origin, severity, count } = found;
  const key = [...period, property, code, origin, severity] as const;
  const before = database.rows(
    `SELECT examples FROM quality_found
     WHERE dataset = ? AND epoch = ? AND day = ? AND property = ? AND code = ? AND origin = ? AND severity = ?`,
    ...key,
  )[0];
  const examples = new Set([...(before === undefined ? [] : examplesOf(before)), ...found.examples]);
  database.run(
    `INSERT INTO quality_found (dataset, epoch, day, property, code, origin, severity, count, examples) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET count = count + excluded.count, examples = excluded.examples`,
    ...key,
    count,
    JSON.stringify([...examples].slice(0, mostExamples)),
  );
}

function toPeriod(database: StateDatabase, dataset: string, row: SqlRow): QualityPeriod {
  const epoch = numberOf(row, 'epoch');
  const day = textOf(row, 'day');
  const found = new Map<string, FoundCount[]>();
  for (const one of database.rows(
    'SELECT * FROM quality_found WHERE dataset = ? AND epoch = ? AND day = ? ORDER BY count DESC, code',
    dataset,
    epoch,
    day,
  )) {
    const property = textOf(one, 'property');
    found.set(property, [...(found.get(property) ?? []), toFound(one)]);
  }
  const properties = database
    .rows('SELECT * FROM quality_properties WHERE dataset = ? AND epoch = ? AND day = ? ORDER BY place, property', dataset, epoch, day)
    .map((one): PropertyCounts => {
      const property = textOf(one, 'property');
      return {
        property,
        present: numberOf(one, 'present'),
        withError: numberOf(one, 'with_error'),
        found: found.get(property) ?? [],
      };
    });
  return { epoch, day, counts: { dataset, records: numberOf(row, 'records'), rejected: numberOf(row, 'rejected'), properties } };
}

function toFound(row: SqlRow): FoundCount {
  return {
    code: textOf(row, 'code'),
    severity: severityOf(row),
    origin: originOf(row),
    count: numberOf(row, 'count'),
    examples: examplesOf(row),
  };
}

function severityOf(row: SqlRow): FoundCount['severity'] {
  const severity = textOf(row, 'severity');
  if (severity === 'error' || severity === 'warning' || severity === 'needs-reference') return severity;
  throw stateDamaged('a finding in the state database has a severity that does not exist');
}

function originOf(row: SqlRow): FoundCount['origin'] {
  const origin = textOf(row, 'origin');
  if (origin === 'dictionary' || origin === 'contract' || origin === 'mapping') return origin;
  throw stateDamaged('a finding in the state database has an origin that does not exist');
}

function examplesOf(row: SqlRow): readonly string[] {
  try {
    const examples: unknown = JSON.parse(textOf(row, 'examples'));
    if (Array.isArray(examples)) return examples.map(String);
  } catch {
    // Below, as any other form that is not ours.
  }
  throw stateDamaged('the examples of a finding in the state database are no list');
}
