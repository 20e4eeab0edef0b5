import { isKey } from '@lienthong/adapter-kit';
import { formatCollection, type ProbeFinding } from '@lienthong/core';
import { type CatalogueColumn, type CatalogueKey, type CatalogueTable, loadColumns, loadKeys, loadTables } from './catalogue.ts';
import type { Session } from './client.ts';
import type { SqlserverOptions } from './options.ts';
import { quoteCollection } from './sql.ts';
import { mapColumn } from './type-mappings.ts';

/** What stands in the way of reading a table. Tables that this login may not see are not there for it. */
export async function tableFindings(
  session: Session,
  options: SqlserverOptions,
  signal: AbortSignal,
): Promise<{ readonly readable: boolean; readonly findings: readonly ProbeFinding[] }> {
  const tables = await loadTables(session, 'all', signal);
  const columns = await loadColumns(session, 'all', signal);
  const keys = await loadKeys(session, 'all', signal);
  const seen = tables.filter((table) => columns.some((column) => isOf(table, column)));
  return {
    readable: seen.length > 0,
    findings: seen.flatMap((table) => {
      const own = columns.filter((column) => isOf(table, column));
      const ownKeys = keys.filter((key) => isOf(table, key));
      return [...keyFindings(table, own, ownKeys), ...typeFindings(table, own), ...codePageFindings(table, own, options)];
    }),
  };
}

function isOf(table: CatalogueTable, part: { readonly schema: string; readonly table: string }): boolean {
  return part.table === table.name && part.schema === table.schema;
}

function keyFindings(table: CatalogueTable, columns: readonly CatalogueColumn[], keys: readonly CatalogueKey[]): readonly ProbeFinding[] {
  if (table.kind === 'view' || keys.some((key) => isKey(key, columns))) return [];
  return [
    {
      level: 'warning',
      id: 'key-missing',
      message: `${formatCollection(table)} has neither a primary key nor another unique one of columns that are NOT NULL: it is read in the order of the mapped key, each page sorts the table where no index serves that, and its changes cannot be followed`,
      remedy: `ALTER TABLE ${quoteCollection(table)} ADD PRIMARY KEY (…);`,
    },
  ];
}

function typeFindings(table: CatalogueTable, columns: readonly CatalogueColumn[]): readonly ProbeFinding[] {
  const unknown = columns.filter((column) => mapColumn(column) === undefined);
  if (unknown.length === 0) return [];
  return [
    {
      level: 'warning',
      id: 'type-unknown',
      message: `${formatCollection(table)} has columns of types that are not known here: ${unknown.map(({ name, type }) => `${name} ${type}`).join(', ')}`,
      remedy: 'Leave the columns out, or convert them in a view.',
    },
  ];
}

/** Of Western Europe: what old installations were left at, in whatever alphabet programs wrote. */
const western = 1252;

function codePageFindings(
  table: CatalogueTable,
  columns: readonly CatalogueColumn[],
  { columns: policies }: SqlserverOptions,
): readonly ProbeFinding[] {
  const texts = columns.filter(
    (column) => (column.type === 'varchar' || column.type === 'text') && column.codePage === western && !policies.storedText(column),
  );
  if (texts.length === 0) return [];
  return [
    {
      level: 'info',
      id: 'code-page-western',
      message: `${formatCollection(table)} has texts of code page 1252, which has no Vietnamese: if programs kept TCVN3, VNI or VPS in ${texts.map(({ name }) => name).join(', ')}, name them in storedText`,
    },
  ];
}
