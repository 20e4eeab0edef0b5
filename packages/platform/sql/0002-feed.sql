-- The consumers' feed, in the order of commits: an entry tells which keys a batch changed. Their numbers follow one another
-- and end with last. A record bears the entry that told of it last; of older entries its key has moved on, and readers pass it by.
create sequence lienthong.entries;

create table lienthong.feed (
  dataset text not null references lienthong.datasets,
  last bigint not null,
  count integer not null,
  entry bigint not null,
  stream integer not null,
  keys text[] collate "C" not null,
  primary key (dataset, last)
);

-- Compressing the keys of a batch costs more than storing them as they are.
alter table lienthong.feed alter column keys set storage external;

-- told: keys in the feed's entries. passed: those among them whose records bear a later entry by now.
alter table lienthong.datasets add column told bigint not null default 0, add column passed bigint not null default 0;

-- The stream's records in its dataset's table, without tombstones, and those of them that bear its newest epoch: when they are
-- equal, nothing of an earlier epoch is left to be cleared. Nobody counted those that are there already.
alter table lienthong.streams add column records bigint, add column renewed bigint;
alter table lienthong.streams alter column records set default 0, alter column renewed set default 0;

-- Records that were numbered one by one get entries, and numbers above all that were given: consumers see them once more.
do $$
declare
  known record;
begin
  for known in select dataset, table_name from lienthong.datasets where layout > 0 loop
    execute format('alter table data.%I add column _entry bigint', known.table_name);
    execute format($sql$
      with numbered as (
        select ctid as place, _stream, _key, _change, (row_number() over (partition by _stream order by _change) - 1) / 5000 as part from data.%1$I
      ), grouped as materialized (
        select _stream, part, nextval('lienthong.entries') as entry, count(*)::integer as count, min(_change) as first,
          array_agg(_key order by _change) as keys from numbered group by _stream, part
      ), entered as (
        insert into lienthong.feed (dataset, last, count, entry, stream, keys)
        select $1, dataset.change + sum(grouped.count) over (order by first), grouped.count, entry, _stream, keys
        from grouped, lienthong.datasets dataset where dataset.dataset = $1
      )
      update data.%1$I kept set _entry = grouped.entry from numbered join grouped using (_stream, part) where kept.ctid = numbered.place
    $sql$, known.table_name) using known.dataset;
    execute format('alter table data.%I drop column _change, alter column _entry set not null', known.table_name);
    update lienthong.datasets dataset set change = entered.last, told = entered.told
      from (select max(last) as last, sum(count) as told from lienthong.feed where dataset = known.dataset) entered
      where dataset.dataset = known.dataset and entered.last is not null;
  end loop;
end
$$;
