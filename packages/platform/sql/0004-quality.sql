-- How good a dataset was, each time it was measured: what a trend needs of all, and of the newest the whole report.
create table lienthong.quality (
  dataset text not null references lienthong.datasets,
  measured_at timestamptz not null,
  version text not null,
  -- Text as it was written: what is read is what was computed.
  point json not null,
  report json,
  primary key (dataset, measured_at)
);
