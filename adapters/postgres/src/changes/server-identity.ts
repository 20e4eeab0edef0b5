import { LienThongError } from '@lienthong/core';
import type { Session } from '../client.ts';
import { type LsnPosition, lsnToNumber } from '../positions.ts';

export interface ServerIdentity {
  readonly systemId: string;
  readonly timeline: number;
  /** How far the log has been written. */
  readonly lsn: string;
}

/** On a replication connection. */
export async function identifySystem(session: Session, signal: AbortSignal): Promise<ServerIdentity> {
  const [row] = await session.query('IDENTIFY_SYSTEM', signal);
  return { systemId: row?.[0] ?? '', timeline: Number(row?.[1]), lsn: row?.[2] ?? '0/0' };
}

/** Refuses a position of another server, or of a history that this server does not share. Returns the server's present timeline. */
export async function requireSameHistory(session: Session, position: LsnPosition, signal: AbortSignal): Promise<number> {
  const identity = await identifySystem(session, signal);
  if (identity.systemId !== position.systemId) {
    throw new LienThongError('SOURCE_IDENTITY_CHANGED', {
      message: `the position belongs to the server ${position.systemId}, this is ${identity.systemId}`,
      details: { expected: position.systemId, found: identity.systemId },
    });
  }
  if (identity.timeline < position.timeline)
    throw diverged(`the server is on timeline ${identity.timeline}, the position on ${position.timeline}`);
  if (identity.timeline > position.timeline) {
    const [row] = await session.query(`TIMELINE_HISTORY ${identity.timeline}`, signal);
    const left = timelineEnd(row?.[1] ?? '', position.timeline);
    if (left === undefined || lsnToNumber(position.lsn) > lsnToNumber(left)) {
      throw diverged(
        `timeline ${position.timeline} was left for ${identity.timeline} at ${left ?? 'an unknown place'}, before the position ${position.lsn}`,
      );
    }
  }
  if (lsnToNumber(position.lsn) > lsnToNumber(identity.lsn)) {
    throw diverged(`its log ends at ${identity.lsn}, before the position ${position.lsn}`);
  }
  return identity.timeline;
}

/** A standby in the place of the primary is a failover that is not over yet, no loss: what was followed waits for its promotion. */
export async function requirePrimary(session: Session, signal: AbortSignal): Promise<void> {
  const [row] = await session.query('select pg_is_in_recovery()', signal);
  if (row?.[0] !== 't') return;
  throw new LienThongError('SOURCE_BUSY', {
    message: 'the server is a standby, or is one still: its log can be followed when it has been promoted',
    remedy: 'Wait for the end of the failover, or connect to the primary.',
  });
}

/** Where a timeline was left, from the text of a history file: `1<tab>0/3000000<tab>reason`. */
export function timelineEnd(history: string, timeline: number): string | undefined {
  for (const line of history.split('\n')) {
    const match = /^\s*(\d+)\s+([0-9A-F]+\/[0-9A-F]+)/i.exec(line);
    if (match !== null && Number(match[1]) === timeline) return match[2];
  }
  return undefined;
}

function diverged(what: string): LienThongError {
  return new LienThongError('SOURCE_HISTORY_LOST', {
    message: `the server was restored or failed over to an earlier state: ${what}; changes that were published may not exist any more`,
  });
}
