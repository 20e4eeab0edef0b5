/**
 * Row versions and Change Tracking in triggers, so that every way of writing is seen. A version is given at commit, by a trigger that
 * is deferred to there and holds a lock until the commit is done: versions become visible in their order.
 */
export const changes = String.raw`
create function tsql.last_rowversion(db int) returns bigint language plpgsql volatile as $$
declare
  result bigint;
begin
  execute format('select case when is_called then last_value else last_value - 1 end from data.rowversion_%s', db) into result;
  return result;
end $$;

-- The lowest version that an open transaction has taken, or the next one. Who takes the first one locks a number no higher before.
create function tsql.min_active_rowversion(db int) returns bigint language sql volatile as $$
select coalesce((select min(objid::bigint) from pg_locks where locktype = 'advisory' and objsubid = 2 and classid::bigint = 7700000 + db and granted), tsql.last_rowversion(db) + 1) $$;

create function tsql.take_rowversion() returns trigger language plpgsql as $$
declare
  db int := tg_argv[0]::int; next bigint;
begin
  if coalesce(current_setting('tsql.rowversion_taken', true), '') <> pg_current_xact_id()::text then
    perform pg_advisory_xact_lock_shared(7700000 + db, (tsql.last_rowversion(db) + 1)::int);
    perform set_config('tsql.rowversion_taken', pg_current_xact_id()::text, true);
  end if;
  execute format('select nextval(''data.rowversion_%s'')', db) into next;
  new := jsonb_populate_record(new, jsonb_build_object(tg_argv[1], '\x' || encode(int8send(next), 'hex')));
  return new;
end $$;

-- Marks the transaction; the deferred trigger on this table gives the version.
create table cat.commits (xid bigint primary key, database_id int not null, version bigint, committed bigint);

create index on cat.commits (database_id, version);

create function tsql.tracking_version(db int) returns bigint language sql stable as $$ select coalesce((select max(version) from cat.commits where database_id = db), 0) $$;

create function tsql.commit_version() returns trigger language plpgsql as $$
begin
  perform pg_advisory_xact_lock(7800000, new.database_id);
  update cat.commits set version = nextval(format('data.tracking_%s', new.database_id)::regclass), committed = tsql.now() where xid = new.xid;
  return null;
end $$;

create constraint trigger commit_version after insert on cat.commits deferrable initially deferred for each row execute function tsql.commit_version();

-- Arguments: database, object, columns of the key as 'c1,c2'.
create function tsql.track() returns trigger language plpgsql as $$
declare
  keys text[] := string_to_array(tg_argv[2], ',');
  xid bigint := pg_current_xact_id()::text::bigint;
  before jsonb; after jsonb;
begin
  if tg_op <> 'INSERT' then before := to_jsonb(old); end if;
  if tg_op <> 'DELETE' then after := to_jsonb(new); end if;
  insert into cat.commits (xid, database_id) values (xid, tg_argv[0]::int) on conflict do nothing;
  if tg_op = 'UPDATE' and (select bool_or(before -> k is distinct from after -> k) from unnest(keys) k) then
    perform tsql.track_row(tg_argv[1], xid, 'D', before, keys, null);
    perform tsql.track_row(tg_argv[1], xid, 'I', after, keys, null);
  elsif tg_op = 'DELETE' then
    perform tsql.track_row(tg_argv[1], xid, 'D', before, keys, null);
  else
    perform tsql.track_row(tg_argv[1], xid, left(tg_op, 1), after, keys,
      case when tg_op = 'UPDATE' then (select array_agg(substr(k, 2)::int) from jsonb_object_keys(after) k where before -> k is distinct from after -> k) end);
  end if;
  return null;
end $$;

create function tsql.track_row(object text, xid bigint, operation text, image jsonb, keys text[], changed int[]) returns void language plpgsql as $$
begin
  execute format('insert into data.tracked_%s (xid, operation, changed, %s) select $1, $2, $3, %s from jsonb_populate_record(null::data.o%s, $4)',
    object, array_to_string(keys, ', '), array_to_string(keys, ', '), object) using xid, operation, changed, image;
end $$;

-- Columns as CHANGETABLE has them in its mask: four bytes each, little-endian.
create function tsql.mask(changed int[]) returns bytea language sql immutable strict as $$
select string_agg(tsql.reversed(int4send(c)), ''::bytea order by c) from (select distinct unnest(changed) c) x $$;

create function tsql.in_mask(mask bytea, wanted int) returns bool language sql immutable strict as $$
select exists (select from generate_series(0, length(mask) / 4 - 1) i where tsql.reversed(substring(mask from i * 4 + 1 for 4)) = int4send(wanted)) $$;
`;
