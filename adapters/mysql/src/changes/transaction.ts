import { fixedHex } from '@lienthong/core';
import { eventType, type LogEvent } from './binlog/event.ts';
import type { GtidEvent } from './binlog/gtid-event.ts';
import type { Written } from './draft.ts';
import type { Followed } from './followed.ts';

interface Opening extends Pick<Transaction, 'at' | 'past'> {
  readonly ordinal: number;
}

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

/** `ordinal` counts the transactions of the log since the epoch began. */
export function openTransaction(gtid: GtidEvent, event: LogEvent, { ordinal, at, past }: Opening): Transaction {
  const { source, number } = gtid;
  const mariadb = event.type === eventType.mariadbGtid;
  return {
    gtid,
    tx: source === undefined ? undefined : mariadb ? `${source}-${event.serverId}-${number}` : `${source}:${number}`,
    commit: fixedHex(BigInt(ordinal)),
    at,
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
