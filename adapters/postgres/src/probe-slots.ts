import { setTimeout as pause } from 'node:timers/promises';
import type { ProbeFinding } from '@lienthong/core';
import { raiseParameter, type Slot } from './changes/slot.ts';
import type { Session } from './client.ts';
import type { PostgresOptions } from './options.ts';
import { quoteLiteral } from './sql.ts';

const gigabyte = 1024 ** 3;
/** Between two looks at the log's end, from which the rate of writing comes. */
const sampleMs = 250;

/** What slots keep of the log: ours, with the time that is left, and forgotten ones of others. */
export async function slotFindings(
  session: Session,
  options: PostgresOptions,
  slots: readonly Slot[],
  signal: AbortSignal,
): Promise<readonly ProbeFinding[]> {
  const findings = slots
    .filter((slot) => slot.name !== options.slot && slot.activePid === undefined && slot.walStatus !== 'lost')
    .map(
      (slot): ProbeFinding => ({
        level: slot.retainedBytes > gigabyte ? 'warning' : 'info',
        id: 'slot-inactive',
        message: `the replication slot ${slot.name} has no reader and keeps ${size(slot.retainedBytes)} of log from being removed`,
        remedy: `SELECT pg_drop_replication_slot(${quoteLiteral(slot.name)}); -- when nobody needs it any more`,
      }),
    );
  const own = slots.find((slot) => slot.name === options.slot);
  return own === undefined ? findings : [...findings, ...(await ownFindings(session, own, signal))];
}

async function ownFindings(session: Session, slot: Slot, signal: AbortSignal): Promise<readonly ProbeFinding[]> {
  if (slot.walStatus === 'lost' || slot.invalidation !== undefined) {
    return [
      {
        level: 'error',
        id: 'slot-lost',
        message: `the log that our replication slot ${slot.name} needs was removed`,
        remedy: `${raiseParameter(slot.invalidation)}; then SELECT pg_drop_replication_slot(${quoteLiteral(slot.name)}); and start a new epoch`,
      },
    ];
  }
  if (slot.safeBytes === undefined) {
    return [
      {
        level: slot.retainedBytes > 10 * gigabyte ? 'warning' : 'info',
        id: 'slot-unlimited',
        message: `our replication slot ${slot.name} keeps ${size(slot.retainedBytes)} of log, without a limit: a connector that stands still fills the disk`,
        remedy: "ALTER SYSTEM SET max_slot_wal_keep_size = '50GB'; SELECT pg_reload_conf(); -- by the size of the disk",
      },
    ];
  }
  const budget = slot.retainedBytes + slot.safeBytes;
  const used = budget === 0 ? 1 : slot.retainedBytes / budget;
  const rate = await bytesPerSecond(session, signal);
  const left = rate > 0 ? `, at the present rate of ${size(rate)}/s ${duration(slot.safeBytes / rate)}` : '';
  return [
    {
      level: used > 0.5 || slot.walStatus === 'unreserved' ? 'warning' : 'info',
      id: 'slot-budget',
      message: `our replication slot ${slot.name} uses ${Math.round(used * 100)} % of its log budget; ${size(slot.safeBytes)} are left${left}`,
      remedy: used > 0.5 ? 'Start the connector, or raise max_slot_wal_keep_size' : undefined,
    },
  ];
}

async function bytesPerSecond(session: Session, signal: AbortSignal): Promise<number> {
  const look = async () =>
    Number(
      (
        await session.query(
          "select (case when pg_is_in_recovery() then pg_last_wal_replay_lsn() else pg_current_wal_lsn() end) - '0/0'",
          signal,
        )
      )[0]?.[0],
    );
  const [before, from] = [await look(), performance.now()];
  await pause(sampleMs);
  return ((await look()) - before) / ((performance.now() - from) / 1000);
}

function size(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
  const power = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log2(Math.max(1, bytes)) / 10)));
  return `${Math.round((bytes / 1024 ** power) * 10) / 10} ${units[power] ?? ''}`;
}

/** About, in words. */
export function duration(seconds: number): string {
  if (seconds < 120) return `${Math.round(seconds)} seconds`;
  if (seconds < 7_200) return `${Math.round(seconds / 60)} minutes`;
  return seconds < 172_800 ? `${Math.round(seconds / 3_600)} hours` : `${Math.round(seconds / 86_400)} days`;
}
