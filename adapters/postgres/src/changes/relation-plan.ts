import { formatCollection, LienThongError, type Selection } from '@lienthong/core';
import { type CatalogueColumn, type CatalogueRelation, loadColumns, loadTypes } from '../catalogue.ts';
import type { Session } from '../client.ts';
import { quoteCollection } from '../sql.ts';
import { type CatalogueType, mapColumn } from '../type-mappings.ts';
import type { RelationMessage } from './pgoutput.ts';

/** A selection with what the catalogue said of it when following began. */
export interface Followed {
  readonly selection: Selection;
  readonly relation: CatalogueRelation;
  readonly name: string;
  /** In selection order. */
  readonly columns: readonly CatalogueColumn[];
  readonly types: ReadonlyMap<number, CatalogueType>;
  /** Places of the key in the selection. */
  readonly key: readonly number[];
}

/** How the tuples of a relation in the log become rows of the selection. */
export interface RelationPlan {
  readonly followed: Followed;
  /** For each selected column its place in the tuple; -1 when the log leaves it out and the row is read again. */
  readonly places: readonly number[];
  /** For each place of the tuple whether the identity has it. */
  readonly identity: readonly boolean[];
}

export async function loadFollowed(
  session: Session,
  relations: readonly { readonly relation: CatalogueRelation; readonly selection: Selection }[],
  signal: AbortSignal,
): Promise<readonly Followed[]> {
  const all = await loadColumns(
    session,
    relations.map(({ relation }) => relation.oid),
    signal,
  );
  const types = await loadTypes(
    session,
    all.map((column) => column.type),
    signal,
  );
  return relations.map(({ relation, selection }) => {
    const own = all.filter((column) => column.relation === relation.oid);
    const columns = selection.columns.flatMap((name) => own.filter((column) => column.name === name));
    const name = formatCollection(relation);
    if (columns.length !== selection.columns.length) {
      const missing = selection.columns.filter((column) => !own.some((candidate) => candidate.name === column));
      throw new LienThongError('SCHEMA_CHANGED', {
        message: `${name} has no column ${missing.join(', ')}; it has ${own.map((column) => column.name).join(', ')}`,
        details: { collections: [name] },
      });
    }
    const key = selection.key.map((column) => selection.columns.indexOf(column));
    const computed = key.find((place) => columns[place]?.generated === true);
    if (computed !== undefined && session.version < 18) {
      throw new LienThongError('SOURCE_NOT_READY', {
        message: `the key column ${columns[computed]?.name ?? ''} of ${name} is computed: the log does not have it`,
        remedy: 'Use a key of ordinary columns, or PostgreSQL 18.',
      });
    }
    return { selection, relation, name, columns, types, key };
  });
}

/**
 * The followed table that the log speaks of. Its id tells, not its name: a renamed table is followed on until the next look at the
 * catalogue, and another one that took its name must not be taken for it.
 */
export function findFollowed(message: RelationMessage, followed: readonly Followed[]): Followed | undefined {
  const found = followed.find(({ relation }) => relation.oid === message.id);
  if (found !== undefined) return found;
  const namesake = followed.find(({ relation }) => relation.schema === message.schema && relation.name === message.name);
  if (namesake === undefined) return undefined;
  throw new LienThongError('SOURCE_HISTORY_LOST', {
    message: `${namesake.name} was dropped and made anew: what happened in between is not in the log's stream`,
    details: { collections: [namesake.name] },
  });
}

/** Fits a shape that the log announces to the selection; refuses one that the mapping was not made for. */
export async function planRelation(
  message: RelationMessage,
  followed: Followed,
  lookUp: (oids: readonly number[]) => Promise<ReadonlyMap<number, CatalogueType>>,
): Promise<RelationPlan> {
  const places = followed.columns.map((column) => message.columns.findIndex((candidate) => candidate.name === column.name));
  const unlike = followed.columns.filter((column, index) => {
    const found = message.columns[places[index] ?? -1];
    return found === undefined ? !column.generated : found.type !== column.type;
  });
  if (unlike.length > 0) {
    const types = await lookUp([...message.columns.map((column) => column.type)]);
    const wrong = unlike.filter((column) => !fits(column, message, followed, types));
    if (wrong.length > 0) throw changed(message, followed, wrong, types);
  }
  requireKeyInLog(message, followed, places);
  return { followed, places, identity: message.columns.map((column) => column.identity) };
}

// The identity may be changed while we follow. That of a root says nothing: the log tells the old rows of its partitions by theirs.
function requireKeyInLog(message: RelationMessage, followed: Followed, places: readonly number[]): void {
  if (followed.relation.kind === 'p') return;
  const lacking = followed.key.filter((index) => message.columns[places[index] ?? -1]?.identity !== true);
  if (lacking.length === 0) return;
  const columns = lacking.map((index) => followed.columns[index]?.name ?? '').join(', ');
  throw new LienThongError('SOURCE_NOT_READY', {
    message: `the replica identity of ${followed.name} does not cover ${columns} any more: the log does not say which row was updated or deleted`,
    remedy: `ALTER TABLE ${quoteCollection(followed.relation)} REPLICA IDENTITY FULL; then start a new epoch.`,
    details: { collections: [followed.name] },
  });
}

// Another type is no matter while its values read the same way: integer became bigint, varchar became text.
function fits(column: CatalogueColumn, message: RelationMessage, followed: Followed, types: ReadonlyMap<number, CatalogueType>): boolean {
  const found = message.columns.find((candidate) => candidate.name === column.name);
  if (found === undefined) return false;
  const expected = mapColumn({ oid: column.type, modifier: column.modifier, dimensions: column.dimensions, native: '' }, followed.types);
  const actual = mapColumn({ oid: found.type, modifier: found.modifier, dimensions: column.dimensions, native: '' }, types);
  if (expected === undefined || actual === undefined) return false;
  return expected.raw === 'text' || (expected.raw !== 'canonical' && expected.raw === actual.raw);
}

function changed(
  message: RelationMessage,
  followed: Followed,
  wrong: readonly CatalogueColumn[],
  types: ReadonlyMap<number, CatalogueType>,
): LienThongError {
  const then = followed.columns.map((column) => `${column.name} ${column.native}`).join(', ');
  const now = message.columns.map((column) => `${column.name} ${types.get(column.type)?.name ?? `type ${column.type}`}`).join(', ');
  return new LienThongError('SCHEMA_CHANGED', {
    message: `${followed.name} no longer fits in ${wrong.map((column) => column.name).join(', ')}: mapped (${then}), in the log (${now})`,
    remedy: 'Adapt contract and mapping to the new shape; start a new epoch if values that are published already have changed.',
    details: { collections: [followed.name] },
  });
}
