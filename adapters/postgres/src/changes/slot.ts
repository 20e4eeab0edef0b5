import { LienThongError } from '@lienthong/core';
import type { Session } from '../client.ts';
import { codeOf, replicationMissing } from '../errors.ts';
import { quoteLiteral } from '../sql.ts';

export interface Slot {
  readonly name: string;
  readonly plugin: string | undefined;
  readonly database: string | undefined;
  readonly activePid: number | undefined;
  readonly confirmedLsn: string | undefined;
  readonly restartLsn: string | undefined;
  /** `reserved`, `extended`, `unreserved`, `lost`; PostgreSQL 13 and later. */
  readonly walStatus: string | undefined;
  readonly invalidation: string | undefined;
  /** Bytes of log that the slot keeps from being removed. */
  readonly retainedBytes: number;
  /** Bytes that may still be written before the slot is lost; `undefined` without a limit. */
  readonly safeBytes: number | undefined;
}

export async function loadSlots(session: Session, signal: AbortSignal): Promise<readonly Slot[]> {
  const { version } = session;
  const rows = await session.query(
    `select slot_name, plugin, database, active_pid, confirmed_flush_lsn, restart_lsn,
            ${version >= 13 ? 'wal_status, safe_wal_size' : 'null, null'}, ${version >= 17 ? 'invalidation_reason' : 'null'},
            coalesce((case when pg_is_in_recovery() then pg_last_wal_replay_lsn() else pg_current_wal_lsn() end) - restart_lsn, 0)
     from pg_replication_slots order by 1`,
    signal,
  );
  return rows.map((row) => ({
    name: row[0] ?? '',
    plugin: row[1] ?? undefined,
    database: row[2] ?? undefined,
    activePid: row[3] === null || row[3] === undefined ? undefined : Number(row[3]),
    confirmedLsn: row[4] ?? undefined,
    restartLsn: row[5] ?? undefined,
    walStatus: row[6] ?? undefined,
    safeBytes: row[7] === null || row[7] === undefined ? undefined : Number(row[7]),
    invalidation: row[8] ?? undefined,
    retainedBytes: Number(row[9] ?? 0),
  }));
}

/** Refuses a slot that does not have the log behind it any more, or that belongs to something else. */
export function requireSlot(slot: Slot | undefined, name: string, database: string): Slot {
  if (slot === undefined) {
    throw new LienThongError('SOURCE_HISTORY_LOST', {
      message: `the replication slot ${name} does not exist: it was dropped, or the server was restored or failed over without it`,
      remedy:
        'Start a new epoch. On PostgreSQL 17 and later the option failoverSlot with a synchronised standby keeps the slot over a failover.',
    });
  }
  if (slot.plugin !== 'pgoutput' || slot.database !== database) {
    throw new LienThongError('SOURCE_NOT_READY', {
      message: `the replication slot ${name} belongs to something else: plugin ${slot.plugin ?? 'none'}, database ${slot.database ?? 'none'}`,
      remedy: 'Choose another name with the option slot.',
    });
  }
  if (slot.walStatus === 'lost' || slot.invalidation !== undefined || slot.restartLsn === undefined) {
    throw new LienThongError('SOURCE_HISTORY_LOST', {
      message: `the server removed the log that the replication slot ${name} still needed${slot.invalidation === undefined ? '' : ` (${slot.invalidation})`}`,
      remedy: `${raiseParameter(slot.invalidation)}, then drop the slot with SELECT pg_drop_replication_slot(${quoteLiteral(name)}); and start a new epoch.`,
      details: { slot: name, walStatus: slot.walStatus, invalidation: slot.invalidation },
    });
  }
  return slot;
}

/** What would have kept the slot, as a beginning of a sentence. */
export function raiseParameter(invalidation: string | undefined): string {
  if (invalidation === 'idle_timeout') return 'Raise idle_replication_slot_timeout';
  return invalidation === 'wal_level_insufficient' ? "Set wal_level = 'logical'" : 'Raise max_slot_wal_keep_size';
}

/** Creates the slot; waits for the transactions that are open now, as long as they take. */
export async function createSlot(session: Session, name: string, failover: boolean, signal: AbortSignal): Promise<void> {
  if (failover && session.version < 17) {
    throw new LienThongError('CAPABILITY_MISSING', {
      message: `failover slots need PostgreSQL 17, this is ${session.version}`,
      remedy: 'Leave the option failoverSlot out.',
    });
  }
  const more = failover ? ', failover => true' : '';
  try {
    await session.query(`select pg_create_logical_replication_slot(${quoteLiteral(name)}, 'pgoutput'${more})`, signal);
  } catch (error) {
    if (codeOf(error) === '42710') return; // another process was faster; its slot does as well
    if (codeOf(error) !== '42501') throw error;
    throw replicationMissing(error);
  }
}
