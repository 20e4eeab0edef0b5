/**
 * Change Data Capture: triggers write what the transaction log would hold, commits get their numbers in order, and the capture job
 * (`tsql.capture`) copies what is committed into change tables. A log sequence number is ten bytes: a file, a block, a slot; commit n
 * is block 16 n, and its rows lie in the blocks before.
 */
export const capture = String.raw`
create table cat.captures (object_id int primary key, source_object_id int not null, instance text not null, start_lsn bytea not null, created bigint not null,
  role text, index_name text, column_ids int[] not null, key_ids int[] not null, net bool not null);
create table cat.log (id bigserial primary key, xid bigint not null, object_id int not null, operation text not null, before jsonb, after jsonb);
create index on cat.log (xid);
create table cat.log_commits (xid bigint primary key, database_id int not null, number bigint, committed bigint, began bigint not null default tsql.now());
create index on cat.log_commits (database_id, number);
create table cat.captured (database_id int not null, lsn bytea not null, number bigint not null, began bigint not null, committed bigint not null, xid bigint not null, primary key (database_id, lsn));
create table cat.ddl_history (source_object_id int not null, object_id int not null, lsn bytea not null, command text not null, happened bigint not null);
create sequence cat.log_numbers;

create function tsql.lsn(block bigint, slot int) returns bytea language sql immutable strict as $$
select '\x00000025'::bytea || substring(int8send(block) from 5) || substring(int4send(slot) from 3) $$;

create function tsql.lsn_shift(value bytea, by int) returns bytea language sql immutable strict as $$
select substring(value from 1 for 2) || substring(int8send(tsql.bytes_int(substring(value from 3)) + by) from 1) $$;

create function tsql.number_commit() returns trigger language plpgsql as $$
begin
  if new.number is null then
    perform pg_advisory_xact_lock(7900000, new.database_id);
    update cat.log_commits set number = nextval('cat.log_numbers'), committed = tsql.now() where xid = new.xid;
  end if;
  return null;
end $$;

create constraint trigger number_commit after insert on cat.log_commits deferrable initially deferred for each row execute function tsql.number_commit();

-- Arguments: database, object.
create function tsql.log_row() returns trigger language plpgsql as $$
declare
  own bigint := pg_current_xact_id()::text::bigint;
begin
  insert into cat.log_commits (xid, database_id) values (own, tg_argv[0]::int) on conflict do nothing;
  insert into cat.log (xid, object_id, operation, before, after) values (own, tg_argv[1]::int, tg_op,
    case when tg_op <> 'INSERT' then to_jsonb(old) end, case when tg_op <> 'DELETE' then to_jsonb(new) end);
  return null;
end $$;

-- Bit i of the last byte backwards is the captured column i + 1.
create function tsql.update_mask(column_ids int[], before jsonb, after jsonb) returns bytea language plpgsql immutable as $$
declare
  mask bytea := decode(repeat('00', (array_length(column_ids, 1) + 7) / 8), 'hex'); last int := length(mask) - 1;
begin
  for i in 1 .. array_length(column_ids, 1) loop
    if before is null or after is null or before -> ('c' || column_ids[i]) is distinct from after -> ('c' || column_ids[i]) then
      mask := set_byte(mask, last - (i - 1) / 8, get_byte(mask, last - (i - 1) / 8) | (1 << ((i - 1) % 8)));
    end if;
  end loop;
  return mask;
end $$;

create function tsql.write_change(k cat.captures, lsn bytea, seq bytea, operation int, image jsonb, before jsonb, after jsonb) returns void language plpgsql as $$
declare
  change jsonb := '{}'; n int := array_length(k.column_ids, 1);
begin
  for i in 1 .. n loop change := change || jsonb_build_object('c' || i + 5, image -> ('c' || k.column_ids[i])); end loop;
  change := change || jsonb_build_object('c1', '\x' || encode(lsn, 'hex'), 'c3', '\x' || encode(seq, 'hex'), 'c4', operation,
    'c5', '\x' || encode(tsql.update_mask(k.column_ids, before, after), 'hex'), 'c' || n + 6, 1);
  execute format('insert into data.o%s select * from jsonb_populate_record(null::data.o%s, $1)', k.object_id, k.object_id) using change;
end $$;

-- One scan of the log, commit by commit; gives how many it captured. Tables of these databases only: those with CDC.
create function tsql.capture() returns int language plpgsql as $$
declare
  c record; r record; k cat.captures; commit_lsn bytea; seq bytea; position bigint; count int := 0;
begin
  for c in select l.* from cat.log_commits l join cat.databases d on d.database_id = l.database_id and d.cdc
    where l.number is not null and l.number > coalesce((select max(x.number) from cat.captured x where x.database_id = l.database_id), 0) order by l.number loop
    commit_lsn := tsql.lsn(c.number * 16, 1);
    position := 0;
    for r in select * from cat.log g where g.xid = c.xid order by g.id loop
      seq := tsql.lsn(c.number * 16 - 15 + (position >> 16), (position & 65535)::int);
      position := position + 1;
      for k in select * from cat.captures x where x.source_object_id = r.object_id and x.start_lsn < commit_lsn loop
        if r.operation = 'INSERT' then perform tsql.write_change(k, commit_lsn, seq, 2, r.after, null, r.after);
        elsif r.operation = 'DELETE' then perform tsql.write_change(k, commit_lsn, seq, 1, r.before, r.before, null);
        elsif exists (select from unnest(k.key_ids) i where r.before -> ('c' || i) is distinct from r.after -> ('c' || i)) then
          perform tsql.write_change(k, commit_lsn, seq, 1, r.before, r.before, null);
          perform tsql.write_change(k, commit_lsn, seq, 2, r.after, null, r.after);
        else
          perform tsql.write_change(k, commit_lsn, seq, 3, r.before, r.before, r.after);
          perform tsql.write_change(k, commit_lsn, seq, 4, r.after, r.before, r.after);
        end if;
      end loop;
    end loop;
    insert into cat.captured values (c.database_id, commit_lsn, c.number, c.began, c.committed, c.xid);
    delete from cat.log where xid = c.xid;
    count := count + 1;
  end loop;
  return count;
end $$;

create function tsql.max_lsn(db int) returns bytea language sql stable as $$ select max(lsn) from cat.captured where database_id = db $$;

create function tsql.min_lsn(db int, instance_name text) returns bytea language sql stable as $$
select coalesce((select k.start_lsn from cat.captures k join cat.objects o on o.object_id = k.object_id where o.database_id = db and lower(k.instance) = lower(instance_name)), '\x00000000000000000000') $$;

-- Out of what the change table has: error 313, in the server's own words.
create function tsql.in_range(db int, instance_name text, low bytea, high bytea) returns bool language plpgsql stable as $$
begin
  if low is null or high is null or low > high or low < tsql.min_lsn(db, instance_name) or high > tsql.max_lsn(db) then
    perform tsql.fail(313, 'An insufficient number of arguments were supplied for the procedure or function cdc.fn_cdc_get_all_changes_ ... .');
  end if;
  return true;
end $$;
`;
