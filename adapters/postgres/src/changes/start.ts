import { requireDistinct } from '@lienthong/adapter-kit';
import { formatCollection, LienThongError, type Selection } from '@lienthong/core';
import { type CatalogueRelation, loadRelations } from '../catalogue.ts';
import type { Session } from '../client.ts';
import type { PostgresOptions } from '../options.ts';
import type { LsnPosition } from '../positions.ts';
import { requireReadable } from '../readable.ts';
import type { Sessions } from '../sessions.ts';
import { quoteLiteral } from '../sql.ts';
import { requireIdentity } from './identity.ts';
import { awaitEnd, currentVisibility } from './in-flight.ts';
import { loadLineage, requireLineage } from './lineage.ts';
import { ensurePublication } from './publication.ts';
import { requirePublishedColumns } from './published-columns.ts';
import { loadFollowed } from './relation-plan.ts';
import { identifySystem } from './server-identity.ts';
import { createSlot, loadSlots, requireSlot } from './slot.ts';

/** Publication and slot are there afterwards, and every transaction that the slot does not tell of can be read. */
export async function startFollowing(
  sessions: Sessions,
  options: PostgresOptions,
  selections: readonly Selection[],
  signal: AbortSignal,
  known?: { readonly position: LsnPosition; readonly anew: readonly Selection[] },
): Promise<LsnPosition> {
  return sessions.own(signal, async (session) => {
    await requireLogicalPrimary(session, signal);
    const identity = await sessions.withWalsender(signal, (walsender) => identifySystem(walsender, signal));
    const relations = await followedRelations(session, selections, signal);
    for (const { relation, selection } of relations) {
      await requireIdentity(session, relation, selection, signal);
      await requireReadable(session, relation, selection.columns, signal);
    }
    await ensurePublication(
      session,
      options.publication,
      relations.map(({ relation }) => relation),
      options.createPublication,
      signal,
    );
    const find = async () => (await loadSlots(session, signal)).find((slot) => slot.name === options.slot);
    // Where a position is known, a slot that is gone took changes with it: it is not made again as if nothing had been.
    if (known === undefined && (await find()) === undefined) await createSlot(session, options.slot, options.failoverSlot, signal);
    const slot = requireSlot(await find(), options.slot, options.database);
    // A commit may be in the log and not visible yet (group commit, synchronous replication), and a transaction that was open
    // when a table joined the publication is in the log only in part: both are over when these have ended.
    await awaitEnd(session, await currentVisibility(session, signal), signal);
    const followed = await loadFollowed(session, relations, signal);
    await requirePublishedColumns(session, options.publication, followed, signal);
    const lineage = await loadLineage(session, options.publication, followed, signal);
    if (known !== undefined) {
      const anew = known.anew.map(({ collection }) => formatCollection(collection));
      requireLineage(
        known.position.lineage,
        lineage,
        followed.filter(({ name }) => !anew.includes(name)),
      );
      return { ...known.position, lineage };
    }
    return {
      kind: 'postgres/lsn',
      format: 1,
      lsn: slot.confirmedLsn ?? slot.restartLsn ?? '0/0',
      systemId: identity.systemId,
      timeline: identity.timeline,
      slot: options.slot,
      lineage,
    };
  });
}

/** The tables of the selections; refuses what the log cannot tell of. */
export async function followedRelations(
  session: Session,
  selections: readonly Selection[],
  signal: AbortSignal,
): Promise<readonly { readonly relation: CatalogueRelation; readonly selection: Selection }[]> {
  requireDistinct(selections);
  const found = await loadRelations(
    session,
    selections.map((selection) => selection.collection),
    signal,
  );
  return selections.map((selection) => {
    const name = formatCollection(selection.collection);
    const relation = found.find((candidate) => formatCollection(candidate) === name);
    if (relation === undefined)
      throw new LienThongError('COLLECTION_MISSING', { message: `${name} does not exist`, details: { collections: [name] } });
    if (relation.kind === 'r' || relation.kind === 'p') return { relation, selection };
    throw new LienThongError('CAPABILITY_MISSING', {
      message: `${name} is no table: the log has no changes of views, materialized views and foreign tables`,
      remedy: 'Read it by snapshot or by a watermark column.',
      details: { collections: [name] },
    });
  });
}

async function requireLogicalPrimary(session: Session, signal: AbortSignal): Promise<void> {
  const [row] = await session.query("select current_setting('wal_level'), pg_is_in_recovery()", signal);
  if (row?.[1] === 't') {
    throw new LienThongError('SOURCE_NOT_READY', {
      message: 'the server is a standby: publication and slot are created on the primary',
      remedy: 'Connect to the primary.',
    });
  }
  if (row?.[0] !== 'logical') {
    throw new LienThongError('SOURCE_NOT_READY', {
      message: `wal_level is ${row?.[0] ?? 'unknown'}, following needs logical`,
      remedy: "ALTER SYSTEM SET wal_level = 'logical'; then restart the server.",
    });
  }
}

/** Removes slot and publication; afterwards every position is lost. */
export async function dropFollowing(sessions: Sessions, options: PostgresOptions, signal: AbortSignal): Promise<void> {
  await sessions.own(signal, async (session) => {
    await session.query(
      `select pg_drop_replication_slot(slot_name) from pg_replication_slots where slot_name = ${quoteLiteral(options.slot)}`,
      signal,
    );
    if (!options.createPublication) return;
    await session.query(`drop publication if exists "${options.publication.replaceAll('"', '""')}"`, signal);
  });
}
