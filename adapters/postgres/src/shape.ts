import { createHash } from 'node:crypto';
import { formatCollection, LienThongError, type Selection } from '@lienthong/core';
import { type CatalogueColumn, type CatalogueRelation, loadColumns, loadRelations } from './catalogue.ts';
import type { Session } from './client.ts';
import { requireReadable } from './readable.ts';
import { quoteCollection, quoteIdentifier } from './sql.ts';

/** What the statements that read a selection depend on. */
export interface Shape {
  readonly selection: Selection;
  readonly relation: CatalogueRelation;
  /** What to write behind FROM: children by old-style inheritance are collections of their own. */
  readonly from: string;
  /** In selection order. */
  readonly columns: readonly CatalogueColumn[];
  readonly columnList: string;
  /** The selection's key, in the order of the index that serves it. */
  readonly key: readonly KeyColumn[];
  /** A B-tree index sorts by the key. */
  readonly keyIndexed: boolean;
  /** No two rows share a key, and no part of it is NULL. */
  readonly keyUnique: boolean;
  /** Of tables and materialized views; `undefined` for views. */
  readonly heap: Heap | undefined;
}

export interface KeyColumn {
  /** Place in the selection. */
  readonly index: number;
  readonly name: string;
  readonly sql: string;
  readonly castType: string;
  readonly nullable: boolean;
}

export interface Heap {
  readonly rows: number;
  /** Of the largest partition, or of the table. */
  readonly blocks: number;
  readonly partitions: number;
  readonly blockSize: number;
  /** Changes when the table, or one of its partitions, is written anew, and when a partition comes or goes: then all rows lie elsewhere. */
  readonly files: string;
}

/** Looks a selection up; refuses a collection or column that is not there. */
export async function loadShape(session: Session, selection: Selection, signal: AbortSignal): Promise<Shape> {
  const name = formatCollection(selection.collection);
  const [relation] = await loadRelations(session, [selection.collection], signal);
  if (relation === undefined) throw new LienThongError('COLLECTION_MISSING', { message: `${name} does not exist` });
  const all = await loadColumns(session, [relation.oid], signal);
  const missing = [...selection.columns, ...selection.key].filter((column) => !all.some((candidate) => candidate.name === column));
  if (missing.length > 0) {
    throw new LienThongError('SCHEMA_CHANGED', { message: `${name} has no column ${missing.map(quoteIdentifier).join(', ')}` });
  }
  await requireReadable(session, relation, selection.columns, signal);
  const columns = selection.columns.flatMap((column) => all.filter((candidate) => candidate.name === column));
  const key = selection.key.flatMap((column) => toKeyColumn(selection, all, column));
  const index = await findIndex(session, relation, key, all, signal);
  const table = quoteCollection(relation);
  return {
    selection,
    relation,
    from: relation.kind === 'r' ? `only ${table}` : table,
    columns,
    columnList: columns.map((column) => quoteIdentifier(column.name)).join(', '),
    key: index?.key ?? key,
    keyIndexed: index !== undefined,
    keyUnique: index?.unique === true && key.every((column) => !column.nullable),
    heap: relation.kind === 'v' || relation.kind === 'f' ? undefined : await loadHeap(session, relation, signal),
  };
}

/** Places of the key in the selection. */
export function keyPlaces(shape: Shape): readonly number[] {
  return shape.key.map((column) => column.index);
}

function toKeyColumn(selection: Selection, all: readonly CatalogueColumn[], name: string): readonly KeyColumn[] {
  const column = all.find((candidate) => candidate.name === name);
  const index = selection.columns.indexOf(name);
  if (index < 0) throw new LienThongError('MAPPING_INVALID', { message: `key column ${name} is not among the selected columns` });
  return column === undefined ? [] : [{ index, name, sql: quoteIdentifier(name), castType: column.castType, nullable: !column.notNull }];
}

const indexesSql = `
select i.indkey::text, i.indnkeyatts, i.indisunique
from pg_index i join pg_class c on c.oid = i.indexrelid join pg_am m on m.oid = c.relam
where i.indrelid = $1 and i.indisvalid and i.indpred is null and i.indexprs is null and m.amname = 'btree'
  and not exists (
    select from unnest(i.indclass::oid[]) as class(oid) join pg_opclass o on o.oid = class.oid where not o.opcdefault)
  and not exists (
    select from unnest(i.indkey::int2[], i.indcollation::oid[]) as part(attnum, coll)
    join pg_attribute a on a.attrelid = i.indrelid and a.attnum = part.attnum
    where part.coll is not null and part.coll <> a.attcollation)
  and (0 = all (i.indoption::int2[]) or 3 = all (i.indoption::int2[]))
order by i.indisprimary desc, i.indisunique desc, i.indnkeyatts`;

async function findIndex(
  session: Session,
  relation: CatalogueRelation,
  key: readonly KeyColumn[],
  all: readonly CatalogueColumn[],
  signal: AbortSignal,
): Promise<{ readonly key: readonly KeyColumn[]; readonly unique: boolean } | undefined> {
  if (key.length === 0 || relation.kind === 'v' || relation.kind === 'f') return undefined;
  const rows = await session.query(indexesSql, signal, [relation.oid]);
  for (const [numbers, keyCount, unique] of rows) {
    const names = (numbers ?? '')
      .split(' ')
      .slice(0, Number(keyCount))
      .map((number) => all.find((column) => column.number === Number(number))?.name);
    const leading = names.slice(0, key.length).flatMap((name) => key.filter((column) => column.name === name));
    if (leading.length === key.length) return { key: leading, unique: unique === 't' && names.length === key.length };
  }
  return undefined;
}

async function loadHeap(session: Session, relation: CatalogueRelation, signal: AbortSignal): Promise<Heap> {
  const rows = await session.query(
    `select coalesce(sum(case when c.reltuples > 0 and c.relpages > 0 then c.reltuples / c.relpages * size.blocks
                              else size.blocks * current_setting('block_size')::int / 100 end), 0)::int8,
            coalesce(max(size.blocks), 0), count(*), current_setting('block_size'), ${filesSql}
     from (${leavesOf(relation)}) as leaf(oid) join pg_class c on c.oid = leaf.oid
     cross join lateral (select pg_relation_size(c.oid) / current_setting('block_size')::int as blocks) as size`,
    signal,
    [relation.oid],
  );
  const [row] = rows;
  return {
    ...{ rows: Number(row?.[0]), blocks: Number(row?.[1]), partitions: Math.max(1, Number(row?.[2])), blockSize: Number(row?.[3]) },
    files: digestOf(row?.[4]),
  };
}

/** `files` of the heap as it is now. */
export async function loadFiles(session: Session, relation: CatalogueRelation, signal: AbortSignal): Promise<string> {
  const [row] = await session.query(`select ${filesSql} from (${leavesOf(relation)}) as leaf(oid)`, signal, [relation.oid]);
  return digestOf(row?.[0]);
}

const filesSql = `string_agg(concat_ws(':', leaf.oid, pg_relation_filenode(leaf.oid)), ' ' order by leaf.oid)`;

function leavesOf({ kind }: CatalogueRelation): string {
  return kind === 'p' ? 'select relid from pg_partition_tree($1::oid) where isleaf' : 'select $1::oid';
}

/** Short: it is in the position of each range, and there are tables of a thousand partitions. */
function digestOf(files: string | null | undefined): string {
  return createHash('sha256')
    .update(files ?? '')
    .digest('base64url')
    .slice(0, 16);
}
