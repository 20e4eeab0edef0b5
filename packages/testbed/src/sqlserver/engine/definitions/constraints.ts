import { SqlServerError } from '../../engine.ts';
import type { CatalogObject } from '../catalog/model.ts';
import { tableSql } from '../catalog/model.ts';
import type { Run } from '../run/session-state.ts';
import type { ConstraintDefinition } from '../syntax/ast.ts';
import { bareScope, defaultSql, registerDefault, registerObject } from './columns.ts';
import { columnNamed, createIndex } from './indexes.ts';
import { quote } from './quote.ts';

type Of<Kind extends ConstraintDefinition['kind']> = Extract<ConstraintDefinition, { kind: Kind }>;

export async function addConstraint(run: Run, object: CatalogObject, constraint: ConstraintDefinition): Promise<void> {
  switch (constraint.kind) {
    case 'primaryKey':
    case 'unique':
      return addKey(run, object, constraint);
    case 'foreignKey':
      return addForeignKey(run, object, constraint);
    case 'check':
      return addCheck(run, object, constraint);
    case 'default': {
      const column = columnNamed(object, constraint.column);
      await run.sql(
        `alter table ${tableSql(object)} alter column c${column.id} set default ${defaultSql(run.context(), object, column, constraint.value)}`,
      );
      return registerDefault(run, object, column.name, column.id, constraint.name, constraint.text);
    }
  }
}

async function addKey(run: Run, object: CatalogObject, { kind, name, clustered, columns }: Of<'primaryKey' | 'unique'>): Promise<void> {
  const isPrimaryKey = kind === 'primaryKey';
  if (isPrimaryKey) {
    const nullable = columns.map((key) => columnNamed(object, key.name)).find((column) => column.nullable);
    if (nullable !== undefined)
      throw new SqlServerError(8111, `Cannot define PRIMARY KEY constraint on nullable column in table '${object.name}'.`);
  }
  const known =
    name ??
    `${isPrimaryKey ? 'PK' : 'UQ'}__${object.name.slice(0, 8)}__${(BigInt(object.id) * 7_919n).toString(16).toUpperCase().padStart(16, '0')}${isPrimaryKey ? '' : columns.length}`;
  const id = await registerObject(run, object, known, isPrimaryKey ? 'PK' : 'UQ');
  const { rows } = await run.sql(`select 1 from cat.indexes where object_id = ${object.id} and index_id = 1`);
  const isClustered = clustered ?? (isPrimaryKey && rows.length === 0);
  await createIndex(run, object, {
    name: known,
    columns,
    include: [],
    isUnique: true,
    isClustered,
    constraint: { id, isPrimaryKey },
    filter: undefined,
  });
}

async function addForeignKey(
  run: Run,
  object: CatalogObject,
  { name, columns, table, references, onDelete }: Of<'foreignKey'>,
): Promise<void> {
  const referenced =
    table.parts[table.parts.length - 1]?.toLowerCase() === object.name.toLowerCase() ? object : run.context().object(table);
  const parents = columns.map((column) => columnNamed(object, column));
  const key = referenced.indexes.find((index) => index.isPrimaryKey);
  const targets =
    references.length > 0
      ? references.map((column) => columnNamed(referenced, column))
      : (key?.columns ?? []).flatMap((id) => referenced.columns.find((column) => column.id === id) ?? []);
  if (targets.length !== parents.length)
    throw new SqlServerError(
      1773,
      `Foreign key has implicit reference to object '${referenced.name}' which does not have a primary key defined on it.`,
    );
  const known =
    name ?? `FK__${object.name.slice(0, 9)}__${parents[0]?.name.slice(0, 6)}__${(BigInt(object.id) * 31n).toString(16).toUpperCase()}`;
  const id = await registerObject(run, object, known, 'F');
  const list = targets.map((column) => `c${column.id}`).join(', ');
  // PostgreSQL wants a unique index on the columns themselves.
  await run.sql(
    `create unique index if not exists f${referenced.id}_${targets.map((column) => column.id).join('_')} on ${tableSql(referenced)} (${list})`,
  );
  await run.sql(
    `alter table ${tableSql(object)} add constraint ${JSON.stringify(known)} foreign key (${parents.map((column) => `c${column.id}`).join(', ')}) references ${tableSql(referenced)} (${list}) on delete ${onDelete}`,
  );
  await run.sql(`insert into cat.foreign_keys values (${id}, ${object.id}, ${referenced.id}, ${quote(onDelete)})`);
  await run.sql(
    `insert into cat.foreign_key_columns values ${parents.map((column, index) => `(${id}, ${index + 1}, ${column.id}, ${targets[index]?.id ?? 0})`).join(', ')}`,
  );
}

async function addCheck(run: Run, object: CatalogObject, { name, condition }: Of<'check'>): Promise<void> {
  const known = name ?? `CK__${object.name.slice(0, 9)}__${(BigInt(object.id) * 17n).toString(16).toUpperCase()}`;
  await registerObject(run, object, known, 'C');
  await run.sql(
    `alter table ${tableSql(object)} add constraint ${JSON.stringify(known)} check (${run.context().condition(condition, bareScope(object))})`,
  );
}

/** By name; refuses with 3728 one that is none. */
export async function dropConstraint(run: Run, object: CatalogObject, name: string): Promise<void> {
  const { rows } = await run.sql(
    `select object_id, type, name from cat.objects where parent_object_id = ${object.id} and lower(name) = lower(${quote(name)})`,
  );
  const [id, type, known] = rows[0] ?? [];
  if (id === undefined || id === null) throw new SqlServerError(3728, `'${name}' is not a constraint.`);
  if (type === 'PK' || type === 'UQ') {
    if (type === 'PK' && object.tracked !== undefined)
      throw new SqlServerError(
        4999,
        `Cannot drop the primary key constraint '${known}': change tracking is enabled on table '${object.name}'.`,
      );
    const index = object.indexes.find((candidate) => candidate.name?.toLowerCase() === name.toLowerCase());
    await run.sql(`drop index data.i${object.id}_${index?.id}`);
    await run.sql(`delete from cat.index_columns where object_id = ${object.id} and index_id = ${index?.id}`);
    await run.sql(`delete from cat.indexes where constraint_id = ${id}`);
  } else if (type === 'D') {
    const { rows: columns } = await run.sql(
      `update cat.columns set default_object_id = 0, default_text = null where default_object_id = ${id} returning column_id`,
    );
    await run.sql(`alter table ${tableSql(object)} alter column c${columns[0]?.[0]} drop default`);
  } else {
    await run.sql(`alter table ${tableSql(object)} drop constraint ${JSON.stringify(known)}`);
    await run.sql(`delete from cat.foreign_key_columns where object_id = ${id}`);
    await run.sql(`delete from cat.foreign_keys where object_id = ${id}`);
  }
  await run.sql(`delete from cat.objects where object_id = ${id}`);
}
