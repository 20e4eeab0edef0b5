import type { SqlType } from '../../../engine.ts';
import { type Bound, bound, nullBound } from '../../binding/bound.ts';
import type { Context } from '../../binding/context.ts';
import { constantText, type Functions, int, nvarchar, quoted, textOf, whole } from './function.ts';

const variant: SqlType = { name: 'sql_variant' };

function variantOf(context: Context, value: string | number | null): Bound {
  if (value === null) return nullBound(variant);
  const type: SqlType = typeof value === 'number' ? int : nvarchar(context, 128);
  return bound(`${quoted(`${JSON.stringify(type)}|${value}`)}::text`, variant);
}

/** Microsoft Learn, "SERVERPROPERTY": those that clients ask for. */
function serverProperty(context: Context, name: string): Bound {
  const { facts } = context;
  const values: Readonly<Record<string, string | number>> = {
    productversion: facts.version,
    productmajorversion: String(facts.major),
    productlevel: 'RTM',
    edition: facts.edition,
    engineedition: facts.engineEdition,
    servername: facts.serverName,
    machinename: facts.serverName,
    isclustered: 0,
    ishadrenabled: 0,
    isintegratedsecurityonly: 0,
    collation: context.databases.get('master')?.collation ?? context.database.collation,
  };
  return variantOf(context, values[name.toLowerCase()] ?? null);
}

function databaseProperty(context: Context, database: string, name: string): Bound {
  const found = context.databases.get(database.toLowerCase());
  if (found === undefined) return nullBound(variant);
  const values: Readonly<Record<string, string | number>> = {
    collation: found.collation,
    updateability: 'READ_WRITE',
    status: 'ONLINE',
    useraccess: 'MULTI_USER',
    recovery: 'FULL',
  };
  return variantOf(context, values[name.toLowerCase()] ?? null);
}

export const serverFunctions: Functions = {
  '@@version': {
    arguments: [0, 0],
    translate: (_, context) =>
      textOf(context, `Microsoft SQL Server ${context.facts.major} (X64) - ${context.facts.version} (X64) - ${context.facts.edition}`, 300),
  },
  '@@spid': { arguments: [0, 0], translate: (_, { facts }) => bound(`${facts.spid}::smallint`, { name: 'smallint' }, { nullable: false }) },
  '@@trancount': { arguments: [0, 0], translate: (_, { facts }) => whole(facts.transactionCount) },
  '@@rowcount': { arguments: [0, 0], translate: (_, { facts }) => whole(facts.rowCount) },
  '@@error': { arguments: [0, 0], translate: () => whole(0) },
  '@@servername': { arguments: [0, 0], translate: (_, context) => textOf(context, context.facts.serverName) },
  '@@language': { arguments: [0, 0], translate: (_, context) => textOf(context, 'us_english') },
  '@@identity': { arguments: [0, 0], translate: (_, { facts }) => identity(facts.identity) },
  scope_identity: { arguments: [0, 0], translate: (_, { facts }) => identity(facts.identity) },
  xact_state: {
    arguments: [0, 0],
    translate: (_, { facts }) => bound(`${facts.transactionCount > 0 ? 1 : 0}::smallint`, { name: 'smallint' }),
  },
  serverproperty: { arguments: [1, 1], translate: ([name], context) => serverProperty(context, constantText(name, 'SERVERPROPERTY')) },
  databasepropertyex: {
    arguments: [2, 2],
    translate: ([database, name], context) =>
      databaseProperty(context, constantText(database, 'DATABASEPROPERTYEX'), constantText(name, 'DATABASEPROPERTYEX')),
  },
  db_name: {
    arguments: [0, 1],
    translate: ([id], context) =>
      id === undefined
        ? textOf(context, context.database.name)
        : bound(`(select d.name from cat.databases d where d.database_id = ${id.sql})`, nvarchar(context, 128)),
  },
  db_id: {
    arguments: [0, 1],
    translate: ([name], context) =>
      name === undefined
        ? whole(context.database.id)
        : bound(`(select d.database_id from cat.databases d where lower(d.name) = lower(${name.sql}))`, int),
  },
  suser_sname: { arguments: [0, 0], translate: (_, context) => textOf(context, context.facts.login) },
  suser_name: { arguments: [0, 0], translate: (_, context) => textOf(context, context.facts.login) },
  original_login: { arguments: [0, 0], translate: (_, context) => textOf(context, context.facts.login) },
  user_name: { arguments: [0, 0], translate: (_, context) => textOf(context, context.facts.user) },
  is_srvrolemember: { arguments: [1, 2], translate: (_, context) => whole(context.facts.user === 'dbo' ? 1 : 0) },
  is_member: {
    arguments: [1, 1],
    translate: ([role = nullBound()], context) =>
      bound(`tsql.is_member(${context.database.id}, ${quoted(context.facts.user)}, (${role.sql})::text)`, int),
  },
  host_name: {
    arguments: [0, 0],
    translate: (_, { facts, database }) =>
      bound(`(select s.host from cat.sessions s where s.spid = ${facts.spid})`, {
        name: 'nvarchar',
        length: 128,
        collation: database.collation,
      }),
  },
  app_name: {
    arguments: [0, 0],
    translate: (_, { facts, database }) =>
      bound(`(select s.program from cat.sessions s where s.spid = ${facts.spid})`, {
        name: 'nvarchar',
        length: 128,
        collation: database.collation,
      }),
  },
};

function identity(value: string | null): Bound {
  return bound(value === null ? 'null::numeric' : `${value}::numeric`, { name: 'numeric', precision: 38, scale: 0 });
}
