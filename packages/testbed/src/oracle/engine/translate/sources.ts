import { OracleError } from '../../engine.ts';
import { bound } from '../binding/bound.ts';
import type { BoundQuery, Context } from '../binding/context.ts';
import { resolve, type Scope, type Source } from '../binding/scope.ts';
import type { CatalogObject } from '../catalog/model.ts';
import { viewQuery } from '../dictionary/view.ts';
import { tableName } from '../storage/tables.ts';
import type { Name, Select, TableSource } from '../syntax/ast.ts';
import { partCursor } from '../syntax/grammar.ts';
import { pastSource } from './past.ts';
import { tableSource } from './table-source.ts';

export interface Sources {
  /** ` from …`, or nothing. */
  readonly sql: string;
  readonly sources: readonly Source[];
}

export function translateSources(context: Context, { from }: Pick<Select, 'from'>, parent: Scope): Sources {
  const parts = from.map((source) => translateSource(context, source, parent));
  const sources = parts.flatMap((part) => part.sources);
  const isDual = from.length === 1 && sources[0]?.exposed === 'DUAL' && sources[0].columns.length === 1 && sources[0].schema === 'SYS';
  return { sql: isDual || parts.length === 0 ? '' : ` from ${parts.map(({ sql }) => sql).join(', ')}`, sources };
}

function translateSource(
  context: Context,
  source: TableSource,
  parent: Scope,
): { readonly sql: string; readonly sources: readonly Source[] } {
  if (source.kind === 'join') return translateJoin(context, source, parent);
  const alias = context.alias();
  if (source.kind === 'derived') {
    const query = context.query(source.query, parent);
    return { sql: `(${query.sql}) ${alias}`, sources: [derivedSource(query, alias, source.alias)] };
  }
  const { name } = source;
  const last = name.parts[name.parts.length - 1] ?? '';
  const common = name.parts.length === 1 ? context.commonTables.get(last) : undefined;
  if (common !== undefined) return { sql: `(${common.sql}) ${alias}`, sources: [derivedSource(common, alias, source.alias ?? last)] };
  return namedSource(context, source, source.alias ?? last, alias, parent);
}

function namedSource(
  context: Context,
  source: Extract<TableSource, { kind: 'table' }>,
  exposed: string,
  alias: string,
  parent: Scope,
): { readonly sql: string; readonly sources: readonly Source[] } {
  const { name } = source;
  const object = context.find(name);
  if (object === undefined) return systemSource(context, name, exposed, alias);
  context.demand('SELECT', object);
  if (source.past !== undefined) return pastSource(context, object, source.past, exposed, alias, parent);
  if (source.partition !== undefined) {
    const known = object.partitioning?.partitions.some((partition) => partition.name === source.partition) === true;
    if (!known) throw new OracleError(2149, 'Specified partition does not exist', { offset: name.at });
    throw new OracleError(3001, 'unimplemented feature: reading one partition');
  }
  if (object.type === 'VIEW') {
    const query = storedQuery(context, object);
    return { sql: `(${query.sql}) ${alias}`, sources: [{ ...derivedSource(query, alias, exposed), schema: object.owner, object }] };
  }
  return { sql: `${tableName(object.id)} ${alias}`, sources: [tableSource(context, object, alias, exposed)] };
}

function systemSource(
  context: Context,
  name: Name,
  exposed: string,
  alias: string,
): { readonly sql: string; readonly sources: readonly Source[] } {
  const last = name.parts[name.parts.length - 1] ?? '';
  if (last === 'DUAL' && (name.parts.length === 1 || name.parts[0] === 'SYS')) {
    const columns = [{ name: 'DUMMY', value: bound("'X'::text", { name: 'varchar2', length: 1 }) }];
    return {
      sql: `(select 1 as one) ${alias}`,
      sources: [{ exposed, schema: 'SYS', columns, object: undefined, alias, pseudo: new Map() }],
    };
  }
  const view = context.view(name);
  if (view === undefined) throw new OracleError(942, 'table or view does not exist', { offset: name.at });
  const query = viewQuery(context, view);
  return { sql: `(${query.sql}) ${alias}`, sources: [{ ...derivedSource(query, alias, exposed), schema: 'SYS' }] };
}

/** A query as a source of another. */
export function derivedSource(query: BoundQuery, alias: string, exposed: string | undefined): Source {
  const columns = query.columns.map(({ name, value }, index) => ({
    name,
    value: { sql: `${alias}.k${index + 1}`, type: value.type, nullable: true },
  }));
  return { exposed, schema: undefined, columns, object: undefined, alias, pseudo: new Map() };
}

/** A view's query runs with its owner's rights and names. */
function storedQuery(context: Context, { owner, text = '', columns }: CatalogObject): BoundQuery {
  const cursor = partCursor(text, context.facts);
  const query = cursor.grammar.query(cursor);
  const found = context.as(owner).query(query, { sources: [], parent: undefined, groups: undefined });
  return { sql: found.sql, columns: found.columns.map((column, index) => ({ ...column, name: columns[index]?.name ?? column.name })) };
}

function translateJoin(
  context: Context,
  join: Extract<TableSource, { kind: 'join' }>,
  parent: Scope,
): { readonly sql: string; readonly sources: readonly Source[] } {
  const [left, right] = [translateSource(context, join.left, parent), translateSource(context, join.right, parent)];
  const sources = [...left.sources, ...right.sources];
  const how = `${join.how} join`;
  if (join.how === 'cross') return { sql: `(${left.sql} ${how} ${right.sql})`, sources };
  const scope: Scope = {
    sources,
    parent: parent.sources.length === 0 && parent.parent === undefined ? undefined : parent,
    groups: undefined,
  };
  const on =
    join.on === undefined
      ? join.using
          .map((column) => {
            const [a, b] = [left, right].map(
              (side) => resolve({ parts: [column], at: 0 }, { ...scope, sources: side.sources, parent: undefined })?.value.sql,
            );
            if (a === undefined || b === undefined) throw new OracleError(904, `"${column}": invalid identifier`);
            return `${a} = ${b}`;
          })
          .join(' and ')
      : context.condition(join.on, scope);
  if (join.using.length === 0) return { sql: `(${left.sql} ${how} ${right.sql} on ${on})`, sources };
  // A column of USING is one: the right side gives up its own.
  const merged = right.sources.map((source) => ({ ...source, columns: source.columns.filter(({ name }) => !join.using.includes(name)) }));
  return { sql: `(${left.sql} ${how} ${right.sql} on ${on})`, sources: [...left.sources, ...merged] };
}
