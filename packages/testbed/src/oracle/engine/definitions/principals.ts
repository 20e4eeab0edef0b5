import { OracleError } from '../../engine.ts';
import { quote, quoteOrNull } from '../quote.ts';
import type { Run } from '../run/run.ts';
import type { Name } from '../syntax/ast.ts';
import type { Definition } from '../syntax/statement-ast.ts';
import { define, newId } from './define.ts';

type Of<Kind extends Definition['kind']> = Extract<Definition, { kind: Kind }>;

function demand(run: Run, privilege: string): void {
  const context = run.context([]);
  if (!context.isDba && !context.rights.has(privilege)) throw new OracleError(1031, 'insufficient privileges');
}

export async function createUser(run: Run, { name, password, locked, quota }: Of<'create user' | 'alter user'>): Promise<void> {
  demand(run, 'CREATE USER');
  if (run.catalog().users.has(name)) throw new OracleError(1920, `user name '${name}' conflicts with another user or role name`);
  const isRoot = run.facts.container === 'CDB$ROOT';
  if (isRoot && !name.startsWith('C##')) throw new OracleError(65_096, 'invalid common user or role name');
  const sql = `insert into cat.users (container, name, password, locked, quota) select n.name, ${quote(name)}, ${quoteOrNull(password)}, ${locked === true}, ${quota} from cat.containers n where ${isRoot ? 'true' : `n.name = ${quote(run.facts.container)}`}`;
  await define(run, 'create user', { objectId: 0, sql: [sql] });
}

export async function alterUser(run: Run, { name, password, locked, quota }: Of<'create user' | 'alter user'>): Promise<void> {
  if (name !== run.facts.user) demand(run, 'ALTER USER');
  if (!run.catalog().users.has(name)) throw new OracleError(1918, `user '${name}' does not exist`);
  const set = [
    password === undefined ? [] : [`password = ${quote(password)}`],
    locked === undefined ? [] : [`locked = ${locked}`],
    quota ? ['quota = true'] : [],
  ].flat();
  if (set.length === 0) return;
  await define(run, 'alter user', {
    objectId: 0,
    sql: [`update cat.users set ${set.join(', ')} where name = ${quote(name)} and container = ${quote(run.facts.container)}`],
  });
}

export async function createRole(run: Run, { name }: Of<'create role'>): Promise<void> {
  demand(run, 'CREATE ROLE');
  if (run.catalog().users.has(name)) throw new OracleError(1921, `role name '${name}' conflicts with another user or role name`);
  await define(run, `create role ${name}`, {
    objectId: 0,
    sql: [`insert into cat.users (container, name, is_role) values (${quote(run.facts.container)}, ${quote(name)}, true)`],
  });
}

const objectPrivileges = new Set([
  'SELECT',
  'READ',
  'INSERT',
  'UPDATE',
  'DELETE',
  'ALTER',
  'REFERENCES',
  'INDEX',
  'EXECUTE',
  'FLASHBACK',
  'ALL',
  'ALL PRIVILEGES',
  'DEBUG',
  'ON COMMIT REFRESH',
  'QUERY REWRITE',
]);

export async function grant(run: Run, statement: Of<'grant' | 'revoke'>, text: string): Promise<void> {
  const { users } = run.catalog();
  for (const grantee of statement.to)
    if (grantee !== 'PUBLIC' && !users.has(grantee)) throw new OracleError(1917, `user or role '${grantee}' does not exist`);
  const id = statement.on === undefined ? undefined : await grantedObject(run, statement.on);
  const sql = statement.to.flatMap((grantee) =>
    statement.privileges.flatMap(({ name }) =>
      id === undefined ? systemSql(run, statement, name, grantee) : objectSql(run, statement, name, grantee, id),
    ),
  );
  await define(run, text, { objectId: id ?? 0, sql });
}

/** Views and packages of SYS have an object of their own as soon as somebody is granted them. */
async function grantedObject(run: Run, { parts, at }: Name): Promise<number> {
  const [name = '', owner] = [...parts].reverse();
  const context = run.context([]);
  const object = context.find({ parts, at });
  if (object !== undefined) {
    if (object.owner !== run.facts.user && !context.isDba) throw new OracleError(1031, 'insufficient privileges');
    return object.id;
  }
  const isKnown = run.rooms.some(
    ({ views, procedures }) =>
      Object.keys(views ?? {}).includes(name.replace(/^(G?V)_\$/, '$1$')) ||
      Object.keys(procedures ?? {}).some((procedure) => procedure.startsWith(`${name}.`)),
  );
  if (!isKnown || (owner !== undefined && owner !== 'SYS') || !context.isDba)
    throw new OracleError(942, 'table or view does not exist', { offset: at });
  if (/^G?V\$/.test(name)) throw new OracleError(2030, 'can only select from fixed tables/views');
  const id = await newId(run);
  await run.transactions.read(`insert into cat.objects (object_id, container, owner, name, type, maintained) values (${id}, ${quote(run.facts.container)}, 'SYS', ${quote(name)}, 'SYSTEM', true)
    on conflict do nothing`);
  const { rows } = await run.transactions.read(
    `select object_id from cat.objects where container = ${quote(run.facts.container)} and owner = 'SYS' and name = ${quote(name)}`,
  );
  return Number(rows[0]?.[0]);
}

function objectSql(run: Run, { kind, option }: Of<'grant' | 'revoke'>, privilege: string, grantee: string, id: number): readonly string[] {
  if (!objectPrivileges.has(privilege)) throw new OracleError(990, 'missing or invalid privilege');
  const list = privilege.startsWith('ALL')
    ? ['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'ALTER', 'REFERENCES', 'INDEX', 'FLASHBACK', 'READ']
    : [privilege];
  const remove = `delete from cat.grants where grantee = ${quote(grantee)} and object_id = ${id} and privilege in (${list.map(quote).join(', ')})`;
  if (kind === 'revoke') return [remove];
  return [
    remove,
    ...list.map(
      (name) =>
        `insert into cat.grants (container, grantee, privilege, object_id, grantor, grantable) values (${quote(run.facts.container)}, ${quote(grantee)}, ${quote(name)}, ${id}, ${quote(run.facts.user)}, ${option})`,
    ),
  ];
}

function systemSql(run: Run, { kind, option }: Of<'grant' | 'revoke'>, name: string, grantee: string): readonly string[] {
  demand(run, 'GRANT ANY PRIVILEGE');
  const isRole = run.catalog().users.get(name)?.isRole === true;
  // One word that is no role of this database and no privilege.
  if (!isRole && !/ /.test(name) && !['LOGMINING', 'SYSDBA'].includes(name)) throw new OracleError(1919, `role '${name}' does not exist`);
  const [table, column] = isRole ? ['role_grants', 'role'] : ['system_grants', 'privilege'];
  const at = `container = ${quote(run.facts.container)} and grantee = ${quote(grantee)} and ${column} = ${quote(name)}`;
  const remove = `delete from cat.${table} where ${at}`;
  return kind === 'revoke'
    ? [remove]
    : [
        remove,
        `insert into cat.${table} (container, grantee, ${column}, admin) values (${quote(run.facts.container)}, ${quote(grantee)}, ${quote(name)}, ${option})`,
      ];
}
