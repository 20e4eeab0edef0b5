import { type Bound, bound, nullBound } from '../../binding/bound.ts';
import type { Context } from '../../binding/context.ts';
import { convert } from '../convert.ts';
import { type Functions, int, nvarchar, quoted } from './function.ts';

/** Parts of a written name, from the right, without their brackets: SQL for each. */
function namePart(sql: string, fromRight: number): string {
  return `tsql.name_part(${sql}, ${fromRight})`;
}

function objectId(name: Bound, context: Context): string {
  const text = convert(name, nvarchar(context, 4000)).sql;
  const schema = `coalesce(nullif(${namePart(text, 1)}, ''), 'dbo')`;
  const database = `coalesce(nullif(${namePart(text, 2)}, ''), ${quoted(context.database.name)})`;
  return `(select o.object_id from cat.objects o join cat.schemas s on s.database_id = o.database_id and s.schema_id = o.schema_id
    join cat.databases d on d.database_id = o.database_id
    where lower(o.name) = lower(${namePart(text, 0)}) and lower(s.name) = lower(${schema}) and lower(d.name) = lower(${database}))`;
}

export const objectFunctions: Functions = {
  object_id: { arguments: [1, 2], translate: ([name = nullBound()], context) => bound(objectId(name, context), int) },
  object_name: {
    arguments: [1, 2],
    translate: ([id = nullBound()], context) =>
      bound(`(select o.name from cat.objects o where o.object_id = ${id.sql})`, nvarchar(context, 128)),
  },
  object_schema_name: {
    arguments: [1, 2],
    translate: ([id = nullBound()], context) =>
      bound(
        `(select s.name from cat.objects o join cat.schemas s on s.database_id = o.database_id and s.schema_id = o.schema_id where o.object_id = ${id.sql})`,
        nvarchar(context, 128),
      ),
  },
  schema_name: {
    arguments: [0, 1],
    translate: ([id], context) =>
      bound(
        `(select s.name from cat.schemas s where s.database_id = ${context.database.id} and s.schema_id = ${id?.sql ?? 1})`,
        nvarchar(context, 128),
      ),
  },
  schema_id: {
    arguments: [0, 1],
    translate: ([name], context) =>
      bound(
        name === undefined
          ? '1'
          : `(select s.schema_id from cat.schemas s where s.database_id = ${context.database.id} and lower(s.name) = lower(${name.sql}))`,
        int,
      ),
  },
  type_name: {
    arguments: [1, 1],
    translate: ([id = nullBound()], context) =>
      bound(`(select t.name from cat.types t where t.user_type_id = ${id.sql})`, nvarchar(context, 128)),
  },
  col_name: {
    arguments: [2, 2],
    translate: ([object = nullBound(), column = nullBound()], context) =>
      bound(`(select c.name from cat.columns c where c.object_id = ${object.sql} and c.column_id = ${column.sql})`, nvarchar(context, 128)),
  },
  columnproperty: {
    arguments: [3, 3],
    translate: ([object = nullBound(), column = nullBound(), property = nullBound()]) =>
      bound(
        `(select case lower(${property.sql}) when 'allowsnull' then c.nullable::int when 'isidentity' then (c.seed is not null)::int when 'iscomputed' then (c.computed is not null)::int when 'columnid' then c.column_id end from cat.columns c where c.object_id = ${object.sql} and lower(c.name) = lower(${column.sql}))`,
        int,
      ),
  },
  has_perms_by_name: {
    arguments: [3, 5],
    translate: ([securable = nullBound(), type = nullBound(), permission = nullBound(), sub], context) => {
      const list = [securable, type, permission].map(({ sql }) => `(${sql})::text`).join(', ');
      return bound(
        `tsql.has_permission(${context.database.id}, ${quoted(context.facts.user)}, ${quoted(context.facts.login)}, ${list}, ${sub === undefined ? 'null' : sub.sql}::text)`,
        int,
      );
    },
  },
};
