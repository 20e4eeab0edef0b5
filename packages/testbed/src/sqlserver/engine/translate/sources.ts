import { SqlServerError } from '../../engine.ts';
import { bound } from '../binding/bound.ts';
import { commonType } from '../binding/common-type.ts';
import type { BoundQuery, Context } from '../binding/context.ts';
import type { Scope, Source } from '../binding/scope.ts';
import type { CatalogObject } from '../catalog/model.ts';
import { tableSql } from '../catalog/model.ts';
import { systemView } from '../catalog/system-views.ts';
import { changeTableSource } from '../change-tracking/changetable.ts';
import type { TableSource } from '../syntax/ast.ts';
import { parseBatch } from '../syntax/statements.ts';
import { implicit } from './compare.ts';
import { tableFunction } from './table-functions.ts';

export interface TranslatedSources {
  readonly sql: string;
  readonly sources: readonly Source[];
}

interface Part {
  readonly sql: string;
  readonly sources: readonly Source[];
}

/** FROM as SQL, and what names it brings into sight. */
export function translateSources(context: Context, list: readonly TableSource[], parent: Scope): TranslatedSources {
  const parts = list.map((source) => translateSource(context, source, { sources: [], parent, groups: undefined }));
  const sources = parts.flatMap((part) => part.sources);
  refuseTwice(sources);
  return { sql: parts.map(({ sql }) => sql).join(' cross join '), sources };
}

function refuseTwice(sources: readonly Source[]): void {
  const seen = new Set<string>();
  for (const { exposed, schema } of sources) {
    const name = `${schema ?? ''}.${exposed}`.toLowerCase();
    if (seen.has(name)) throw new SqlServerError(1011, `The correlation name '${exposed}' is specified multiple times in a FROM clause.`);
    seen.add(name);
  }
}

const joins: Readonly<Record<Extract<TableSource, { kind: 'join' }>['join'], string>> = {
  inner: 'join',
  left: 'left join',
  right: 'right join',
  full: 'full join',
  cross: 'cross join',
  crossApply: 'cross join lateral',
  outerApply: 'left join lateral',
};

function translateSource(context: Context, source: TableSource, scope: Scope): Part {
  switch (source.kind) {
    case 'table':
      return translateTable(context, source, scope);
    case 'derived': {
      const query = context.query(source.query, scope);
      return derived(context, named(query, source.columns), source.alias);
    }
    case 'values':
      return translateValues(context, source, scope);
    case 'function':
      return tableFunction(
        context,
        source.name,
        source.arguments.map((value) => context.expression(value, scope)),
        source.alias,
      );
    case 'changetable':
      return changeTableSource(context, source, context.expression(source.since, scope));
    case 'join': {
      const left = translateSource(context, source.left, scope);
      const isApply = source.join === 'crossApply' || source.join === 'outerApply';
      const right = translateSource(context, source.right, isApply ? { ...scope, sources: left.sources } : scope);
      const sources = [...left.sources, ...right.sources].map((part) => outerSide(part, source.join, left.sources, right.sources));
      refuseTwice(sources);
      const on =
        source.on === undefined
          ? source.join === 'outerApply'
            ? ' on true'
            : ''
          : ` on ${context.condition(source.on, { ...scope, sources })}`;
      return { sql: `(${left.sql} ${joins[source.join]} ${right.sql}${on})`, sources };
    }
  }
}

/** What an outer join may leave empty becomes nullable. */
function outerSide(source: Source, join: string, left: readonly Source[], right: readonly Source[]): Source {
  const isOptional =
    join === 'left' || join === 'outerApply' ? right.includes(source) : join === 'right' ? left.includes(source) : join === 'full';
  if (!isOptional) return source;
  return { ...source, columns: source.columns.map(({ name, value }) => ({ name, value: { ...value, nullable: true } })) };
}

function translateTable(context: Context, { name, alias, sample }: Extract<TableSource, { kind: 'table' }>, scope: Scope): Part {
  const last = name.parts[name.parts.length - 1] ?? '';
  const common = name.parts.length === 1 ? context.commonTables.get(last.toLowerCase()) : undefined;
  if (common !== undefined) return derived(context, common, alias ?? last);
  const system = systemView(context, name);
  if (system !== undefined) return derived(context, system, alias ?? last);
  const object = context.object(name);
  context.demand('SELECT', object);
  if (object.kind === 'view') return viewSource(context, object, alias ?? last, scope);
  context.read.add(tableSql(object));
  const own = context.alias();
  const sampled = sample === undefined ? '' : ` tablesample system (${context.expression(sample, scope).sql})`;
  return { sql: `${tableSql(object)} ${own}${sampled}`, sources: [tableSource(object, own, alias ?? last)] };
}

export function tableSource(object: CatalogObject, alias: string, exposed: string): Source {
  const columns = object.columns.map((column) => ({
    name: column.name,
    value: {
      ...bound(`${alias}.c${column.id}`, column.type, { nullable: column.nullable, coercibility: 'implicit' }),
      declared: column.declared,
    },
  }));
  return { exposed, schema: object.schema, columns, object, alias };
}

/** A view is its query, translated where it is used; who may read the view need not be able to read what it reads. */
function viewSource(context: Context, object: CatalogObject, exposed: string, scope: Scope): Part {
  const [statement] = parseBatch(object.definition ?? '');
  if (statement?.kind !== 'query')
    throw new SqlServerError(4413, `Could not use view or function '${object.name}' because of binding errors.`);
  const inside: Context = { ...context, demand: () => undefined, can: () => true };
  const query = inside.query(statement.query, { ...scope, sources: [], parent: undefined });
  const columns = query.columns.map(({ value }, index) => ({ name: object.columns[index]?.name ?? '', value }));
  const part = derived(context, { sql: query.sql, columns }, exposed);
  return { ...part, sources: part.sources.map((source) => ({ ...source, schema: object.schema, object })) };
}

/** A query in parentheses with an alias. */
function derived(context: Context, query: BoundQuery, exposed: string): Part {
  const alias = context.alias();
  const columns = query.columns.map(({ name, value }, index) => ({
    name,
    value: {
      ...value,
      sql: `${alias}.k${index + 1}`,
      coercibility: value.coercibility === 'default' ? ('implicit' as const) : value.coercibility,
    },
  }));
  return { sql: `(${query.sql}) ${alias}`, sources: [{ exposed, schema: undefined, columns, object: undefined, alias }] };
}

function named(query: BoundQuery, names: readonly string[]): BoundQuery {
  if (names.length === 0) return query;
  return { sql: query.sql, columns: query.columns.map(({ name, value }, index) => ({ name: names[index] ?? name, value })) };
}

function translateValues(context: Context, source: Extract<TableSource, { kind: 'values' }>, scope: Scope): Part {
  const rows = source.rows.map((row) => row.map((value) => context.expression(value, scope)));
  const types = source.columns.map((_, index) => commonType(rows.flatMap((row) => row[index] ?? [])));
  const sql = rows.map((row) => `(${row.map((value, index) => implicit(value, types[index] ?? value.type).sql).join(', ')})`).join(', ');
  const list = source.columns.map((_, index) => `k${index + 1}`).join(', ');
  const columns = source.columns.map((name, index) => ({ name, value: bound('', types[index] ?? { name: 'int' }) }));
  return derived(context, { sql: `select ${list} from (values ${sql}) as v (${list})`, columns }, source.alias);
}
