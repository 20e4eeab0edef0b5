import { createHash } from 'node:crypto';
import { LienThongError } from '@lienthong/core';
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
  const known = new Map<string, string>();
  for (let at = 0; at < before.length; at += entryDigits) {
    known.set(before.slice(at, at + digitsOf.table), before.slice(at + digitsOf.table, at + entryDigits));
  }
  const changed = followed.filter((own) => {
    const entry = lineageOf([own]);
    const then = known.get(entry.slice(0, digitsOf.table));
    return then !== undefined && then !== entry.slice(digitsOf.table);
  });
  if (changed.length > 0) throw shapeUnknown(changed);
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
