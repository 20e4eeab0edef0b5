-- A record's key as it is stored and indexed: its stream, the length of its text, and the text, so that one comparison of
-- bytes finds a record, and keys that are numbers lie in the order of their numbers, in which they are read and sent.
create function lienthong.stored_key(stream integer, key text) returns bytea immutable strict parallel safe language sql
  return int4send(stream) || int2send(octet_length(convert_to(key, 'UTF8'))::smallint) || convert_to(key, 'UTF8');

create function lienthong.key_text(stored bytea) returns text immutable strict parallel safe language sql
  return convert_from(substr(stored, 7), 'UTF8');

-- A record's place in the order by which records converge, as bytes in that order: epoch, version, sequence of the batch, line.
-- No version holds the byte 0, so a version sorts before all that begin with it.
create function lienthong.place(epoch bigint, version text, sequence bigint, line integer) returns bytea
  immutable strict parallel safe language sql
  return int8send(epoch) || convert_to(version, 'UTF8') || '\x00'::bytea || int8send(sequence) || int4send(line);

create function lienthong.epoch_of(place bytea) returns bigint immutable strict parallel safe language sql
  return ('x' || encode(substr(place, 1, 8), 'hex'))::bit(64)::bigint;

create function lienthong.sequence_of(place bytea) returns bigint immutable strict parallel safe language sql
  return ('x' || encode(substr(place, length(place) - 11, 8), 'hex'))::bit(64)::bigint;

create function lienthong.stored_keys(stream integer, keys text[]) returns bytea[] immutable strict parallel safe language sql
  return (select array_agg(lienthong.stored_key(stream, listed.key) order by listed.place) from unnest(keys) with ordinality listed (key, place));

do $$
declare
  known record;
begin
  for known in
    select relation.oid::regclass as place, owned.conname from lienthong.datasets dataset
    join pg_class relation on relation.relname = dataset.table_name and relation.relnamespace = 'data'::regnamespace
    join pg_constraint owned on owned.conrelid = relation.oid and owned.contype = 'p'
  loop
    execute format('alter table %s drop constraint %I', known.place, known.conname);
    -- Both at once: the table is written again once.
    execute format('alter table %s alter column _key type bytea using lienthong.stored_key(_stream, _key),
      alter column _version type bytea using lienthong.place(_epoch, _version, _sequence, _line)', known.place);
    execute format('alter table %s rename column _version to _place', known.place);
    execute format('alter table %s drop column _epoch, drop column _sequence, drop column _line,
      add primary key (_key) with (fillfactor = 50)', known.place);
  end loop;
end
$$;

alter table lienthong.feed alter column keys type bytea[] using lienthong.stored_keys(stream, keys);
alter table lienthong.feed alter column keys set storage external;

drop function lienthong.stored_keys;
