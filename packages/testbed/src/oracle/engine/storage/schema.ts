/** A function that writes changes to the journal: from where, is all that differs. */
const writing = (name: string, parameters: string, source: string, last = ''): string => `
create function ${name}(of bigint, first_place int${parameters}) returns int language plpgsql as $$
declare number bigint; moment numeric; written int;
begin
  perform pg_advisory_xact_lock(7);
  number := nextval('ora.scns');
  moment := ora.now();
  insert into redo.records (scn, at, tx, place, kind, object_id, data_object_id, definition, row_id, before, after)
    select number, moment, of, first_place + (row_number() over (order by c.n))::int - 1, c.kind, c.object_id, o.data_object_id, o.definition, c.row_id, c.before, c.after
    from ${source} c join cat.objects o on o.object_id = c.object_id order by c.n;
  get diagnostics written = row_count;${last}
  return first_place + written - 1;
end $$;`;

/**
 * Transactions and the journal of every change.
 *
 * SCNs come from one sequence. A commit takes its SCN under an advisory lock and holds it until it is visible; whoever asks for the
 * current SCN waits for that lock. So whatever has an SCN not above the one that was told is visible. Records of changes are written by a
 * connection of their own as soon as a statement has ended: they are there before the commit, and after a rollback, as in a redo log.
 * Commit records alone are part of the transaction that they end.
 *
 * `redo.records`, one row a change, in the order of `seq`:
 * - kind: start, insert, update, delete, commit, rollback, ddl, truncate (`detail` has DDL's text)
 * - scn of the record; tx joins `redo.transactions`; place from 1 within the transaction
 * - object_id, data_object_id and the number of the table's definition at that time (`redo.definitions` keeps each)
 * - row_id as a number (ora.rowid_text writes it); before and after: whole rows as JSON by storage column (`c1`, …), large objects included
 * - is_rollback: undoes the record undoes (a savepoint, or the whole transaction, was rolled back)
 */
export const journalSql = `
create schema redo; create schema data;
create sequence ora.scns start with 2500000;
create sequence ora.object_ids start with 73000;
create sequence redo.transaction_ids start with 3400;

create function ora.now() returns numeric language sql stable as $$ select extract(epoch from clock_timestamp())::numeric $$;

create function ora.current_scn() returns bigint language plpgsql volatile as $$
declare found bigint;
begin
  perform pg_advisory_lock_shared(7);
  found := nextval('ora.scns');
  perform pg_advisory_unlock_shared(7);
  return found;
end $$;

create table redo.transactions (tx bigint primary key, usn int generated always as (1 + tx % 10) stored, slot int generated always as ((tx / 10) % 34) stored,
  sqn int generated always as (tx / 340) stored, start_scn bigint, started numeric, end_scn bigint, ended numeric, state text, sid int, serial int, username text, container text, program text, machine text, thread int not null default 1);
create index on redo.transactions (start_scn) where state = 'ACTIVE';
create index on redo.transactions (end_scn);
create table redo.records (seq bigint generated always as identity primary key, scn bigint not null, at numeric not null, tx bigint, place int, kind text not null,
  object_id int, data_object_id int, definition int, row_id bigint, before jsonb, after jsonb, is_rollback boolean not null default false, undoes bigint, undone boolean not null default false, detail text);
create index on redo.records (tx, place);
create index on redo.records (object_id, scn);
create table redo.definitions (object_id int, definition int, from_scn bigint, columns jsonb, primary key (object_id, definition));

create function ora.xid(tx bigint) returns bytea language sql immutable as $$
  select decode(lpad(to_hex(((1 + tx % 10) & 255)), 2, '0') || '00' || lpad(to_hex((tx / 10) % 34), 2, '0') || '00'
    || substr(h, 7, 2) || substr(h, 5, 2) || substr(h, 3, 2) || substr(h, 1, 2), 'hex') from (select lpad(to_hex(tx / 340), 8, '0') h) s $$;

-- What a statement changed, until it has ended and the log writer takes it. One table a session: pg_temp comes first on the search path.
create function redo.open_session() returns void language sql as $$
  create temp table if not exists pending (n bigint generated always as identity, object_id int, kind text, row_id bigint, before jsonb, after jsonb) $$;

create function redo.noted() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    insert into pending (object_id, kind, row_id, after) select tg_argv[0]::int, 'insert', n.row_id, to_jsonb(n) - '{row_id,tx}'::text[] from new_rows n;
  elsif tg_op = 'DELETE' then
    insert into pending (object_id, kind, row_id, before) select tg_argv[0]::int, 'delete', o.row_id, to_jsonb(o) - '{row_id,tx}'::text[] from old_rows o;
  else
    insert into pending (object_id, kind, row_id, before, after) select tg_argv[0]::int, 'update', o.row_id, to_jsonb(o) - '{row_id,tx}'::text[], to_jsonb(n) - '{row_id,tx}'::text[]
      from old_rows o join new_rows n using (row_id);
  end if;
  return null;
end $$;

create type redo.change as (n bigint, object_id int, kind text, row_id bigint, before jsonb, after jsonb);

-- Writes what a statement changed; the answer is the highest place. Of many rows it is copied into a table of the log writer's own.
${writing('redo.write', ', changes jsonb', 'jsonb_populate_recordset(null::redo.change, changes)')}
${writing('redo.write_incoming', '', 'incoming', '\n  truncate incoming;')}
create function redo.open_writer() returns void language sql as $$
  create temp table incoming (n bigint generated always as identity, object_id int, kind text, row_id bigint, before jsonb, after jsonb) $$;

create function redo.start(in_sid int, in_serial int, in_user text, in_container text, in_program text, in_machine text, in_thread int default 1) returns bigint language plpgsql as $$
declare id bigint := nextval('redo.transaction_ids'); number bigint;
begin
  perform pg_advisory_xact_lock(7);
  number := nextval('ora.scns');
  insert into redo.transactions (tx, start_scn, started, state, sid, serial, username, container, program, machine, thread)
    values (id, number, ora.now(), 'ACTIVE', in_sid, in_serial, in_user, in_container, in_program, in_machine, in_thread);
  insert into redo.records (scn, at, tx, place, kind) values (number, ora.now(), id, 0, 'start');
  return id;
end $$;

-- Within the transaction that ends, as its last act: what it takes is free again when the commit is visible.
create function redo.finish(of bigint, in_place int) returns bigint language plpgsql as $$
declare number bigint;
begin
  perform pg_advisory_xact_lock(7);
  number := nextval('ora.scns');
  update redo.transactions set end_scn = number, ended = ora.now(), state = 'COMMITTED' where tx = of;
  insert into redo.records (scn, at, tx, place, kind) values (number, ora.now(), of, in_place, 'commit');
  return number;
end $$;

-- Records that undo, newest first; all of the transaction's changes behind a place.
create function redo.undo(of bigint, behind int) returns int language plpgsql as $$
declare number bigint; last int;
begin
  perform pg_advisory_xact_lock(7);
  number := nextval('ora.scns');
  select max(place) into last from redo.records where tx = of;
  with gone as (update redo.records set undone = true where tx = of and place > behind and not undone and not is_rollback and kind in ('insert', 'update', 'delete') returning *)
  insert into redo.records (scn, at, tx, place, kind, object_id, data_object_id, definition, row_id, before, after, is_rollback, undoes)
    select number, ora.now(), of, last + (row_number() over (order by g.place desc))::int,
      case g.kind when 'insert' then 'delete' when 'delete' then 'insert' else 'update' end,
      g.object_id, g.data_object_id, g.definition, g.row_id, g.after, g.before, true, g.seq from gone g order by g.place desc;
  select max(place) into last from redo.records where tx = of;
  return last;
end $$;

create function redo.abandon(of bigint) returns void language plpgsql as $$
declare last int; number bigint;
begin
  last := redo.undo(of, 0);
  number := nextval('ora.scns');
  update redo.transactions set end_scn = number, ended = ora.now(), state = 'ROLLED BACK' where tx = of;
  insert into redo.records (scn, at, tx, place, kind) values (number, ora.now(), of, last + 1, 'rollback');
end $$;

-- DDL is a transaction of its own: the last act of what changes the dictionary.
create function redo.define(in_object int, in_kind text, in_text text, in_sid int, in_serial int, in_user text, in_container text, in_thread int default 1) returns bigint language plpgsql as $$
declare number bigint; id bigint;
begin
  id := redo.start(in_sid, in_serial, in_user, in_container, '', '', in_thread);
  number := nextval('ora.scns');
  update cat.objects set ddl_scn = number, last_ddl = ora.now() where object_id = in_object;
  insert into redo.records (scn, at, tx, place, kind, object_id, data_object_id, definition, detail)
    values (number, ora.now(), id, 1, in_kind, in_object, (select o.data_object_id from cat.objects o where o.object_id = in_object), (select o.definition from cat.objects o where o.object_id = in_object), in_text);
  insert into redo.definitions (object_id, definition, from_scn, columns)
    select o.object_id, o.definition, number, (select jsonb_agg(jsonb_build_object('id', c.column_id, 'name', c.name, 'type', c.type) order by c.column_id) from cat.columns c where c.object_id = o.object_id and c.virtual_text is null)
    from cat.objects o where o.object_id = in_object and o.type = 'TABLE' on conflict do nothing;
  return redo.finish(id, 2);
end $$;
create function ora.scn_moment(number numeric) returns numeric language plpgsql stable as $$
declare found numeric;
begin
  select at into found from redo.records where scn <= number order by scn desc, seq desc limit 1;
  if found is null or number > (select last_value from ora.scns) then raise exception using errcode = 'OR000', message = '8181|specified number is not a valid system change number'; end if;
  return ora.local(found);
end $$;
create function ora.moment_scn(clock numeric) returns numeric language sql stable as $$
  select coalesce((select max(scn) from redo.records where ora.local(at) <= clock), (select min(scn) from redo.records)) $$;
`;
