import { type Finding, formatCollection } from '@lienthong/core';
import type { Session } from './client.ts';
import type { PostgresOptions } from './options.ts';
import { readGrant } from './readable.ts';
import { quoteCollection, quoteIdentifier } from './sql.ts';

const tablesSql = `
select n.nspname, c.relname, has_schema_privilege(n.oid, 'usage') and has_table_privilege(c.oid, 'select'),
  c.relrowsecurity and not (select rolsuper or rolbypassrls from pg_roles where rolname = current_user)
    and (c.relforcerowsecurity or not pg_has_role(c.relowner, 'usage')),
  c.relkind = 'v' or c.relkind = 'm' or c.relkind = 'f' as derived,
  case when c.relkind = 'p' then 'partitioned' else c.relreplident::text end,
  exists (select from pg_index i where i.indrelid = c.oid and i.indisprimary),
  exists (select from pg_publication_tables p where p.pubname = $1 and p.schemaname = n.nspname and p.tablename = c.relname),
  pg_has_role(c.relowner, 'usage'),
  c.relpersistence = 'u'
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where c.relkind in ('r', 'p', 'v', 'm', 'f') and not c.relispartition and c.relpersistence <> 't'
  and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
order by 1, 2`;

/** What stands in the way of reading or following a table. */
export async function tableFindings(
  session: Session,
  options: PostgresOptions,
  signal: AbortSignal,
): Promise<{ readonly readable: boolean; readonly findings: readonly Finding[] }> {
  const rows = await session.query(tablesSql, signal, [options.publication]);
  const findings: Finding[] = [];
  for (const [schema, name, readable, secured, derived, identity, primaryKey, published, owned, unlogged] of rows) {
    const relation = { schema: schema ?? '', name: name ?? '' };
    const shown = formatCollection(relation);
    const table = quoteCollection(relation);
    const tell = (level: Finding['level'], id: string, message: string, remedy: string) => findings.push({ level, id, message, remedy });
    if (readable !== 't') {
      tell('info', 'select-missing', `${shown} may not be read`, readGrant(relation, options.user));
      continue;
    }
    if (secured === 't') {
      tell(
        'warning',
        'row-security',
        `${shown} has row-level security: reading it is refused, not shortened`,
        `ALTER ROLE ${quoteIdentifier(options.user)} BYPASSRLS;`,
      );
    }
    if (derived === 't') continue;
    if (identity === 'n' || (identity === 'd' && primaryKey !== 't')) {
      tell(
        published === 't' ? 'error' : 'warning',
        'replica-identity-nothing',
        `${shown} has no replica identity: its updates and deletes cannot be followed${published === 't' ? ', and fail for its own programs while it is published' : ''}`,
        `ALTER TABLE ${table} REPLICA IDENTITY FULL; -- or add a primary key`,
      );
    }
    if (unlogged === 't')
      tell('warning', 'unlogged', `${shown} is unlogged: its changes are not in the log`, `ALTER TABLE ${table} SET LOGGED;`);
    if (published !== 't' && owned !== 't') {
      tell(
        'info',
        'publication-lacks',
        `${shown} is not in the publication ${options.publication}, and its owner has to add it`,
        `ALTER PUBLICATION ${quoteIdentifier(options.publication)} ADD TABLE ${table};`,
      );
    }
  }
  return { readable: rows.length === 0 || rows.some((row) => row[2] === 't'), findings };
}
