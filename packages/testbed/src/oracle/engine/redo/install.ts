/**
 * The log's files over the journal. Each instance writes a thread of its own. A log is a stretch of SCNs: what was written from `first_scn` on and before `next_scn`. The files of
 * a group are written again and again; what a group held before is found in its archived log alone, if there is one.
 */
export const logsSql = String.raw`
create table redo.settings (single boolean primary key default true check (single), log_records bigint not null default 200000, archiver_held boolean not null default false, groups int not null default 3);
insert into redo.settings default values;
create table redo.incarnations (incarnation int primary key, resetlogs_scn bigint, resetlogs_at numeric, prior_scn bigint, prior_at numeric);
insert into redo.incarnations (incarnation) values (1);
create table redo.logs (incarnation int, thread int not null default 1, sequence bigint, group_no int not null, first_seq bigint not null, first_scn bigint not null, first_at numeric not null,
  next_scn bigint, next_at numeric, archived_at numeric, name text, removed boolean not null default false, deleted boolean not null default false, primary key (incarnation, thread, sequence));
insert into redo.logs (incarnation, sequence, group_no, first_seq, first_scn, first_at) values (1, 41, 1, 0, nextval('ora.scns'), ora.now());
create index on redo.transactions (ended);
create index on redo.records (scn, seq);

-- What supplemental logging had asked for, from each SCN on: of the database (object 0) and of tables.
create table redo.logging (scn bigint not null, object_id int not null, detail jsonb not null);
create index on redo.logging (object_id, scn);
create function redo.note_logging() returns trigger language plpgsql as $$
declare of int := coalesce(new.object_id, old.object_id);
begin
  insert into redo.logging select nextval('ora.scns'), of, coalesce(jsonb_agg(jsonb_build_object('type', g.type, 'always', g.always, 'columns', g.columns)), '[]') from cat.log_groups g where g.object_id = of;
  return null;
end $$;
create trigger note_logging after insert or update or delete on cat.log_groups for each row execute function redo.note_logging();
create function redo.note_database() returns trigger language plpgsql as $$
begin
  insert into redo.logging values (nextval('ora.scns'), 0, jsonb_build_object('min', new.supplemental_min, 'pk', new.supplemental_pk, 'ui', new.supplemental_ui, 'fk', new.supplemental_fk, 'all', new.supplemental_all));
  return null;
end $$;
insert into redo.logging select nextval('ora.scns'), 0, jsonb_build_object('min', supplemental_min, 'pk', supplemental_pk, 'ui', supplemental_ui, 'fk', supplemental_fk, 'all', supplemental_all) from cat.database;
create trigger note_database after insert or update of supplemental_min, supplemental_pk, supplemental_ui, supplemental_fk, supplemental_all on cat.database for each row execute function redo.note_database();

create function redo.archive() returns void language sql as $$
  update redo.logs l set archived_at = ora.now(), name = '/opt/oracle/archive/' || l.thread || '_' || l.sequence || '_' || (1100000000 + l.incarnation) || '.dbf'
  where l.next_scn is not null and l.archived_at is null and (select log_mode from cat.database) = 'ARCHIVELOG' and not (select archiver_held from redo.settings)
    and not exists (select from redo.logs o where o.group_no = l.group_no and (o.incarnation, o.sequence) > (l.incarnation, l.sequence)) $$;

-- The next group in turn of a thread, which has groups of its own. One that the archiver still needs is not written over: where Oracle would wait, another group is added here.
create function redo.next_group(current int, of int) returns int language sql volatile as $$
  select coalesce((select g.n from (select generate_series((of - 1) * s.groups + 1, of * s.groups) from redo.settings s union select group_no from redo.logs where thread = of) as g (n)
      left join lateral (select l.* from redo.logs l where l.group_no = g.n order by l.incarnation desc, l.sequence desc limit 1) l on true
      where g.n <> current and (l.group_no is null or l.archived_at is not null or (select log_mode from cat.database) is distinct from 'ARCHIVELOG')
      order by l.incarnation nulls first, l.sequence nulls first, g.n limit 1),
    (select max(group_no) + 1 from redo.logs)) $$;

create function redo.switch_log(of int default 1) returns void language plpgsql as $$
declare number bigint; old redo.logs;
begin
  -- Not for the whole transaction: who switches within one must not stop every writer until its end.
  perform pg_advisory_lock(7);
  number := nextval('ora.scns');
  update redo.logs set next_scn = number, next_at = ora.now() where next_scn is null and thread = of returning * into old;
  perform redo.archive();
  insert into redo.logs (incarnation, thread, sequence, group_no, first_seq, first_scn, first_at)
    values (old.incarnation, of, old.sequence + 1, redo.next_group(old.group_no, of), coalesce((select max(seq) from redo.records), 0), number, ora.now());
  perform pg_advisory_unlock(7);
exception when others then
  perform pg_advisory_unlock(7);
  raise;
end $$;

-- A log is full by the number of its records.
create function redo.switch_full_log() returns trigger language plpgsql as $$
begin
  perform redo.switch_log(l.thread) from redo.logs l where l.next_scn is null and (select max(n.seq) from new_records n) - l.first_seq >= (select log_records from redo.settings);
  return null;
end $$;
create trigger switch_full_log after insert on redo.records referencing new table as new_records for each statement execute function redo.switch_full_log();

-- What a standby does when it takes over, or an incomplete recovery: the log begins anew.
create function redo.reset_logs() returns void language plpgsql as $$
declare number bigint; old int := (select max(incarnation) from redo.logs);
begin
  perform redo.switch_log(l.thread) from redo.logs l where l.next_scn is null;
  perform redo.archive();
  create temp table going on commit drop as select thread from redo.logs where next_scn is null;
  delete from redo.logs where next_scn is null;
  number := nextval('ora.scns');
  update redo.incarnations i set resetlogs_scn = d.resetlogs_scn, resetlogs_at = d.resetlogs_at from cat.database d where i.incarnation = old;
  insert into redo.incarnations select old + 1, number, ora.now(), d.resetlogs_scn, d.resetlogs_at from cat.database d;
  update cat.database set resetlogs_scn = number, resetlogs_at = ora.now(), incarnation = old + 1;
  insert into redo.logs (incarnation, thread, sequence, group_no, first_seq, first_scn, first_at)
    select old + 1, g.thread, 1, redo.next_group(0, g.thread), coalesce((select max(seq) from redo.records), 0), number, ora.now() from going g;
end $$;

-- What a group's file holds now.
create view redo.online_logs as
  select distinct on (l.group_no) l.*, '/opt/oracle/oradata/redo' || lpad(l.group_no::text, 2, '0') || '.log' as member from redo.logs l order by l.group_no, l.incarnation desc, l.sequence desc;
create view redo.archived_logs as
  select l.*, coalesce(i.resetlogs_scn, d.resetlogs_scn) as resetlogs_scn, coalesce(i.resetlogs_at, d.resetlogs_at) as resetlogs_at, row_number() over (order by l.incarnation, l.sequence, l.thread) as recid
  from redo.logs l join redo.incarnations i on i.incarnation = l.incarnation cross join cat.database d where l.archived_at is not null;
`;
