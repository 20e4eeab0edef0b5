import { createHash } from 'node:crypto';
import { type CollectionName, formatCollection, LienThongError } from '@lienthong/core';
import type { Session } from '../client.ts';
import { quoteLiteral } from '../sql.ts';

// Digits of base64url for a name, and for what bears it: few, because the position travels with every batch.
const nameDigits = 7;
const bearerDigits = 6;

const lineageSql = (version: number, oids: readonly number[], publication: string) => `
select c.oid, concat_ws('/', c.oid, p.oid, m.oid)
from pg_class c cross join pg_publication p
left join lateral (
  select r.oid from pg_publication_rel r where r.prpubid = p.oid and r.prrelid = c.oid
  ${version >= 15 ? 'union all select n.oid from pg_publication_namespace n where n.pnpubid = p.oid and n.pnnspid = c.relnamespace' : ''}
  limit 1) m on true
where p.pubname = ${quoteLiteral(publication)} and c.oid = any ('{${oids.join(',')}}'::oid[])`;

/**
 * Which tables bear the followed names, and which entries of which publication tell of them. What is dropped and made anew under its name
 * took changes with it that the log's stream never tells: rows of the old table, changes while nothing was published.
 */
export async function loadLineage(
  session: Session,
  publication: string,
  relations: readonly (CollectionName & { readonly oid: number })[],
  signal: AbortSignal,
): Promise<string> {
  const rows = await session.query(
    lineageSql(
      session.version,
      relations.map(({ oid }) => oid),
      publication,
    ),
    signal,
  );
  const bearers = new Map(rows.map((row) => [Number(row[0]), row[1] ?? '']));
  return relations
    .map((relation) => digits(formatCollection(relation), nameDigits) + digits(bearers.get(relation.oid) ?? '', bearerDigits))
    .sort()
    .join('');
}

/** Refuses to go on where a followed table, or what publishes it, is not what was followed before. Tables that `before` does not know are new. */
export function requireLineage(before: string, now: string, tables: readonly CollectionName[]): void {
  const known = entries(before);
  const present = entries(now);
  const renewed = tables.map(formatCollection).filter((name) => {
    const key = digits(name, nameDigits);
    return known.has(key) && known.get(key) !== present.get(key);
  });
  if (renewed.length === 0) return;
  throw new LienThongError('SOURCE_HISTORY_LOST', {
    message: `${renewed.join(', ')} was dropped and made anew, or left the publication and came back: what happened in between is not in the log's stream`,
    details: { collections: renewed },
  });
}

function digits(text: string, count: number): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, count);
}

function entries(lineage: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (let at = 0; at < lineage.length; at += nameDigits + bearerDigits) {
    found.set(lineage.slice(at, at + nameDigits), lineage.slice(at + nameDigits, at + nameDigits + bearerDigits));
  }
  return found;
}
