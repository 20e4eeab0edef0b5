/**
 * What `sys` shows, as tables of PostgreSQL. A table of SQL Server is `data.o<object_id>` with columns `c<column_id>`, so names may be
 * anything and renaming touches the catalogue alone. Ids of objects are unique over all databases of the server.
 */
export const catalogSchema = `
create schema cat;
create schema data;
create sequence cat.object_ids start 245575913 increment 16;
create sequence cat.principal_ids start 5;
create table cat.databases (database_id int primary key, name text not null, collation_name text not null, created bigint not null,
  snapshot_state int not null default 0, read_committed_snapshot bool not null default false, broker bytea not null,
  tracking bool not null default false, retention int not null default 2, retention_units int not null default 3, auto_cleanup bool not null default true,
  cdc bool not null default false, cleanup_minutes int not null default 4320);
create table cat.schemas (database_id int not null, schema_id int not null, name text not null, primary key (database_id, schema_id));
create table cat.objects (object_id int primary key default nextval('cat.object_ids'), database_id int not null, schema_id int not null, name text not null,
  type text not null, parent_object_id int not null default 0, created bigint not null, modified bigint not null, definition text, shipped bool not null default false);
create table cat.columns (object_id int not null, column_id int not null, name text not null, type text not null, declared text not null, nullable bool not null,
  seed bigint, increment bigint, computed text, persisted bool not null default false, default_object_id int not null default 0, default_text text,
  max_length int not null, precision int not null, scale int not null, collation_name text, row_guid bool not null default false, primary key (object_id, column_id));
create table cat.indexes (object_id int not null, index_id int not null, name text, type int not null, is_unique bool not null, is_primary_key bool not null default false,
  is_constraint bool not null default false, constraint_id int, filter text, primary key (object_id, index_id));
create table cat.index_columns (object_id int not null, index_id int not null, index_column_id int not null, column_id int not null, key_ordinal int not null,
  descending bool not null default false, included bool not null default false, primary key (object_id, index_id, index_column_id));
create table cat.foreign_keys (object_id int primary key, parent_object_id int not null, referenced_object_id int not null, on_delete text not null);
create table cat.foreign_key_columns (object_id int not null, ordinal int not null, parent_column_id int not null, referenced_column_id int not null, primary key (object_id, ordinal));
create table cat.properties (database_id int not null, class int not null, major_id int not null, minor_id int not null, name text not null, value text not null,
  primary key (database_id, class, major_id, minor_id, name));
create table cat.logins (name text primary key, password text not null, server_permissions text[] not null default '{}');
create table cat.principals (database_id int not null, principal_id int not null default nextval('cat.principal_ids'), name text not null, login text, type text not null, primary key (database_id, principal_id));
create table cat.role_members (database_id int not null, role text not null, member text not null, primary key (database_id, role, member));
create table cat.permissions (database_id int not null, class int not null, major_id int not null, minor_id int not null, grantee text not null, permission text not null, state text not null,
  primary key (database_id, class, major_id, minor_id, grantee, permission));
create table cat.tracked (object_id int primary key, track_columns bool not null, begin_version bigint not null, min_valid_version bigint not null, cleaned_version bigint not null default 0);
create unlogged table cat.sessions (spid int primary key, login text not null, host text not null, program text not null, database_id int not null, pid int not null, isolation int not null default 2, login_time bigint not null);
`;
