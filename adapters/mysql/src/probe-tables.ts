import { isKey } from '@lienthong/adapter-kit';
import { type CollectionName, formatCollection, type ProbeFinding } from '@lienthong/core';
import { loadAncestries } from './ancestry.ts';
import { type CatalogueColumn, type CatalogueKey, type CatalogueTable, loadColumns, loadKeys, loadTables } from './catalogue.ts';
import type { Session } from './client.ts';
import type { MysqlOptions } from './options.ts';
import { definitionGrant } from './readable.ts';
import { quoteCollection, quoteIdentifier, textLiteral } from './sql.ts';
import { type CascadingKey, logsCascades } from './table-definition.ts';
import { isText, mapColumn } from './type-mappings.ts';

/** What stands in the way of reading or following a table. Tables that this login may not see are not there for it. */
export async function tableFindings(
  session: Session,
  options: MysqlOptions,
  signal: AbortSignal,
): Promise<{ readonly readable: boolean; readonly findings: readonly ProbeFinding[] }> {
  const scope = { schema: options.database };
  const tables = await loadTables(session, scope, signal);
  const columns = await loadColumns(session, scope, signal);
  const keys = await loadKeys(session, scope, signal);
  const seen = tables.filter((table) => columns.some((column) => column.table === table.name));
  return {
    readable: seen.length > 0,
    findings: [
      ...seen.flatMap((table) => {
        const own = columns.filter((column) => column.table === table.name);
        return [
          ...keyFindings(
            table,
            own,
            keys.filter((key) => key.table === table.name),
          ),
          ...engineFindings(table),
          ...charsetFindings(table, own, options),
        ];
      }),
      ...(await cascadeFindings(session, options, signal)),
    ],
  };
}

function keyFindings(table: CatalogueTable, columns: readonly CatalogueColumn[], keys: readonly CatalogueKey[]): readonly ProbeFinding[] {
  if (table.kind === 'view' || keys.some((key) => isKey(key, columns))) return [];
  return [
    {
      level: 'warning',
      id: 'key-missing',
      message: `${formatCollection(table)} has neither a primary key nor another unique one of columns that are NOT NULL: it is read in the order of the mapped key, and each page sorts the table where no index serves that`,
      remedy: `ALTER TABLE ${quoteCollection(table)} ADD PRIMARY KEY (…);`,
    },
  ];
}

const transactional: ReadonlySet<string> = new Set(['innodb', 'rocksdb', 'tokudb', 'ndbcluster']);

function engineFindings(table: CatalogueTable): readonly ProbeFinding[] {
  if (table.kind === 'view' || transactional.has((table.engine ?? '').toLowerCase())) return [];
  return [
    {
      level: 'warning',
      id: 'engine-locks',
      message: `${formatCollection(table)} is kept by ${table.engine ?? 'an engine'} that has no transactions: each page of a snapshot keeps writers out while it is read`,
      remedy: `ALTER TABLE ${quoteCollection(table)} ENGINE = InnoDB;`,
    },
  ];
}

function charsetFindings(table: CatalogueTable, columns: readonly CatalogueColumn[], options: MysqlOptions): readonly ProbeFinding[] {
  return columns
    .filter((column) => isText(column) && mapColumn(column, options.columns) === undefined)
    .map((column) => ({
      level: 'warning',
      id: 'charset-unknown',
      message: `${formatCollection(table)}.${quoteIdentifier(column.name)} has the character set ${column.charset ?? ''}, which the adapter does not read`,
      remedy: `ALTER TABLE ${quoteCollection(table)} MODIFY ${quoteIdentifier(column.name)} ${column.native} CHARACTER SET utf8mb4; -- or publish a view that converts it`,
    }));
}

/** What foreign keys make InnoDB change by itself is not in the log: a followed table is read again then, which costs. */
async function cascadeFindings(session: Session, options: MysqlOptions, signal: AbortSignal): Promise<readonly ProbeFinding[]> {
  if (await logsCascades(session, signal)) return [];
  const rows = await session.query(
    `select distinct table_name from information_schema.key_column_usage
     where table_schema = ${textLiteral(options.database)} and referenced_table_name is not null order by 1`,
    signal,
  );
  const tables = rows.map(([name]) => ({ schema: options.database, name: name ?? '' }));
  const ancestries = await loadAncestries(session, tables, signal);
  const hidden = new Map(ancestries.flatMap((ancestry) => ancestry.hidden).map((table) => [formatCollection(table), table]));
  const [row] = await session.query('select current_user()', signal);
  return [
    ...ancestries.flatMap(({ table, keys }) => keys.filter(({ child }) => child === table).map(({ key }) => cascadeFinding(table, key))),
    ...[...hidden].map(([name, table]) => ({
      level: 'warning' as const,
      id: 'cascade-hidden',
      message: `this login may not see the foreign keys of ${name}: tables that they reach by way of it cannot be followed`,
      remedy: definitionGrant(table, row?.[0] ?? ''),
    })),
  ];
}

function cascadeFinding(table: CollectionName, { name, parent, onDelete, onUpdate }: CascadingKey): ProbeFinding {
  const changes = [...(onDelete ? ['rows are deleted'] : []), ...(onUpdate ? ['a key changes'] : [])].join(' or ');
  return {
    level: 'warning',
    id: 'cascade-unlogged',
    message: `what the foreign key ${name} changes or deletes in ${formatCollection(table)} by itself is not in the log: where the table is followed, all of it is read again when in ${formatCollection(parent)} ${changes}`,
    remedy: `ALTER TABLE ${quoteCollection(table)} DROP FOREIGN KEY ${quoteIdentifier(name)}; -- if it is read too often: and let the programs change both tables`,
  };
}
