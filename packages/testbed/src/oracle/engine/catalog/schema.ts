/**
 * The dictionary's own tables, in the schema `cat`; rows of users' tables are in `data.t<object_id>` (storage/tables.ts). Moments are
 * seconds since 1970 in UTC, as `numeric`. DDL of Oracle commits, and so what is written here is always committed.
 */
export const catalogSql = `
create schema cat;
create table cat.database (dbid bigint, name text, unique_name text, created numeric, log_mode text, supplemental_min text, supplemental_pk text,
  supplemental_ui text, supplemental_fk text, supplemental_all text, force_logging text, open_mode text, role text, flashback_on text,
  resetlogs_scn bigint, resetlogs_at numeric, incarnation int, is_cdb boolean, undo_retention int, undo_from_scn bigint);
create table cat.containers (con_id int primary key, name text unique, dbid bigint, guid text, open_mode text);
create table cat.users (user_id int generated always as identity (start with 100), container text, name text, password text, locked boolean default false,
  created numeric default ora.now(), tablespace text default 'USERS', is_role boolean default false, maintained boolean default false, quota boolean default false,
  primary key (container, name));
create table cat.objects (object_id int primary key default nextval('ora.object_ids'), data_object_id int, container text, owner text, name text, subname text, type text,
  created numeric default ora.now(), last_ddl numeric default ora.now(), ddl_scn bigint, definition int default 1, status text default 'VALID', text text,
  comments text, parent_id int, detail jsonb default '{}', maintained boolean default false);
create unique index on cat.objects (container, owner, name, coalesce(subname, ''), (case when type in ('INDEX', 'TABLE PARTITION') then type else '' end));
create index on cat.objects (parent_id);
create table cat.columns (object_id int, column_id int, name text, type jsonb, nullable boolean default true, default_text text, virtual_text text, identity jsonb,
  hidden boolean default false, comments text, primary key (object_id, column_id));
create table cat.constraints (constraint_id int generated always as identity primary key, object_id int, container text, owner text, name text, type text, columns jsonb default '[]',
  search_text text, target_id int, delete_rule text, status text default 'ENABLED', validated text default 'VALIDATED', generated text, is_deferrable text default 'NOT DEFERRABLE', is_deferred text default 'IMMEDIATE',
  index_id int, changed numeric default ora.now(), unique (container, owner, name));
create table cat.log_groups (object_id int, name text, type text, always text default 'ALWAYS', columns jsonb default '[]');
create table cat.grants (container text, grantee text, privilege text, object_id int, column_name text, grantor text, grantable boolean default false);
create table cat.system_grants (container text, grantee text, privilege text, admin boolean default false);
create table cat.role_grants (container text, grantee text, role text, admin boolean default false, default_role boolean default true);
create table cat.parameters (name text primary key, value text, type int default 2, is_default text default 'TRUE');
create table cat.sessions (sid int primary key, serial int, pid int, container text, username text, program text, machine text, module text, action text, client_info text,
  logon_at numeric default ora.now(), status text default 'INACTIVE', schema_name text, sql_text text, audsid bigint);
`;
