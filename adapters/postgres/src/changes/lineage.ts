import { createHash } from 'node:crypto';
import { LienThongError } from '@lienthong/core';
import type { Session } from '../client.ts';
import type { Followed } from './relation-plan.ts';

// Digits of base64url: few, because the position travels with every batch. Names are compared by theirs, what bears a name by its own.
const digitsOf = { table: 7, bearer: 6, columns: 4, numbers: 4 };
const entryDigits = 21;

/**
 * Which tables and columns bear the followed names, and which entries of which publication tell of them. What is dropped and made anew
 * under its name took with it what the log's stream never tells: rows, values, changes while nothing was published.
 */
export async function loadLineage(
  session: Session,
  publication: string,
  followed: readonly Followed[],
  signal: AbortSignal,
): Promise<string> {
  const oids = followed.map(({ relation }) => relation.oid);
  const rows = await session.query(bearersSql(session.version), signal, [`{${oids.join(',')}}`, publication]);
  return lineageOf(followed, new Map(rows.map((row) => [Number(row[0]), row[1] ?? ''])));
}

/** The same from what the catalogue tells of each table's id. */
export function lineageOf(followed: readonly Followed[], bearers: ReadonlyMap<number, string>): string {
  return followed
    .map(
      ({ name, relation, selection, columns }) =>
        digits(name, digitsOf.table) +
        digits(bearers.get(relation.oid) ?? '', digitsOf.bearer) +
        digits(JSON.stringify(selection.columns), digitsOf.columns) +
        digits(columns.map((column) => column.number).join(' '), digitsOf.numbers),
    )
    .sort()
    .join('');
}

/** Refuses to go on where a followed table, or what publishes it, is not what was followed before. What `before` does not know is new. */
export function requireLineage(before: string, now: string, followed: readonly Followed[]): void {
  const known = entries(before);
  const present = entries(now);
  const renewed = followed.flatMap(({ name }) => {
    const [then, today] = [known.get(digits(name, digitsOf.table)), present.get(digits(name, digitsOf.table))];
    if (then === undefined || today === undefined) return [];
    if (then.bearer !== today.bearer) return [{ name, what: `${name} was dropped and made anew, or left the publication and came back` }];
    // Other columns are selected: their numbers say nothing.
    if (then.columns !== today.columns || then.numbers === today.numbers) return [];
    return [{ name, what: `a column of ${name} was dropped and made anew` }];
  });
  if (renewed.length === 0) return;
  throw new LienThongError('SOURCE_HISTORY_LOST', {
    message: `${renewed.map(({ what }) => what).join('; ')}: what happened in between is not in the log's stream`,
    details: { collections: renewed.map(({ name }) => name) },
  });
}

function bearersSql(version: number): string {
  const schemas = 'union all select n.oid from pg_publication_namespace n where n.pnpubid = p.oid and n.pnnspid = c.relnamespace';
  return `
select c.oid, concat_ws('/', c.oid, p.oid, member.oid)
from pg_class c cross join pg_publication p
left join lateral (
  select r.oid from pg_publication_rel r where r.prpubid = p.oid and r.prrelid = c.oid
  ${version >= 15 ? schemas : ''}
  limit 1) member on true
where c.oid = any ($1::oid[]) and p.pubname = $2`;
}

function digits(text: string, count: number): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, count);
}

interface Entry {
  readonly bearer: string;
  readonly columns: string;
  readonly numbers: string;
}

function entries(lineage: string): ReadonlyMap<string, Entry> {
  const found = new Map<string, Entry>();
  for (let start = 0; start < lineage.length; start += entryDigits) {
    let at = start;
    const take = (count: number) => lineage.slice(at, (at += count));
    found.set(take(digitsOf.table), {
      bearer: take(digitsOf.bearer),
      columns: take(digitsOf.columns),
      numbers: take(digitsOf.numbers),
    });
  }
  return found;
}
