import { SqlServerError } from '../../engine.ts';
import type { Run } from '../run/session-state.ts';
import type { Statement } from '../syntax/ast.ts';
import { quote } from './quote.ts';

type Of<Kind extends Statement['kind']> = Extract<Statement, { kind: Kind }>;

export async function createLogin(run: Run, { name, password }: Of<'createLogin'>): Promise<void> {
  const { rows } = await run.sql(`select 1 from cat.logins where lower(name) = lower(${quote(name)})`);
  if (rows.length > 0) throw new SqlServerError(15025, `The server principal '${name}' already exists.`);
  await run.sql(`insert into cat.logins (name, password) values (${quote(name)}, ${quote(password)})`);
}

export async function createUser(run: Run, { name, login }: Of<'createUser'>): Promise<void> {
  const { id } = run.state.database;
  const { rows } = await run.sql(
    `select (select 1 from cat.principals where database_id = ${id} and lower(name) = lower(${quote(name)})), (select 1 from cat.logins where lower(name) = lower(${quote(login ?? '')}))`,
  );
  if (rows[0]?.[0] !== null) throw new SqlServerError(15023, `User, group, or role '${name}' already exists in the current database.`);
  if (login !== undefined && rows[0]?.[1] === null)
    throw new SqlServerError(15007, `'${login}' is not a valid login or you do not have permission.`);
  await run.sql(
    `insert into cat.principals (database_id, name, login, type) values (${id}, ${quote(name)}, ${login === undefined ? 'null' : quote(login)}, 'S')`,
  );
}

export async function alterRole(run: Run, { role, member, add }: Of<'alterRole'>): Promise<void> {
  const { id } = run.state.database;
  await run.sql(
    add
      ? `insert into cat.role_members values (${id}, ${quote(role)}, ${quote(member)}) on conflict do nothing`
      : `delete from cat.role_members where database_id = ${id} and lower(role) = lower(${quote(role)}) and lower(member) = lower(${quote(member)})`,
  );
}

export async function grant(run: Run, { action, permissions, on, to, line }: Of<'grant'>): Promise<void> {
  const { database } = run.state;
  const { classId, majorId } = securable(run, on);
  for (const grantee of to) {
    for (const permission of permissions) {
      if (permission === 'VIEW SERVER STATE' || permission === 'VIEW ANY DEFINITION') {
        await run.sql(
          `update cat.logins set server_permissions = array_append(array_remove(server_permissions, '${permission}'), ${action === 'grant' ? `'${permission}'` : 'null'}) where lower(name) = lower(${quote(grantee)})`,
        );
        continue;
      }
      const { rows } = await run.sql(
        `select name from cat.principals where database_id = ${database.id} and lower(name) = lower(${quote(grantee)})`,
      );
      const known = rows[0]?.[0];
      if (known === undefined || known === null)
        throw new SqlServerError(15151, `Cannot find the user '${grantee}', because it does not exist or you do not have permission.`, {
          line,
        });
      await run.sql(
        `delete from cat.permissions where database_id = ${database.id} and class = ${classId} and major_id = ${majorId} and grantee = ${quote(known)} and permission = ${quote(permission)}`,
      );
      if (action !== 'revoke')
        await run.sql(
          `insert into cat.permissions values (${database.id}, ${classId}, ${majorId}, 0, ${quote(known)}, ${quote(permission)}, '${action}')`,
        );
    }
  }
}

function securable(run: Run, on: Of<'grant'>['on']): { readonly classId: number; readonly majorId: number } {
  if (on === undefined || on.class === 'database') return { classId: 0, majorId: 0 };
  if (on.class === 'object') return { classId: 1, majorId: run.context().object(on.name).id };
  const name = on.name.parts[0] ?? '';
  const schema = run.state.database.schemas.get(name.toLowerCase());
  if (schema === undefined)
    throw new SqlServerError(15151, `Cannot find the schema '${name}', because it does not exist or you do not have permission.`, {
      line: on.name.line,
    });
  return { classId: 3, majorId: schema.id };
}
