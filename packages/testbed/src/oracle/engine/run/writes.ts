import { type Bind, type Execution, OracleError, type OracleValue } from '../../engine.ts';
import { type Bound, nullBound } from '../binding/bound.ts';
import { type Context, withBinds } from '../binding/context.ts';
import { emptyScope, type Scope } from '../binding/scope.ts';
import type { CatalogColumn, CatalogObject } from '../catalog/model.ts';
import { columnName, tableName } from '../storage/tables.ts';
import type { Name, Returning, Statement, Value } from '../syntax/ast.ts';
import { partCursor } from '../syntax/grammar.ts';
import { assigned } from '../translate/assign.ts';
import { rowLimit } from '../translate/select.ts';
import { tableSource } from '../translate/table-source.ts';
import { decoder } from '../values/codec.ts';
import { rowIdText } from '../values/rowids.ts';
import { clientSql } from './cursors.ts';
import type { Run } from './run.ts';

type Write = Extract<Statement, { kind: 'insert' | 'update' | 'delete' }>;

/** Stands for the transaction's number until the statement runs. */
const transactionMark = '\u0003';

export interface PreparedWrite {
  /** With the marks of binds and of the transaction. */
  readonly sql: string;
  readonly returning: readonly Bound[];
  readonly into: readonly number[];
  /** An insert's values alone, which many rows of binds can share a statement with. */
  readonly head?: string;
  readonly values?: string;
}

export async function runWrite(
  run: Run,
  statement: Write,
  rows: readonly (readonly Bind[])[],
  variables: ReadonlyMap<string, Bound> | undefined,
  remembered: (make: () => PreparedWrite) => PreparedWrite,
): Promise<Omit<Execution, 'cursor'>> {
  const context = run.context(
    (rows[0] ?? []).map(({ type }) => type),
    variables,
  );
  const prepared = remembered(() => prepare(context, statement));
  const literals = rows.map((row) => run.literals(row));
  const execute = (sql: string) => run.transactions.write((id) => sql.replaceAll(transactionMark, id), context.facts.container);
  const done = { count: 0, rowId: undefined as string | undefined, rows: [] as (readonly (string | null)[])[] };
  const take = (found: Awaited<ReturnType<typeof execute>>): void => {
    done.count += found.count;
    const rowId = found.rows[found.rows.length - 1]?.[0];
    done.rowId = typeof rowId === 'string' ? rowIdText(rowId) : done.rowId;
    if (prepared.into.length > 0) done.rows.push(...found.rows);
  };
  const { head, values } = prepared;
  for (let first = 0; first < literals.length; first += 500) {
    const part = literals.slice(first, first + 500);
    if (part.length > 1 && head !== undefined && values !== undefined)
      take(await execute(`${head} ${part.map((row) => withBinds(values, row)).join(', ')} returning row_id`));
    else for (const row of part) take(await execute(withBinds(prepared.sql, row)));
  }
  return { rowCount: done.count, rowId: done.rowId, outputs: outputsOf(context, prepared, done.rows) };
}

function outputsOf(
  { facts }: Context,
  { returning, into }: PreparedWrite,
  rows: readonly (readonly (string | null)[])[],
): ReadonlyMap<number, readonly OracleValue[]> {
  const outputs = new Map<number, readonly OracleValue[]>();
  into.forEach((place, index) => {
    const of = returning[index];
    if (of === undefined) throw new OracleError(913, 'too many values');
    const decode = decoder(of.type, facts.characterSet, facts.sessionOffset);
    outputs.set(
      place,
      rows.map((row) => {
        const text = row[index + 1];
        return text === null || text === undefined ? null : decode(text);
      }),
    );
  });
  return outputs;
}

function prepare(context: Context, statement: Write): PreparedWrite {
  const object = target(context, statement.table, statement.kind.toUpperCase());
  const alias = context.alias();
  const last = statement.table.parts[statement.table.parts.length - 1] ?? '';
  const exposed = (statement.kind === 'insert' ? undefined : statement.alias) ?? last;
  const scope: Scope = { sources: [tableSource(context, object, alias, exposed)], parent: undefined, groups: undefined };
  const { list, returning, into } = returned(context, statement.returning, scope);
  const table = `${tableName(object.id)} as ${alias}`;
  if (statement.kind === 'insert') {
    const { head, values, query } = insertSql(context, statement, object, table);
    const plain = { returning, into, sql: `${head} ${query ?? values ?? ''} returning ${list}` };
    return values === undefined || into.length > 0 ? plain : { ...plain, head, values };
  }
  const where = whereSql(context, statement.where, scope, object, alias);
  if (statement.kind === 'delete') return { sql: `delete from ${table}${where} returning ${list}`, returning, into };
  const set = statement.set.map(({ columns, value, at }) => {
    const [name] = columns;
    if (name === undefined || columns.length > 1) throw new OracleError(3001, 'unimplemented feature: SET of several columns at once');
    const column = writable(object, name, at);
    return `${columnName(column.id)} = ${value === 'default' ? defaultSql(context, object, column) : assigned(context, context.expression(value, scope), column, object)}`;
  });
  return { sql: `update ${table} set ${set.join(', ')}, tx = ${transactionMark}${where} returning ${list}`, returning, into };
}

function target(context: Context, name: Name, privilege: string): CatalogObject {
  const object = context.object(name);
  if (object.type === 'VIEW') throw new OracleError(1732, 'data manipulation operation not legal on this view');
  context.demand(privilege, object);
  return object;
}

function returned(
  context: Context,
  returning: Returning | undefined,
  scope: Scope,
): { readonly list: string; readonly returning: readonly Bound[]; readonly into: readonly number[] } {
  const values = (returning?.values ?? []).map((value) => context.expression(value, scope));
  const list = ['row_id', ...values.map(({ sql, type }) => clientSql(type, sql))].join(', ');
  return { list, returning: values, into: returning?.into ?? [] };
}

function whereSql(
  context: Context,
  where: Extract<Write, { kind: 'update' }>['where'],
  scope: Scope,
  object: CatalogObject,
  alias: string,
): string {
  const { limit, rest } = rowLimit(context, where, { ...scope, sources: [] });
  const condition = rest === undefined ? '' : ` where ${context.condition(rest, scope)}`;
  if (limit === '') return condition;
  return ` where ${alias}.row_id in (select ${alias}.row_id from ${tableName(object.id)} ${alias}${condition}${limit})`;
}

function writable(object: CatalogObject, name: string, at: number): CatalogColumn {
  const column = object.columns.find((candidate) => candidate.name === name);
  if (column === undefined) throw new OracleError(904, `"${name}": invalid identifier`, { offset: at });
  if (column.virtualText !== undefined) throw new OracleError(54_013, 'INSERT operation disallowed on virtual columns');
  if (column.identity?.always === true) throw new OracleError(32_795, 'cannot insert into a generated always identity column');
  return column;
}

function insertSql(
  context: Context,
  { columns, source, table }: Extract<Write, { kind: 'insert' }>,
  object: CatalogObject,
  into: string,
): { readonly head: string; readonly values?: string; readonly query?: string } {
  const free = object.columns.filter(({ virtualText, hidden }) => virtualText === undefined && !hidden);
  const named = columns.length > 0 ? columns.map((name) => writable(object, name, table.at)) : free;
  const others = object.columns.filter(
    (column) =>
      column.virtualText === undefined && !named.includes(column) && (column.defaultText !== undefined || column.identity !== undefined),
  );
  const head = `insert into ${into} (${[...named, ...others].map(({ id }) => columnName(id)).join(', ')}, tx)`;
  const defaults = others.map((column) => defaultSql(context, object, column));
  const check = (count: number): void => {
    if (count > named.length) throw new OracleError(913, 'too many values');
    if (count < named.length) throw new OracleError(947, 'not enough values');
  };
  if ('body' in source) {
    const query = context.query(source, emptyScope);
    check(query.columns.length);
    const values = query.columns.map(({ value }, index) => valueSql(context, { ...value, sql: `q.k${index + 1}` }, named[index], object));
    return { head, query: `select ${[...values, ...defaults, transactionMark].join(', ')} from (${query.sql}) q` };
  }
  check(source.length);
  const values = source.map((value: Value, index) =>
    value === 'default'
      ? defaultSql(context, object, named[index])
      : valueSql(context, context.expression(value, emptyScope), named[index], object),
  );
  return { head: `${head} values`, values: `(${[...values, ...defaults, transactionMark].join(', ')})` };
}

function valueSql(context: Context, value: Bound, column: CatalogColumn | undefined, object: CatalogObject): string {
  if (column === undefined) throw new OracleError(913, 'too many values');
  const sql = assigned(context, value, column, object);
  return column.identity?.onNull === true ? `coalesce(${sql}, ${defaultSql(context, object, column)})` : sql;
}

function defaultSql(context: Context, object: CatalogObject, column: CatalogColumn | undefined): string {
  if (column === undefined) throw new OracleError(913, 'too many values');
  if (column.identity !== undefined) return `nextval('data.i${object.id}')::numeric`;
  if (column.defaultText === undefined) return nullBound(column.type).sql;
  const cursor = partCursor(column.defaultText, context.facts);
  return assigned(context, context.expression(cursor.grammar.expression(cursor), emptyScope), column, object);
}
