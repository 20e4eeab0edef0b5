import { createHash } from 'node:crypto';
import { LienThongError } from '@lienthong/core';
import { keepsValues } from './column-change.ts';
import type { Followed } from './followed.ts';

// Digits of base64url: few, because the position travels with every batch.
const digitsOf = { table: 7, shape: 8 };
const entryDigits = digitsOf.table + digitsOf.shape;

/** What the followed tables are like: names and types of all their columns. A log that does not name columns cannot tell which is which. */
export function lineageOf(followed: readonly Followed[]): string {
  return followed
    .map(({ name, all }) => {
      const shape = JSON.stringify(all.map((column) => [column.name, column.native, column.charset]));
      return digits(name, digitsOf.table) + digits(shape, digitsOf.shape);
    })
    .sort()
    .join('');
}

/** Refuses to go on where a table changed and the log does not name its columns. What `before` does not know is new. */
export function requireLineage(before: string, followed: readonly Followed[]): void {
  const changed = changedSince(before, followed);
  if (changed.length > 0) throw shapeUnknown(changed);
}

function changedSince(before: string, followed: readonly Followed[]): readonly Followed[] {
  const known = new Map<string, string>();
  for (let at = 0; at < before.length; at += entryDigits) {
    known.set(before.slice(at, at + digitsOf.table), before.slice(at + digitsOf.table, at + entryDigits));
  }
  return followed.filter((own) => {
    const entry = lineageOf([own]);
    const then = known.get(entry.slice(0, digitsOf.table));
    return then !== undefined && then !== entry.slice(digitsOf.table);
  });
}

/** Refuses a change of a selected column that was made while nobody followed: what it was before is not known any more. */
export function requireComparable(followed: readonly Followed[], before: string, modified: readonly string[]): void {
  for (const own of changedSince(before, followed)) {
    const columns = own.selection.columns.filter((name) => modified.some((other) => other.toLowerCase() === name.toLowerCase()));
    if (columns.length > 0) throw valuesChanged(own, columns, 'not known, because nobody followed then');
  }
}

/** Refuses a change of a selected column that may have changed its values: the log tells of no row for it. */
export function requireKeptValues(then: Followed, now: Followed): void {
  const columns = then.shape.columns.filter((column, index) => {
    const after = now.shape.columns[index];
    return after !== undefined && !keepsValues(column, after);
  });
  if (columns.length === 0) return;
  const before = then.all.map((column) => `${column.name} ${column.native}`).join(', ');
  throw valuesChanged(
    now,
    columns.map(({ name }) => name),
    before,
  );
}

function valuesChanged({ name, all }: Followed, columns: readonly string[], before: string): LienThongError {
  return new LienThongError('SCHEMA_CHANGED', {
    message: `${columns.join(', ')} of ${name} got another type, and values may have changed with it: mapped (${before}), now (${all.map((column) => `${column.name} ${column.native}`).join(', ')})`,
    remedy: 'Adapt contract and mapping to the new shape, and start a new epoch.',
    details: { collections: [name] },
  });
}

export function shapeUnknown(changed: readonly Followed[]): LienThongError {
  const names = changed.map(({ name }) => name);
  const now = changed.map(({ name, all }) => `${name} (${all.map((column) => `${column.name} ${column.native}`).join(', ')})`);
  return new LienThongError('SCHEMA_CHANGED', {
    message: `the shape of ${names.join(', ')} changed, and the log does not name columns (binlog_row_metadata): which value is which is not known. Now: ${now.join('; ')}`,
    remedy: "SET GLOBAL binlog_row_metadata = 'FULL'; (MySQL 8.0.1, MariaDB 10.5), adapt contract and mapping, and start a new epoch.",
    details: { collections: names },
  });
}

function digits(text: string, count: number): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, count);
}
