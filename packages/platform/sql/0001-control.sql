-- The control schema: who may publish and read, what arrived, and what was answered. Records live in schema data.
create schema lienthong;
create schema data;

create table lienthong.settings (
  name text primary key,
  value text not null
);

create table lienthong.agencies (
  agency text primary key,
  name text,
  registered_at timestamptz not null default now()
);

create table lienthong.keys (
  key_id text primary key,
  agency text not null references lienthong.agencies,
  public_key text not null,
  valid_until timestamptz,
  revoked_at timestamptz,
  registered_at timestamptz not null default now()
);

-- dataset '*' stands for all.
create table lienthong.publishing_rights (
  agency text not null references lienthong.agencies,
  dataset text not null,
  primary key (agency, dataset)
);

-- change: the last number of the consumers' feed. The row is locked by whoever writes records of the dataset, so
-- that numbers become visible in their own order and no reader can skip one.
create table lienthong.datasets (
  dataset text primary key,
  table_name text not null unique,
  view_name text not null unique,
  layout integer not null default 0,
  change bigint not null default 0
);

-- One column per property and storable type; a new major version may give a property a second column.
create table lienthong.dataset_columns (
  dataset text not null references lienthong.datasets,
  column_name text not null,
  property text not null,
  type text not null,
  position integer not null,
  primary key (dataset, column_name)
);

create table lienthong.contracts (
  id integer generated always as identity primary key,
  dataset text not null references lienthong.datasets,
  version text not null,
  yaml text not null,
  contract json not null,
  -- Columns of dataset_columns in the order of the contract's properties.
  columns text[] not null,
  registered_by text references lienthong.agencies,
  registered_at timestamptz not null default now(),
  retired_at timestamptz,
  unique (dataset, version)
);

create table lienthong.streams (
  id integer generated always as identity primary key,
  agency text not null,
  source text not null,
  dataset text not null references lienthong.datasets,
  epoch bigint not null default 0,
  contiguous bigint not null default 0,
  highest bigint not null default 0,
  high text,
  -- Numbers in this range bring no resume position: what was abandoned among them comes again above it.
  frozen_from bigint,
  frozen_to bigint,
  floor_epoch bigint not null default 0,
  floor_version text collate "C" not null default '',
  receipt_number bigint not null default 0,
  receipt_hash text,
  last_received_at timestamptz,
  unique (agency, source, dataset)
);

create table lienthong.batches (
  stream integer not null references lienthong.streams,
  epoch bigint not null,
  sequence bigint not null,
  digest text not null,
  contract integer not null references lienthong.contracts,
  high text,
  accepted integer not null,
  superseded integer not null,
  rejected integer not null,
  receipt_number bigint not null,
  receipt text not null,
  received_at timestamptz not null,
  primary key (stream, epoch, sequence),
  unique (stream, receipt_number)
);

create table lienthong.abandoned (
  stream integer not null references lienthong.streams,
  epoch bigint not null,
  sequence bigint not null,
  key_id text not null,
  declared_at timestamptz not null default now(),
  primary key (stream, epoch, sequence)
);

-- datasets and publishers: null stands for all.
create table lienthong.consumers (
  id integer generated always as identity primary key,
  agency text not null references lienthong.agencies,
  name text not null,
  token_hash bytea not null unique,
  datasets text[],
  publishers text[],
  registered_at timestamptz not null default now(),
  revoked_at timestamptz
);

-- Who read what and why; a key only as a keyed hash, never a value.
create table lienthong.access_log (
  id bigint generated always as identity primary key,
  consumer integer not null references lienthong.consumers,
  dataset text not null,
  action text not null,
  purpose text not null,
  key_hash text,
  records integer not null,
  accessed_at timestamptz not null default now()
);
create index access_log_consumer on lienthong.access_log (consumer, accessed_at);
create index access_log_dataset on lienthong.access_log (dataset, accessed_at);

-- Readers of the SQL views get this role. Roles belong to the whole server: another database may have made it already.
do $$
begin
  if not exists (select from pg_roles where rolname = 'lienthong_reader') then
    create role lienthong_reader nologin;
  end if;
exception
  when duplicate_object or unique_violation or insufficient_privilege then null;
end
$$;
