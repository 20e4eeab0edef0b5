import { isKey } from '@lienthong/adapter-kit';
import { formatCollection, type ProbeFinding } from '@lienthong/core';
import { type CatalogueColumn, type CatalogueKey, type CatalogueTable, loadColumns, loadKeys, loadTables } from './catalogue.ts';
import type { Session } from './client.ts';
import type { OracleOptions } from './options.ts';
import { plain, quoteCollection } from './sql.ts';
import { mapColumn } from './type-mappings.ts';

/** What stands in the way of reading a table. Tables that this login may not see are not there for it. */
export async function tableFindings(
  session: Session,
  options: OracleOptions,
  signal: AbortSignal,
): Promise<{ readonly readable: readonly CatalogueTable[]; readonly findings: readonly ProbeFinding[] }> {
  const tables = await loadTables(session, 'all', signal);
  const columns = await loadColumns(session, 'all', signal);
  const keys = await loadKeys(session, 'all', signal);
  const [set] = await session.query(characterSetStatement, signal);
  const characterSet = String(set?.[0] ?? '');
  const seen = tables.filter((table) => columns.some((column) => isOf(table, column)));
  return {
    readable: seen,
    findings: seen.flatMap((table) => {
      const own = columns.filter((column) => isOf(table, column));
      const ownKeys = keys.filter((key) => isOf(table, key));
      return [...keyFindings(table, own, ownKeys), ...typeFindings(table, own), ...characterFindings(table, own, characterSet, options)];
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
      message: `${formatCollection(table)} has neither a primary key nor another unique one of columns that are NOT NULL: it is read in the order of its ROWIDs, for which each page looks at the rest of the table`,
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

export const characterSetStatement = plain("select n.value from nls_database_parameters n where n.parameter = 'NLS_CHARACTERSET'");

/** Sets that have no Vietnamese: what programs wrote is in whatever alphabet they had. */
const foreignSets: ReadonlySet<string> = new Set(['US7ASCII', 'WE8ISO8859P1', 'WE8ISO8859P15', 'WE8MSWIN1252', 'WE8DEC']);

function characterFindings(
  table: CatalogueTable,
  columns: readonly CatalogueColumn[],
  characterSet: string,
  { columns: policies }: OracleOptions,
): readonly ProbeFinding[] {
  if (!foreignSets.has(characterSet)) return [];
  const texts = columns.filter((column) => column.type === 'VARCHAR2' && !policies.storedText(column));
  if (texts.length === 0) return [];
  return [
    {
      level: 'info',
      id: 'character-set-foreign',
      message: `${formatCollection(table)} has texts of ${characterSet}, which has no Vietnamese: if programs kept TCVN3, VNI or VPS in ${texts.map(({ name }) => name).join(', ')}, name them in storedText`,
    },
  ];
}
