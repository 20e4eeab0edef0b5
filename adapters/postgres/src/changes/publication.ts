import { type CollectionName, formatCollection, LienThongError } from '@lienthong/core';
import type { CatalogueRelation } from '../catalogue.ts';
import type { Session } from '../client.ts';
import { codeOf } from '../errors.ts';
import { queryPublishedTables } from '../published-tables.ts';
import { quoteCollection, quoteIdentifier } from '../sql.ts';

export interface Publication {
  readonly name: string;
  readonly viaRoot: boolean;
  /** Operations that it leaves out: `update`, … */
  readonly without: readonly string[];
  readonly tables: readonly CollectionName[];
  /** Tables of which it leaves rows out. */
  readonly filtered: readonly CollectionName[];
}

export async function loadPublication(session: Session, name: string, signal: AbortSignal): Promise<Publication | undefined> {
  const viaRoot = session.version >= 13 ? 'pubviaroot' : 'false';
  const [row] = await session.query(
    `select ${viaRoot}, pubinsert, pubupdate, pubdelete, pubtruncate from pg_publication where pubname = $1`,
    signal,
    [name],
  );
  if (row === undefined) return undefined;
  const filter = session.version >= 15 ? 'rowfilter is not null' : 'false';
  const text = `select schemaname, tablename, ${filter} from pg_publication_tables where pubname = $1`;
  const tables = await queryPublishedTables(session, text, signal, name);
  return {
    name,
    viaRoot: row[0] === 't',
    without: ['insert', 'update', 'delete', 'truncate'].filter((_, index) => row[index + 1] !== 't'),
    filtered: tables.filter((table) => table[2] === 't').map((table) => ({ schema: table[0] ?? '', name: table[1] ?? '' })),
    tables: tables.map((table) => ({ schema: table[0] ?? '', name: table[1] ?? '' })),
  };
}

function unpublished(publication: Publication, wanted: readonly CollectionName[]): readonly CollectionName[] {
  return wanted.filter((name) => !isAmong(publication.tables, name));
}

function isAmong(names: readonly CollectionName[], wanted: CollectionName): boolean {
  return names.some((name) => name.schema === wanted.schema && name.name === wanted.name);
}

/** The statement that creates the publication, or adds what it lacks. */
function publicationStatement(name: string, relations: readonly CatalogueRelation[], exists: boolean, version: number): string {
  const tables = relations
    .map((relation) => (relation.kind === 'r' ? `ONLY ${quoteCollection(relation)}` : quoteCollection(relation)))
    .join(', ');
  if (exists) return `ALTER PUBLICATION ${quoteIdentifier(name)} ADD TABLE ${tables};`;
  const options = [
    ...(version >= 13 ? ['publish_via_partition_root = true'] : []),
    // Computed columns travel in the log from 18 on; before, rows with one are read again.
    ...(version >= 18 ? ["publish_generated_columns = 'stored'"] : []),
  ];
  return `CREATE PUBLICATION ${quoteIdentifier(name)} FOR TABLE ${tables}${options.length === 0 ? '' : ` WITH (${options.join(', ')})`};`;
}

/** Refuses a publication that would leave changes out without a word. */
export function requirePublication(
  publication: Publication | undefined,
  name: string,
  relations: readonly CatalogueRelation[],
  version: number,
): void {
  if (publication === undefined) {
    throw new LienThongError('SOURCE_NOT_READY', {
      message: `the publication ${name} does not exist: changes since it was dropped are not in the log's stream`,
      remedy: `${publicationStatement(name, relations, false, version)} Then start a new epoch.`,
    });
  }
  if (publication.without.length > 0) {
    throw new LienThongError('SOURCE_NOT_READY', {
      message: `the publication ${name} leaves out ${publication.without.join(', ')}`,
      remedy: `ALTER PUBLICATION ${quoteIdentifier(name)} SET (publish = 'insert, update, delete, truncate');`,
    });
  }
  if (!publication.viaRoot && relations.some((relation) => relation.kind === 'p')) {
    throw new LienThongError('SOURCE_NOT_READY', {
      message:
        version < 13
          ? 'partitioned tables can be followed from PostgreSQL 13 on'
          : `the publication ${name} names partitions, not their root`,
      remedy:
        version < 13
          ? 'Follow the partitions one by one.'
          : `ALTER PUBLICATION ${quoteIdentifier(name)} SET (publish_via_partition_root = true);`,
    });
  }
  const filtered = relations.filter((relation) => isAmong(publication.filtered, relation));
  if (filtered.length > 0) {
    throw new LienThongError('SOURCE_NOT_READY', {
      message: `the publication ${name} has a row filter for ${filtered.map(formatCollection).join(', ')}: a snapshot reads all rows, the log would tell of some`,
      remedy: 'Publish the tables without WHERE, and choose rows in a view or by mapping.',
      details: { collections: filtered.map(formatCollection) },
    });
  }
  const missing = unpublished(publication, relations);
  if (missing.length === 0) return;
  const lacking = relations.filter((relation) => missing.includes(relation));
  throw new LienThongError('SOURCE_NOT_READY', {
    message: `the publication ${name} lacks ${missing.map(formatCollection).join(', ')}`,
    remedy: `${publicationStatement(name, lacking, true, version)} Then start a new epoch for them.`,
    details: { collections: missing.map(formatCollection) },
  });
}

/** Creates or extends the publication; true when something was changed. */
export async function ensurePublication(
  session: Session,
  name: string,
  relations: readonly CatalogueRelation[],
  mayCreate: boolean,
  signal: AbortSignal,
): Promise<boolean> {
  const existing = await loadPublication(session, name, signal);
  const missing = existing === undefined ? relations : unpublished(existing, relations);
  if (missing.length === 0 || !mayCreate) {
    requirePublication(existing, name, relations, session.version);
    return false;
  }
  const statement = publicationStatement(
    name,
    relations.filter((relation) => missing.includes(relation)),
    existing !== undefined,
    session.version,
  );
  try {
    await session.query(statement, signal);
  } catch (error) {
    if (codeOf(error) !== '42501') throw error;
    throw new LienThongError('SOURCE_PERMISSION_MISSING', {
      message: `the publication ${name} cannot be ${existing === undefined ? 'created' : 'extended'} by this login: it takes the owner of the tables`,
      remedy: `Run as the owner of the tables: ${statement}`,
      cause: error,
    });
  }
  requirePublication(await loadPublication(session, name, signal), name, relations, session.version);
  return true;
}
