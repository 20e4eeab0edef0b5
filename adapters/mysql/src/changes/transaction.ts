import { fixedHex } from '@lienthong/core';
import type { LogEvent } from './binlog/event.ts';
import type { GtidEvent } from './binlog/gtid-event.ts';
import type { Written } from './draft.ts';
import type { Followed } from './followed.ts';

/** A transaction of the log that is being read. */
export interface Transaction {
  readonly gtid: GtidEvent;
  readonly tx: string | undefined;
  /** The commit's place as versions have it. */
  readonly commit: string;
  readonly at: string;
  /** Read before: its number is among those of the position. */
  readonly past: boolean;
  /** BEGIN was read: without it a statement is a transaction of its own. */
  begun: boolean;
  /** Changes of each table so far, by its name: what is followed besides must not change its versions. */
  readonly ordinals: Map<string, number>;
  ours: number;
  /** Followed tables of which the engine may have changed rows without a word, with the place that says so. */
  readonly cascaded: Map<string, Written>;
}

export function openTransaction(gtid: GtidEvent, event: LogEvent, number: number, mariadb: boolean, past: boolean): Transaction {
  const { source, committedAt } = gtid;
  const { serverId, timestamp } = event;
  return {
    gtid,
    tx: source === undefined ? undefined : mariadb ? `${source}-${serverId}-${gtid.number}` : `${source}:${gtid.number}`,
    commit: fixedHex(BigInt(number)),
    at: formatTime(committedAt ?? BigInt(timestamp) * 1_000_000n),
    past,
    begun: mariadb && !gtid.standalone,
    ordinals: new Map(),
    ours: 0,
    cascaded: new Map(),
  };
}

export function nextOrdinal({ ordinals }: Transaction, { name }: Followed): number {
  const ordinal = ordinals.get(name) ?? 0;
  ordinals.set(name, ordinal + 1);
  return ordinal;
}

/** Microseconds of Unix as canonical timestamptz. */
export function formatTime(microseconds: bigint): string {
  const fraction = Number(microseconds % 1_000_000n);
  const seconds = new Date(Number(microseconds / 1_000_000n) * 1000).toISOString().slice(0, 19);
  return fraction === 0 ? `${seconds}Z` : `${seconds}.${fraction.toString().padStart(6, '0').replace(/0+$/, '')}Z`;
}
