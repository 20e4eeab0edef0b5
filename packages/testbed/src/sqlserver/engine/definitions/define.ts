import { SqlServerError } from '../../engine.ts';
import { emptyScope } from '../binding/scope.ts';
import { nowSql, type Run } from '../run/session-state.ts';
import type { Statement } from '../syntax/ast.ts';
import { maxLength, precisionAndScale } from '../types/names.ts';
import { bareScope, refuseTaken } from './columns.ts';
import { alterDatabase, createDatabase } from './databases.ts';
import { createIndex, dropIndex } from './indexes.ts';
import { alterRole, createLogin, createUser, grant } from './principals.ts';
import { quote } from './quote.ts';
import { alterTable, createTable, dropTable, schemaOf } from './tables.ts';

/** A statement that defines; undefined when it is none. Who may define is not asked: logins of tests that are no administrators read. */
export function definition(run: Run, statement: Statement): (() => Promise<void>) | undefined {
  switch (statement.kind) {
    case 'createTable':
      return () => createTable(run, statement);
    case 'alterTable':
      return () => alterTable(run, run.context().object(statement.name), statement.change);
    case 'createIndex':
      return () => defineIndex(run, statement);
    case 'createView':
      return () => createView(run, statement);
    case 'createSchema':
      return () => createSchema(run, statement.name);
    case 'createDatabase':
      return () => createDatabase(run, statement);
    case 'alterDatabase':
      return () => alterDatabase(run, statement);
    case 'createLogin':
      return () => createLogin(run, statement);
    case 'createUser':
      return () => createUser(run, statement);
    case 'alterRole':
      return () => alterRole(run, statement);
    case 'grant':
      return () => grant(run, statement);
    case 'drop':
      return () => drop(run, statement);
    case 'dropIndex':
      return () => removeIndex(run, statement);
    default:
      return undefined;
  }
}

function defineIndex(
  run: Run,
  { name, table, unique, clustered, columns, include, where, whereText }: Extract<Statement, { kind: 'createIndex' }>,
): Promise<void> {
  const context = run.context();
  const object = context.object(table);
  const filter = where === undefined ? undefined : { sql: context.condition(where, bareScope(object)), text: `(${whereText})` };
  return createIndex(run, object, { name, columns, include, isUnique: unique, isClustered: clustered, constraint: undefined, filter });
}

async function removeIndex(run: Run, { name, table, ifExists }: Extract<Statement, { kind: 'dropIndex' }>): Promise<void> {
  const object = run.context().object(table);
  const index = object.indexes.find((candidate) => candidate.name?.toLowerCase() === name.toLowerCase());
  if (index === undefined && ifExists) return;
  if (index === undefined)
    throw new SqlServerError(
      3701,
      `Cannot drop the index '${object.name}.${name}', because it does not exist or you do not have permission.`,
    );
  if (index.isConstraint)
    throw new SqlServerError(
      3723,
      `An explicit DROP INDEX is not allowed on index '${object.name}.${name}'. It is being used for ${index.isPrimaryKey ? 'PRIMARY' : 'UNIQUE'} KEY constraint enforcement.`,
    );
  await dropIndex(run, object, index.id);
}

async function createSchema(run: Run, name: string): Promise<void> {
  const { database } = run.state;
  if (database.schemas.has(name.toLowerCase()))
    throw new SqlServerError(2714, `There is already an object named '${name}' in the database.`);
  await run.sql(
    `insert into cat.schemas select ${database.id}, greatest(max(schema_id) + 1, 5), ${quote(name)} from cat.schemas where database_id = ${database.id}`,
  );
}

/** The view is kept as its text; binding it here tells the types of its columns, and what is wrong with it. */
async function createView(run: Run, { name, columns, text, query }: Extract<Statement, { kind: 'createView' }>): Promise<void> {
  const schema = schemaOf(run, name);
  const viewName = name.parts[name.parts.length - 1] ?? '';
  await refuseTaken(run, schema.id, viewName);
  const bound = run.context().query(query, emptyScope);
  const { rows } = await run.sql(`insert into cat.objects (database_id, schema_id, name, type, created, modified, definition)
    values (${run.state.database.id}, ${schema.id}, ${quote(viewName)}, 'V', ${nowSql(run.server)}, ${nowSql(run.server)}, ${quote(text)}) returning object_id`);
  for (const [index, column] of bound.columns.entries()) {
    const { type } = column.value;
    const [precision, scale] = precisionAndScale(type);
    const known = columns[index] ?? column.name;
    if (known === '')
      throw new SqlServerError(4511, `Create View or Function failed because no column name was specified for column ${index + 1}.`);
    await run.sql(`insert into cat.columns (object_id, column_id, name, type, declared, nullable, max_length, precision, scale, collation_name) values (${rows[0]?.[0]}, ${index + 1}, ${quote(known)}, ${quote(JSON.stringify(type))},
      ${quote(column.value.declared ?? (type.name === 'udt' ? type.typeName : type.name))}, ${column.value.nullable}, ${maxLength(type)}, ${precision}, ${scale}, ${'collation' in type ? quote(type.collation) : 'null'})`);
  }
}

async function drop(run: Run, { type, names, ifExists }: Extract<Statement, { kind: 'drop' }>): Promise<void> {
  const { database } = run.state;
  for (const name of names) {
    const last = name.parts[name.parts.length - 1] ?? '';
    if (type === 'table' || type === 'view') {
      const schema = name.parts[name.parts.length - 2] ?? 'dbo';
      const object = database.objects.get(`${schema}.${last}`.toLowerCase());
      if (object?.kind === 'table' && type === 'table') await dropTable(run, object);
      else if (object?.kind === 'view' && type === 'view')
        await run.sql(`delete from cat.columns where object_id = ${object.id}; delete from cat.objects where object_id = ${object.id}`);
      else if (!ifExists)
        throw new SqlServerError(
          3701,
          `Cannot drop the ${type} '${name.parts.join('.')}', because it does not exist or you do not have permission.`,
          { state: 5 },
        );
      continue;
    }
    const gone: Readonly<Record<typeof type, string>> = {
      schema: `delete from cat.schemas where database_id = ${database.id} and schema_id > 4 and lower(name) = lower(${quote(last)})`,
      user: `delete from cat.principals where database_id = ${database.id} and principal_id > 4 and lower(name) = lower(${quote(last)})`,
      login: `delete from cat.logins where lower(name) = lower(${quote(last)})`,
      database: `delete from cat.databases where database_id > 4 and lower(name) = lower(${quote(last)})`,
    };
    const { count } = await run.sql(gone[type]);
    if (count === 0 && !ifExists)
      throw new SqlServerError(3701, `Cannot drop the ${type} '${last}', because it does not exist or you do not have permission.`);
  }
}
