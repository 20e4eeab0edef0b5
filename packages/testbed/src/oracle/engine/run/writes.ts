import { type Bind, type Execution, OracleError, type OracleValue } from '../../engine.ts';
import type { Bound } from '../binding/bound.ts';
import { type Context, withBinds } from '../binding/context.ts';
import { emptyScope, type Scope } from '../binding/scope.ts';
import type { CatalogObject } from '../catalog/model.ts';
import { tableName } from '../storage/tables.ts';
import type { Returning, Statement, Value } from '../syntax/statement-ast.ts';
import { rowLimit } from '../translate/select.ts';
import { tableSource } from '../translate/table-source.ts';
import { decoder } from '../values/codec.ts';
import { rowIdText } from '../values/rowids.ts';
import { defaultSql, demandCount, insertColumns, setSql, target, transactionMark, valueSql } from './columns.ts';
import { clientSql } from './cursors.ts';
import { insertAllSql } from './insert-all.ts';
import { mergeSql } from './merge.ts';
import type { Run } from './run.ts';

export type Write = Extract<Statement, { kind: 'insert' | 'insert all' | 'update' | 'delete' | 'merge' }>;

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
  if (statement.kind === 'merge') return { sql: mergeSql(context, statement), returning: [], into: [] };
  if (statement.kind === 'insert all') return { sql: insertAllSql(context, statement), returning: [], into: [] };
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
  return { sql: `update ${table} set ${setSql(context, object, statement.set, scope)}${where} returning ${list}`, returning, into };
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

function insertSql(
  context: Context,
  { columns, source, table }: Extract<Write, { kind: 'insert' }>,
  object: CatalogObject,
  into: string,
): { readonly head: string; readonly values?: string; readonly query?: string } {
  const { list, named, defaults } = insertColumns(context, object, columns, table.at);
  const head = `insert into ${into} ${list}`;
  if ('body' in source) {
    const query = context.query(source, emptyScope);
    demandCount(query.columns.length, named);
    const values = query.columns.map(({ value }, index) => valueSql(context, { ...value, sql: `q.k${index + 1}` }, named[index], object));
    return { head, query: `select ${[...values, ...defaults, transactionMark].join(', ')} from (${query.sql}) q` };
  }
  demandCount(source.length, named);
  const values = source.map((value: Value, index) =>
    value === 'default'
      ? defaultSql(context, object, named[index])
      : valueSql(context, context.expression(value, emptyScope), named[index], object),
  );
  return { head: `${head} values`, values: `(${[...values, ...defaults, transactionMark].join(', ')})` };
}
