import type { SystemView } from '../extensions.ts';
import type { Columns } from './family.ts';

const userColumns: Columns = [
  ['USERNAME', 'name', 'u.name'],
  ['USER_ID', 'number', 'u.user_id'],
  ['CREATED', 'date', 'floor(ora.local(u.created))'],
  ['COMMON', 'text(3)', `case when u.name like 'C##%' or u.maintained then 'YES' else 'NO' end`],
  ['ORACLE_MAINTAINED', 'text(1)', `case when u.maintained then 'Y' else 'N' end`],
];

const detailed: Columns = [
  ...userColumns,
  ['ACCOUNT_STATUS', 'text(32)', `case when u.locked then 'LOCKED' else 'OPEN' end`],
  ['DEFAULT_TABLESPACE', 'text(30)', 'u.tablespace'],
];

const users = 'cat.users u where u.container = $container and not u.is_role';
const open = (columns: Columns, from: string): SystemView => ({ columns, from, access: 'public' });
const closed = (columns: Columns, from: string): SystemView => ({ columns, from, access: 'dictionary' });

const tablePrivileges: Columns = [
  ['GRANTEE', 'name', 'g.grantee'],
  ['OWNER', 'name', 'o.owner'],
  ['TABLE_SCHEMA', 'name', 'o.owner'],
  ['TABLE_NAME', 'name', 'o.name'],
  ['GRANTOR', 'name', 'g.grantor'],
  ['PRIVILEGE', 'text(40)', 'g.privilege'],
  ['GRANTABLE', 'text(3)', `case when g.grantable then 'YES' else 'NO' end`],
  ['TYPE', 'text(24)', `case o.type when 'SYSTEM' then 'VIEW' else o.type end`],
];
const grants = 'cat.grants g join cat.objects o on o.object_id = g.object_id where g.container = $container';
const rolePrivileges: Columns = [
  ['GRANTEE', 'name', 'r.grantee'],
  ['GRANTED_ROLE', 'name', 'r.role'],
  ['ADMIN_OPTION', 'text(3)', `case when r.admin then 'YES' else 'NO' end`],
  ['DEFAULT_ROLE', 'text(3)', `'YES'`],
];
const systemPrivileges: Columns = [
  ['GRANTEE', 'name', 's.grantee'],
  ['PRIVILEGE', 'text(40)', 's.privilege'],
  ['ADMIN_OPTION', 'text(3)', `case when s.admin then 'YES' else 'NO' end`],
];

export const principalViews: Readonly<Record<string, SystemView>> = {
  ALL_USERS: open(userColumns, users),
  DBA_USERS: closed(detailed, users),
  USER_USERS: open(detailed, `${users} and u.name = $user`),
  DBA_ROLES: closed(
    [
      ['ROLE', 'name', 'u.name'],
      ['ROLE_ID', 'number', 'u.user_id'],
      ['ORACLE_MAINTAINED', 'text(1)', `case when u.maintained then 'Y' else 'N' end`],
    ],
    'cat.users u where u.container = $container and u.is_role',
  ),
  SESSION_ROLES: open([['ROLE', 'name', 'r.name']], `cat.users r where r.container = $container and r.is_role and r.name in ($grantees)`),
  SESSION_PRIVS: open(
    [['PRIVILEGE', 'text(40)', 's.privilege']],
    '(select distinct privilege from cat.system_grants where container = $container and grantee in ($grantees)) s',
  ),
  ROLE_TAB_PRIVS: open(
    [['ROLE', 'name', 'g.grantee'], ...tablePrivileges.slice(1)],
    `${grants} and g.grantee in ($grantees) and g.grantee <> $user`,
  ),
  ROLE_SYS_PRIVS: open(
    [['ROLE', 'name', 's.grantee'], ...systemPrivileges.slice(1)],
    'cat.system_grants s where s.container = $container and s.grantee in ($grantees) and s.grantee <> $user',
  ),
  ALL_TAB_PRIVS: open(tablePrivileges, `${grants} and (g.grantee in ($grantees) or o.owner = $user)`),
  DBA_TAB_PRIVS: closed(tablePrivileges, grants),
  USER_TAB_PRIVS: open(tablePrivileges, `${grants} and (g.grantee = $user or o.owner = $user)`),
  DBA_ROLE_PRIVS: closed(rolePrivileges, 'cat.role_grants r where r.container = $container'),
  USER_ROLE_PRIVS: open(
    [['USERNAME', 'name', 'r.grantee'], ...rolePrivileges.slice(1)],
    'cat.role_grants r where r.container = $container and r.grantee = $user',
  ),
  DBA_SYS_PRIVS: closed(systemPrivileges, 'cat.system_grants s where s.container = $container'),
  USER_SYS_PRIVS: open(
    [['USERNAME', 'name', 's.grantee'], ...systemPrivileges.slice(1)],
    'cat.system_grants s where s.container = $container and s.grantee = $user',
  ),
};
