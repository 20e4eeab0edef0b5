import { OracleError } from '../../engine.ts';
import type { BoundQuery, Context } from '../binding/context.ts';
import type { Scope } from '../binding/scope.ts';
import type { CatalogColumn, CatalogObject } from '../catalog/model.ts';
import { quote } from '../quote.ts';
import type { Run } from '../run/run.ts';
import { columnName, createTableSql, tableName, truncateTableSql } from '../storage/tables.ts';
import type { Definition, TableChange } from '../syntax/statement-ast.ts';
import { assigned } from '../translate/assign.ts';
import { tableSource } from '../translate/table-source.ts';
import { storageOf } from '../values/storage.ts';
import { columnRow, identitySql, notNullSql, type PlannedColumn, planned, storedColumn } from './columns.ts';
import { constraintSql, logGroupSql, type Table } from './constraints.ts';
import { define, newId, placeOf } from './define.ts';

type Of<Kind extends Definition['kind']> = Extract<Definition, { kind: Kind }>;

function asCatalog({ id, name, type, nullable, definition }: PlannedColumn): CatalogColumn {
  return { id, name, type, nullable, hidden: false, defaultText: undefined, virtualText: definition?.virtual?.text, identity: undefined };
}

/** A virtual column without a type has that of its expression. */
function plannedColumns(
  context: Context,
  table: Pick<Table, 'id' | 'owner' | 'name'>,
  { columns }: Of<'create table'>,
): readonly PlannedColumn[] {
  const { major } = context.facts;
  const typed = columns.map((column, index) =>
    column.type === undefined && column.virtual !== undefined ? undefined : planned(column, index + 1, major),
  );
  const known = typed.flatMap((column) => (column === undefined ? [] : [asCatalog(column)]));
  const scope: Scope = {
    sources: [tableSource(context, unborn(table, known), '', table.name)],
    parent: undefined,
    groups: undefined,
  };
  return columns.map(
    (column, index) =>
      typed[index] ??
      planned(column, index + 1, major, column.virtual === undefined ? undefined : context.expression(column.virtual.value, scope).type),
  );
}

function unborn(table: Pick<Table, 'id' | 'owner' | 'name'>, columns: readonly CatalogColumn[]): CatalogObject {
  const nothing = { text: undefined, parentId: undefined, partitioning: undefined };
  return { ...table, ...nothing, dataObjectId: table.id, type: 'TABLE', columns, constraints: [], definition: 1, definedAtScn: 0 };
}

function selectedColumns(query: BoundQuery): readonly PlannedColumn[] {
  return query.columns.map(({ name, value: { type } }, index) => ({
    id: index + 1,
    name,
    type: type.name === 'char' ? { ...type, name: 'varchar2' as const } : type,
    nullable: true,
    definition: undefined,
  }));
}

export async function createTable(
  run: Run,
  statement: Of<'create table'>,
  text: string,
  type = 'TABLE',
  definitionText?: string,
): Promise<void> {
  const { owner, name } = placeOf(run, statement.name, 'CREATE TABLE');
  const context = run.context([]);
  const id = await newId(run);
  const query =
    statement.query === undefined ? undefined : context.query(statement.query, { sources: [], parent: undefined, groups: undefined });
  const columns = query === undefined ? plannedColumns(context, { id, owner, name }, statement) : selectedColumns(query);
  const twice = columns.find((column, index) => columns.findIndex(({ name: other }) => other === column.name) !== index);
  if (twice !== undefined) throw new OracleError(957, 'duplicate column name');
  const table: Table = { id, owner, name, columns: columns.map(asCatalog), constraints: [] };
  const detail = { iot: statement.isIndexOrganized, temporary: statement.isTemporary, partitioning: statement.partitioning };
  const sql = [
    createTableSql(
      id,
      columns.flatMap((column) => storedColumn(column) ?? []),
    ),
    `insert into cat.objects (object_id, data_object_id, container, owner, name, type, text, detail) values (${id}, ${id}, ${quote(run.facts.container)}, ${quote(owner)}, ${quote(name)}, ${quote(type)}, ${definitionText === undefined ? 'null' : quote(definitionText)}, ${quote(JSON.stringify(detail))})`,
    ...columns.map((column) => columnRow(id, column)),
    ...identitySql(id, columns),
  ];
  for (const constraint of [...columns.flatMap(({ definition }) => definition?.constraints ?? []), ...statement.constraints])
    sql.push(...(await constraintSql(run, context, table, constraint)));
  for (const group of statement.logGroups) sql.push(await logGroupSql(run, table, group));
  if (query !== undefined) {
    const values = table.columns.map((column, index) =>
      assigned(context, { sql: `q.k${index + 1}`, type: query.columns[index]?.value.type ?? column.type, nullable: true }, column, table),
    );
    sql.push(
      `insert into ${tableName(id)} (${columns.map((column) => columnName(column.id)).join(', ')}) select ${values.join(', ')} from (${query.sql}) q`,
    );
  }
  await define(run, text, { sql, objectId: id });
}

export async function truncateTable(run: Run, { name }: Of<'truncate'>, text: string): Promise<void> {
  const context = run.context([]);
  const object = context.object(name);
  if (object.owner !== run.facts.user && !context.isDba && !context.rights.has('DROP ANY TABLE'))
    throw new OracleError(1031, 'insufficient privileges');
  const data = await newId(run);
  await define(run, text, {
    objectId: object.id,
    kind: 'truncate',
    sql: [truncateTableSql(object.id, data), `update cat.objects set data_object_id = ${data} where object_id = ${object.id}`],
  });
}

export async function alterTable(run: Run, statement: Of<'alter table'>, text: string): Promise<void> {
  const context = run.context([]);
  const object = context.object(statement.name);
  context.demand('ALTER', object);
  const sql: string[] = [];
  for (const change of statement.changes)
    sql.push(...(await changeSql(run, object, change, statement.changes.filter(({ kind }) => kind === 'add column').indexOf(change))));
  const isShape = statement.changes.some(({ kind }) => kind.endsWith('column') || kind === 'rename');
  if (isShape) sql.push(`update cat.objects set definition = definition + 1 where object_id = ${object.id}`);
  await define(run, text, { sql, objectId: object.id });
}

async function changeSql(
  run: Run,
  object: Table & { readonly columns: readonly CatalogColumn[] },
  change: TableChange,
  added: number,
): Promise<readonly string[]> {
  const context = run.context([]);
  const table = tableName(object.id);
  const existing = (name: string): CatalogColumn => {
    const found = object.columns.find((column) => column.name === name);
    if (found === undefined) throw new OracleError(904, `"${name}": invalid identifier`);
    return found;
  };
  switch (change.kind) {
    case 'add column': {
      if (object.columns.some(({ name }) => name === change.column.name))
        throw new OracleError(1430, 'column being added already exists in table');
      const { rows } = await run.transactions.read(
        `select coalesce(max(column_id), 0) + 1 from (select column_id from cat.columns where object_id = ${object.id} union all select attnum - 2 from pg_attribute where attrelid = '${table}'::regclass) c`,
      );
      const column = planned(change.column, Number(rows[0]?.[0]) + added, context.facts.major);
      const stored = storedColumn(column);
      const value =
        change.column.default === undefined
          ? undefined
          : assigned(
              context,
              context.expression(change.column.default.value, { sources: [], parent: undefined, groups: undefined }),
              asCatalog(column),
              object,
            );
      return [
        ...(stored === undefined ? [] : [`alter table ${table} add ${stored}${value === undefined ? '' : ` default ${value}`}`]),
        ...(value === undefined ? [] : [`alter table ${table} alter ${columnName(column.id)} drop default`]),
        columnRow(object.id, column),
        ...(await constraintsOf(run, { ...object, columns: [...object.columns, asCatalog(column)] }, change)),
      ];
    }
    case 'modify column': {
      const old = existing(change.column.name);
      const column = planned(change.column, old.id, context.facts.major, old.type);
      const to = change.column.nullable ?? old.nullable;
      return [
        ...(storageOf(column.type) === storageOf(old.type)
          ? []
          : [`alter table ${table} alter ${columnName(old.id)} type ${storageOf(column.type)} using null`]),
        `update cat.columns set type = ${quote(JSON.stringify(column.type))}, nullable = ${to}${change.column.default === undefined ? '' : `, default_text = ${quote(change.column.default.text)}`} where object_id = ${object.id} and column_id = ${old.id}`,
        notNullSql(object.id, old.id, to),
      ];
    }
    case 'drop column': {
      const { id, virtualText } = existing(change.name);
      return [
        ...(virtualText === undefined ? [`alter table ${table} drop ${columnName(id)} cascade`] : []),
        `delete from cat.columns where object_id = ${object.id} and column_id = ${id}`,
      ];
    }
    case 'rename column':
      return [
        `update cat.columns set name = ${quote(change.to)} where object_id = ${object.id} and column_id = ${existing(change.name).id}`,
      ];
    case 'rename':
      return [`update cat.objects set name = ${quote(change.to)} where object_id = ${object.id}`];
    case 'add constraint':
      return constraintSql(run, context, object, change.constraint);
    case 'drop constraint': {
      const found = object.constraints.find(({ name, type }) => (change.name === undefined ? type === 'P' : name === change.name));
      if (found === undefined) throw new OracleError(2443, 'Cannot drop constraint  - nonexistent constraint');
      return [
        `alter table ${table} drop constraint if exists k${found.id} cascade`,
        `delete from cat.objects where object_id = (select index_id from cat.constraints where constraint_id = ${found.id})`,
        `delete from cat.constraints where constraint_id = ${found.id}`,
      ];
    }
    case 'add log group':
      return [await logGroupSql(run, object, change.group)];
    case 'drop log group':
      return [
        `delete from cat.log_groups where object_id = ${object.id} and ${change.group.name === undefined ? `type = ${quote(change.group.type)}` : `name = ${quote(change.group.name)}`}`,
      ];
    case 'other':
      return [];
  }
}

async function constraintsOf(run: Run, table: Table, { column }: Extract<TableChange, { kind: 'add column' }>): Promise<readonly string[]> {
  const sql: string[] = [];
  for (const constraint of column.constraints) sql.push(...(await constraintSql(run, run.context([]), table, constraint)));
  return sql;
}
