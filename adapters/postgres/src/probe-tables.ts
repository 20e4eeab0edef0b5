import { formatCollection, type ProbeFinding } from '@lienthong/core';
import type { RawRow, Session } from './client.ts';
import type { PostgresOptions } from './options.ts';
import { queryPublishedTables } from './published-tables.ts';
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
): Promise<{ readonly readable: boolean; readonly findings: readonly ProbeFinding[] }> {
  const rows = await queryPublishedTables(session, tablesSql, signal, options.publication);
  const tables = rows.map(toTable);
  return {
    readable: tables.length === 0 || tables.some((table) => table.readable),
    findings: tables.flatMap((table) =>
      table.readable ? [...readingFindings(table, options), ...followingFindings(table, options)] : [selectMissing(table, options)],
    ),
  };
}

interface Table {
  readonly shown: string;
  readonly quoted: string;
  readonly schema: string;
  readonly name: string;
  readonly readable: boolean;
  readonly secured: boolean;
  readonly derived: boolean;
  readonly identity: string;
  readonly primaryKey: boolean;
  readonly published: boolean;
  readonly owned: boolean;
  readonly unlogged: boolean;
}

function toTable(row: RawRow): Table {
  const name = { schema: row[0] ?? '', name: row[1] ?? '' };
  const yes = (index: number) => row[index] === 't';
  return {
    ...name,
    shown: formatCollection(name),
    quoted: quoteCollection(name),
    readable: yes(2),
    secured: yes(3),
    derived: yes(4),
    identity: row[5] ?? '',
    primaryKey: yes(6),
    published: yes(7),
    owned: yes(8),
    unlogged: yes(9),
  };
}

function selectMissing(table: Table, options: PostgresOptions): ProbeFinding {
  return { level: 'info', id: 'select-missing', message: `${table.shown} may not be read`, remedy: readGrant(table, options.user) };
}

function readingFindings(table: Table, options: PostgresOptions): readonly ProbeFinding[] {
  if (!table.secured) return [];
  return [
    {
      level: 'warning',
      id: 'row-security',
      message: `${table.shown} has row-level security: reading it is refused, not shortened`,
      remedy: `ALTER ROLE ${quoteIdentifier(options.user)} BYPASSRLS;`,
    },
  ];
}

function followingFindings(table: Table, options: PostgresOptions): readonly ProbeFinding[] {
  if (table.derived) return [];
  const findings: ProbeFinding[] = [];
  if (table.identity === 'n' || (table.identity === 'd' && !table.primaryKey)) {
    findings.push({
      level: table.published ? 'error' : 'warning',
      id: 'replica-identity-nothing',
      message: `${table.shown} has no replica identity: its updates and deletes cannot be followed${table.published ? ', and fail for its own programs while it is published' : ''}`,
      remedy: `ALTER TABLE ${table.quoted} REPLICA IDENTITY FULL; -- or add a primary key`,
    });
  }
  if (table.unlogged) {
    findings.push({
      level: 'warning',
      id: 'unlogged',
      message: `${table.shown} is unlogged: its changes are not in the log`,
      remedy: `ALTER TABLE ${table.quoted} SET LOGGED;`,
    });
  }
  if (!table.published && !table.owned) {
    findings.push({
      level: 'info',
      id: 'publication-lacks',
      message: `${table.shown} is not in the publication ${options.publication}, and its owner has to add it`,
      remedy: `ALTER PUBLICATION ${quoteIdentifier(options.publication)} ADD TABLE ${table.quoted};`,
    });
  }
  return findings;
}
