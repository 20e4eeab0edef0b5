/** Names, rights and counts, over the catalogue. */
export const rights = String.raw`
create table cat.types (name text primary key, system_type_id int not null, user_type_id int not null, max_length int not null, precision int not null, scale int not null);

-- The part of '[db].[schema].[name]', from the right, without brackets.
create function tsql.name_part(name text, from_right int) returns text language plpgsql immutable strict as $$
declare
  parts text[] := '{}'; part text;
begin
  for part in select (regexp_matches(name, '(\[(?:[^\]]|\]\])*\]|"(?:[^"]|"")*"|[^.\[\]"]*)(?:\.|$)', 'g'))[1] loop
    parts := parts || case when left(part, 1) = '[' then replace(substr(part, 2, length(part) - 2), ']]', ']') when left(part, 1) = '"' then replace(substr(part, 2, length(part) - 2), '""', '"') else part end;
  end loop;
  if right(name, 1) <> '.' and array_length(parts, 1) > 1 and parts[array_length(parts, 1)] = '' then parts := parts[1:array_length(parts, 1) - 1]; end if;
  return parts[array_length(parts, 1) - from_right];
end $$;

create function tsql.is_member(db int, member_name text, role_name text) returns int language sql stable as $$
select (member_name = 'dbo' or lower(role_name) = 'public' or exists (select from cat.role_members m where m.database_id = db and lower(m.member) = lower(member_name) and lower(m.role) = lower(role_name)))::int $$;

-- What a user may on an object (0: on the database or the server). A deny stands above every grant.
create function tsql.may(db int, who text, wanted text, object int) returns bool language sql stable as $$
select who = 'dbo' or case
  when tsql.is_member(db, who, 'db_owner') = 1 then upper(wanted) <> 'VIEW SERVER STATE'
  else (tsql.granted(db, who, wanted, object, 'grant') or (object <> 0 and upper(wanted) = 'SELECT' and tsql.is_member(db, who, 'db_datareader') = 1)
      or (object <> 0 and upper(wanted) in ('INSERT', 'UPDATE', 'DELETE') and tsql.is_member(db, who, 'db_datawriter') = 1)
      or (object <> 0 and upper(wanted) = 'VIEW DEFINITION' and (tsql.may_any(db, who, object) or exists (select from cat.objects o where o.object_id = object and o.parent_object_id <> 0 and tsql.may_any(db, who, o.parent_object_id)))))
    and not tsql.granted(db, who, wanted, object, 'deny')
  end $$;

create function tsql.granted(db int, who text, wanted text, object int, how text) returns bool language sql stable as $$
select exists (select from cat.permissions p where p.database_id = db and p.state = how
  and (lower(p.grantee) = lower(who) or tsql.is_member(db, who, p.grantee) = 1)
  and (p.permission = upper(wanted) or p.permission = 'CONTROL')
  and (p.class = 0 or (p.class = 1 and p.major_id = object) or (p.class = 3 and p.major_id = (select o.schema_id from cat.objects o where o.object_id = object)))) $$;

create function tsql.may_any(db int, who text, object int) returns bool language sql stable as $$
select tsql.is_member(db, who, 'db_datareader') = 1 or tsql.is_member(db, who, 'db_datawriter') = 1 or tsql.granted(db, who, 'SELECT', object, 'grant')
  or tsql.granted(db, who, 'INSERT', object, 'grant') or tsql.granted(db, who, 'UPDATE', object, 'grant') or tsql.granted(db, who, 'DELETE', object, 'grant')
  or tsql.granted(db, who, 'VIEW CHANGE TRACKING', object, 'grant') or tsql.granted(db, who, 'VIEW DEFINITION', object, 'grant') $$;

create function tsql.has_permission(db int, who text, login_name text, securable text, class text, permission text, sub text) returns int language plpgsql stable as $$
declare
  object int := 0;
begin
  if class is not null and upper(class) in ('OBJECT') then
    select o.object_id into object from cat.objects o join cat.schemas s on s.database_id = o.database_id and s.schema_id = o.schema_id
    where o.database_id = db and lower(o.name) = lower(tsql.name_part(securable, 0)) and lower(s.name) = lower(coalesce(nullif(tsql.name_part(securable, 1), ''), 'dbo'));
    if object is null then return null; end if;
  end if;
  if class is null then
    return (who = 'dbo' or exists (select from cat.logins l where l.name = login_name and upper(permission) = any (l.server_permissions)))::int;
  end if;
  return tsql.may(db, who, permission, object)::int;
end $$;

create function tsql.row_count(object int) returns bigint language plpgsql stable as $$
declare
  result bigint;
begin
  execute 'select count(*) from data.o' || object into result;
  return result;
end $$;
`;
