import { changeVersion, LienThongError } from '@lienthong/core';
import type { LogEvent } from './binlog/event.ts';
import { readQuery } from './binlog/query-event.ts';
import { commit } from './commit.ts';
import { draftTruncation } from './draft.ts';
import type { Followed } from './followed.ts';
import { type Reading, type ReadingInput, writtenAt } from './reading.ts';
import { effectOf, type StatementEffect } from './statement.ts';
import { requireHarmless, sameTable } from './statement-guard.ts';
import type { TableName } from './statement-words.ts';
import { nextOrdinal, type Transaction } from './transaction.ts';

/** Takes a statement; only one that changes definitions has something to be asked of the source. */
export function applyQuery(reading: Reading, event: LogEvent, input: ReadingInput): Promise<void> | undefined {
  const { database, text } = readQuery(event);
  const { open } = reading;
  if (text === 'BEGIN') {
    if (open !== undefined) open.begun = true;
    return undefined;
  }
  const effect = effectOf(text, database);
  switch (effect.kind) {
    case 'begin':
      if (open !== undefined) open.begun = true;
      return undefined;
    case 'commit':
      commit(reading, event, input);
      return undefined;
    case 'rollback':
    case 'partial-rollback':
      if (open !== undefined && open.ours > 0) throw rolledBack(open, input.followed);
      if (effect.kind === 'rollback') commit(reading, event, input);
      return undefined;
    default:
      return applyStatement(reading, effect, event, input);
  }
}

function applyStatement(reading: Reading, effect: StatementEffect, event: LogEvent, input: ReadingInput): Promise<void> | undefined {
  const { open } = reading;
  if (open?.past === true) {
    if (!open.begun) commit(reading, event, input);
    return undefined;
  }
  requireHarmless(effect, input.followed, input.rule);
  const { tables, lookAgain } = input.cascades.touchedBy(effect);
  if (open !== undefined) {
    if (effect.kind === 'truncate') truncate(reading, open, effect.table, input);
    for (const name of tables) open.cascaded.set(name, writtenAt(reading, open, event));
    if (!open.begun) commit(reading, event, input);
  }
  return lookAgain ? lookAtAll(effect, input) : lookAtTables(effect, input);
}

function truncate(reading: Reading, open: Transaction, table: TableName, { followed, rule }: ReadingInput): void {
  for (const own of followed) {
    const { collection } = own.selection;
    if (!sameTable(table, collection, rule)) continue;
    const place = { collection, at: open.at, tx: open.tx };
    reading.drafts.push(draftTruncation(place, changeVersion(open.commit, nextOrdinal(open, own))));
    open.ours += 1;
  }
}

async function lookAtAll(effect: StatementEffect, input: ReadingInput): Promise<void> {
  await lookAtTables(effect, input);
  await input.cascades.lookAgain();
}

function lookAtTables(effect: StatementEffect, input: ReadingInput): Promise<void> | undefined {
  if (effect.kind !== 'alter') return undefined;
  const touched = input.followed.filter(({ selection }) =>
    effect.tables.some((table) => sameTable(table, selection.collection, input.rule)),
  );
  return touched.length === 0 ? undefined : input.lookAgain(touched, effect.modified);
}

function rolledBack(open: Transaction, followed: readonly Followed[]): LienThongError {
  return new LienThongError('SOURCE_HISTORY_LOST', {
    message: `transaction ${open.tx ?? 'without a number'} was rolled back in part: it wrote tables that cannot be rolled back, and the log does not say which rows remain`,
    remedy: 'Give the tables a transactional engine (InnoDB), then start a new epoch.',
    details: { collections: followed.map(({ name }) => name) },
  });
}
