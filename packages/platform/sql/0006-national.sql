-- How a stream's records come: over lienthong/1, or as messages of a national profile. Their versions have no common order, so an agency
-- sends a dataset in one of them.
alter table lienthong.streams add column profile text not null default 'lienthong/1';

-- Systems that send national messages: clients of OAuth 2.0.
create table lienthong.senders (
  client_id text primary key,
  agency text not null references lienthong.agencies,
  name text not null,
  secret_hash bytea not null,
  registered_at timestamptz not null default now(),
  revoked_at timestamptz
);

-- MaLoaiDuLieu: which stream its messages belong to, and how their fields are read.
create table lienthong.data_types (
  data_type text primary key,
  stream integer not null unique references lienthong.streams,
  contract integer not null references lienthong.contracts,
  options text not null,
  lower_versions text not null check (lower_versions in ('conflict', 'ignore'))
);

-- What the sender calls a record, for he cancels it by that name alone. id and content are digests: a name may hold a personal number.
-- key: the record's canonical key while it is there; null when it was cancelled.
create table lienthong.national_records (
  stream integer not null,
  id bytea not null,
  version bigint not null,
  content bytea not null,
  key text collate "C",
  primary key (stream, id)
) with (fillfactor = 80);
