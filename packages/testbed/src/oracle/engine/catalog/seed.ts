import { quote } from '../quote.ts';

export interface Seed {
  readonly databaseName: string;
  readonly pluggable: readonly string[] | undefined;
  readonly characterSet: string;
  readonly version: string;
  readonly serverOffset: number;
  readonly administrator: { readonly user: string; readonly password: string };
}

const dictionaryRoles = ['DBA', 'CONNECT', 'RESOURCE', 'SELECT_CATALOG_ROLE', 'EXECUTE_CATALOG_ROLE', 'LOGSTDBY_ADMINISTRATOR'];

/** A database as it is made: its containers, SYS and SYSTEM, roles, parameters. */
export function seedSql({ databaseName, pluggable, characterSet, version, serverOffset, administrator }: Seed): string {
  const name = quote(databaseName);
  const containers =
    pluggable === undefined
      ? [[0, databaseName]]
      : [[1, 'CDB$ROOT'], [2, 'PDB$SEED'], ...pluggable.map((container, index) => [index + 3, container])];
  const accounts = [
    ...new Map([
      ['SYS', 'oracle'],
      ['SYSTEM', 'oracle'],
      [administrator.user.toUpperCase(), administrator.password],
    ]),
  ];
  const users = accounts.map(
    ([user, password]) =>
      `insert into cat.users (container, name, password, maintained) select name, ${quote(user)}, ${quote(password)}, ${['SYS', 'SYSTEM'].includes(user)} from cat.containers; insert into cat.role_grants (container, grantee, role) select name, ${quote(user)}, 'DBA' from cat.containers`,
  );
  const roles = dictionaryRoles.map(
    (role) => `insert into cat.users (container, name, is_role, maintained) select name, '${role}', true, true from cat.containers`,
  );
  const grants = [
    'CREATE SESSION:CONNECT',
    'CREATE TABLE:RESOURCE',
    'CREATE SEQUENCE:RESOURCE',
    'CREATE PROCEDURE:RESOURCE',
    'SELECT ANY DICTIONARY:DBA',
    'SELECT ANY TABLE:DBA',
    'CREATE SESSION:DBA',
    'LOGMINING:DBA',
    'FLASHBACK ANY TABLE:DBA',
    'SELECT ANY TRANSACTION:DBA',
    'CREATE TABLE:DBA',
    'CREATE VIEW:DBA',
    'CREATE SEQUENCE:DBA',
    'ALTER SYSTEM:DBA',
    'ALTER DATABASE:DBA',
    'CREATE USER:DBA',
    'GRANT ANY PRIVILEGE:DBA',
  ].map((entry) => {
    const [privilege, role] = entry.split(':');
    return `insert into cat.system_grants (container, grantee, privilege) select name, '${role}', '${privilege}' from cat.containers`;
  });
  const parameters = [
    ['compatible', version.split('.').slice(0, 3).join('.')],
    ['db_name', databaseName],
    ['db_unique_name', databaseName],
    ['undo_retention', '900'],
    ['nls_length_semantics', 'BYTE'],
    ['processes', '300'],
    ['enable_pluggable_database', String(pluggable !== undefined).toUpperCase()],
    ['_server_offset', String(serverOffset)],
    ['_character_set', characterSet],
  ].map(([key = '', value = '']) => `insert into cat.parameters (name, value) values (${quote(key)}, ${quote(value)})`);
  return [
    // A constant: it is asked for every row of a log.
    `create or replace function ora.local(utc numeric) returns numeric language sql immutable as $$ select utc + ${serverOffset} $$`,
    `insert into cat.database values (1500000000 + (random() * 1e8)::bigint, ${name}, ${name}, ora.now(), 'ARCHIVELOG', 'NO', 'NO', 'NO', 'NO', 'NO', 'NO', 'READ WRITE', 'PRIMARY', 'NO', 1920977, ora.now(), 2, ${pluggable !== undefined}, 900, null)`,
    ...containers.map(
      ([id, container]) =>
        `insert into cat.containers values (${id}, ${quote(String(container))}, 2500000000 + (random() * 1e8)::bigint, upper(md5(random()::text)), '${container === 'PDB$SEED' ? 'READ ONLY' : 'READ WRITE'}')`,
    ),
    ...users,
    ...roles,
    ...grants,
    ...parameters,
  ].join(';\n');
}
