import { formatCollection, LienThongError, type Selection } from '@lienthong/core';
import type { CatalogueRelation } from '../catalogue.ts';
import type { Session } from '../client.ts';
import { quoteCollection } from '../sql.ts';

/** What the log tells of the old row of a table, or of each partition of one. */
export interface ReplicaIdentity {
  readonly schema: string;
  readonly name: string;
  readonly kind: 'default' | 'nothing' | 'full' | 'index';
  /** Columns that the log has of a deleted row; none: the server refuses updates of a published table. */
  readonly columns: readonly string[];
}

const identitySql = `
with leaf(oid) as (
  select relid from pg_partition_tree($1::oid) where isleaf
  union select $1::oid where (select relkind from pg_class where oid = $1::oid) <> 'p'
)
select n.nspname, c.relname, c.relreplident,
  (select json_agg(a.attname order by a.attnum) from pg_attribute a
   where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and (c.relreplident = 'f' or exists (
     select from pg_index i where i.indrelid = c.oid and a.attnum = any (i.indkey::int2[])
       and case c.relreplident when 'd' then i.indisprimary when 'i' then i.indisreplident else false end)))
from leaf join pg_class c on c.oid = leaf.oid join pg_namespace n on n.oid = c.relnamespace
order by 1, 2`;

const kinds = { d: 'default', n: 'nothing', f: 'full', i: 'index' } as const;

async function loadIdentities(session: Session, relation: CatalogueRelation, signal: AbortSignal): Promise<readonly ReplicaIdentity[]> {
  const rows = await session.query(identitySql, signal, [relation.oid]);
  return rows.map((row) => ({
    schema: row[0] ?? '',
    name: row[1] ?? '',
    kind: kinds[(row[2] ?? 'n') as keyof typeof kinds], // pg_class has no other letters
    columns: JSON.parse(row[3] ?? '[]') as string[], // json_agg of names
  }));
}

/** Why changes of the selection could not be followed, with the statement that mends it; `undefined` when they can. */
function identityProblem(
  selection: Selection,
  identities: readonly ReplicaIdentity[],
): { readonly message: string; readonly remedy: string } | undefined {
  const name = formatCollection(selection.collection);
  if (selection.key.length === 0) {
    return {
      message: `${name} is read without a key: its changes cannot be told apart`,
      remedy: 'Map the primary key of the contract to columns of the table.',
    };
  }
  const wrong = identities.filter((identity) => !selection.key.every((column) => identity.columns.includes(column)));
  if (wrong.length === 0) return undefined;
  const [first] = wrong;
  const reason =
    first === undefined || first.columns.length === 0
      ? 'the log would not say which row was updated or deleted'
      : `the log would name an old row by ${first.columns.join(', ')}, the mapping by ${selection.key.join(', ')}`;
  return {
    message: `the replica identity of ${wrong.map((identity) => formatCollection(identity)).join(', ')} does not cover the key: ${reason}`,
    remedy: wrong.map((identity) => `ALTER TABLE ${quoteCollection(identity)} REPLICA IDENTITY FULL;`).join(' '),
  };
}

/** Refuses before anything is published: a published table without identity makes UPDATE and DELETE of the source's own programs fail. */
export async function requireIdentity(
  session: Session,
  relation: CatalogueRelation,
  selection: Selection,
  signal: AbortSignal,
): Promise<void> {
  const problem = identityProblem(selection, await loadIdentities(session, relation, signal));
  if (problem === undefined) return;
  throw new LienThongError('SOURCE_NOT_READY', { ...problem, details: { collections: [formatCollection(selection.collection)] } });
}
