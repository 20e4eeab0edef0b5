import { LienThongError } from '@lienthong/core';
import type { LogEvent } from './binlog/event.ts';
import type { ReachedPlace } from './place.ts';
import type { Reading, ReadingInput } from './reading.ts';
import { nextOrdinal, type Transaction } from './transaction.ts';

/** Behind a transaction. */
export function commit(reading: Reading, event: LogEvent, input: ReadingInput): void {
  const { open, reached } = reading;
  if (open === undefined) return;
  if (open.cascaded.size > 0) noteCascades(open, reached, input);
  reached.commit(open, event.serverId);
  // Events within a compressed transaction have no place of their own: the one that holds them moves it.
  if (event.endsAt > 0) reached.offset = event.endsAt;
  if (!open.past) reading.at = open.at;
  reading.open = undefined;
}

function noteCascades(open: Transaction, reached: ReachedPlace, { followed, renewals, lineage }: ReadingInput): void {
  const before = { ...reached.position(), lineage: lineage() };
  const { commit: place, at, tx } = open;
  for (const own of followed) {
    const written = open.cascaded.get(own.name);
    if (written !== undefined) renewals.note({ followed: own, commit: place, ordinal: nextOrdinal(open, own), at, tx, written, before });
  }
}

/** The end of a transaction's first phase: its changes stand in the log, and may still be taken back. In one phase it is a commit. */
export function prepareXa(reading: Reading, event: LogEvent, input: ReadingInput): void {
  const onePhase = event.bytes[event.start] === 1;
  if (!onePhase && reading.open !== undefined && (reading.open.ours > 0 || reading.open.cascaded.size > 0)) {
    throw new LienThongError('SOURCE_NOT_READY', {
      message: `transaction ${reading.open.tx ?? 'without a number'} changed a followed table in two phases (XA): whether it is committed is not known here`,
      remedy: 'Let the program write without XA PREPARE, then start a new epoch.',
      details: { collections: input.followed.map(({ name }) => name) },
    });
  }
  commit(reading, event, input);
}
