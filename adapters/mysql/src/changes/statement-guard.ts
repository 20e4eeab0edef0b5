import { LienThongError } from '@lienthong/core';
import type { Followed } from './followed.ts';
import type { Renaming, StatementEffect } from './statement.ts';
import type { TableName } from './statement-words.ts';

/** How names of tables compare on this server. */
export interface NameRule {
  /** lower_case_table_names is not 0. */
  readonly ignoreCase: boolean;
}

export function sameTable(one: TableName, other: TableName, { ignoreCase }: NameRule): boolean {
  return (
    foldName(one.schema, ignoreCase) === foldName(other.schema, ignoreCase) &&
    foldName(one.name, ignoreCase) === foldName(other.name, ignoreCase)
  );
}

export function foldName(name: string, ignoreCase: boolean): string {
  return ignoreCase ? name.toLowerCase() : name;
}

/** Refuses to go on behind a statement that changes a followed table otherwise than row by row. A TRUNCATE is none of these. */
export function requireHarmless(effect: StatementEffect, followed: readonly Followed[], rule: NameRule): void {
  const among = (tables: readonly TableName[]) =>
    followed.filter(({ selection }) => tables.some((table) => sameTable(table, selection.collection, rule)));
  switch (effect.kind) {
    case 'gone':
      return refuseGone(among(effect.tables), effect.how);
    case 'gone-database':
      return refuseGone(
        followed.filter(
          ({ selection }) => foldName(selection.collection.schema, rule.ignoreCase) === foldName(effect.schema, rule.ignoreCase),
        ),
        'was dropped with its database',
      );
    case 'rename':
      return refuseGone(
        among(effect.pairs.flatMap(({ from, to }) => [from, to])).filter(
          (own) => !isToolSwap(effect.pairs, own.selection.collection, rule),
        ),
        'was renamed, or another table took its name',
      );
    case 'alter':
      for (const own of among(effect.tables)) {
        const lost = own.selection.columns.filter((column) => effect.dropped.some((name) => name.toLowerCase() === column.toLowerCase()));
        if (lost.length > 0) throw columnsDropped(own, lost);
      }
      return;
    case 'data':
      return refuseStatement(effect.tables, effect.whole, followed, rule);
    case 'unreadable':
      throw new LienThongError('INTERNAL', {
        message: `${effect.what} in the log cannot be read: whether it touches a followed table is not known`,
      });
    default:
  }
}

/**
 * gh-ost and pt-online-schema-change fill a table beside the followed one with the same rows, then swap the two by their names. What
 * comes behind the swap goes on with the same rows; whether its shape still fits, its table map tells. Any other renaming may bring other rows.
 */
function isToolSwap(pairs: readonly Renaming[], own: TableName, rule: NameRule): boolean {
  const named = (table: TableName, pattern: RegExp) =>
    foldName(table.schema, rule.ignoreCase) === foldName(own.schema, rule.ignoreCase) &&
    table.name.startsWith('_') &&
    foldName(table.name.slice(1, own.name.length + 1), rule.ignoreCase) === foldName(own.name, rule.ignoreCase) &&
    pattern.test(table.name.slice(own.name.length + 1));
  const away = pairs.find(({ from }) => sameTable(from, own, rule));
  const into = pairs.find(({ to }) => sameTable(to, own, rule));
  if (away === undefined || into === undefined) return false;
  const byGhost = named(into.from, /^_gho$/) && named(away.to, /^(?:_\d{14})?_del$/);
  return byGhost || (named(into.from, /^_new$/) && named(away.to, /^_old$/));
}

function refuseGone(gone: readonly Followed[], how: string): void {
  if (gone.length === 0) return;
  const names = gone.map(({ name }) => name);
  throw new LienThongError('SOURCE_HISTORY_LOST', {
    message: `${names.join(', ')} ${how}: which rows are there now is not in the log`,
    remedy: 'Check that the table is the right one, then start a new epoch: it is read from scratch.',
    details: { collections: names },
  });
}

function columnsDropped({ name, all }: Followed, lost: readonly string[]): LienThongError {
  return new LienThongError('SCHEMA_CHANGED', {
    message: `${lost.join(', ')} of ${name} was dropped or renamed, and perhaps made anew: mapped (${all.map((column) => `${column.name} ${column.native}`).join(', ')})`,
    remedy: 'Adapt contract and mapping to the new shape, and start a new epoch.',
    details: { collections: [name] },
  });
}

/** A statement may also change a followed table through a view, a trigger or a procedure: its database is enough. */
function refuseStatement(tables: readonly TableName[], whole: boolean, followed: readonly Followed[], rule: NameRule): void {
  const wrong = followed.filter(({ selection: { collection } }) =>
    tables.some(
      (table) =>
        sameTable(table, collection, rule) ||
        (!whole && foldName(table.schema, rule.ignoreCase) === foldName(collection.schema, rule.ignoreCase)),
    ),
  );
  if (wrong.length === 0) return;
  const names = wrong.map(({ name }) => name);
  throw new LienThongError('SOURCE_HISTORY_LOST', {
    message: `a statement that may change ${names.join(', ')} is in the log as a statement, not row by row (binlog_format of its session)`,
    remedy: "SET GLOBAL binlog_format = 'ROW'; keep sessions from setting another one; then start a new epoch.",
    details: { collections: names },
  });
}
