-- A record's key as it is stored and indexed: its stream, the length of its text, and the text, so that one comparison of
-- bytes finds a record, and keys that are numbers lie in the order of their numbers, in which they are read and sent.
create function lienthong.stored_key(stream integer, key text) returns bytea immutable strict parallel safe language sql
  return int4send(stream) || int2send(octet_length(convert_to(key, 'UTF8'))::smallint) || convert_to(key, 'UTF8');

create function lienthong.key_text(stored bytea) returns text immutable strict parallel safe language sql
  return convert_from(substr(stored, 7), 'UTF8');

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
    execute format('alter table %s alter column _key type bytea using lienthong.stored_key(_stream, _key)', known.place);
    execute format('alter table %s add primary key (_key) with (fillfactor = 50)', known.place);
  end loop;
end
$$;

alter table lienthong.feed alter column keys type bytea[] using lienthong.stored_keys(stream, keys);
alter table lienthong.feed alter column keys set storage external;

drop function lienthong.stored_keys;
