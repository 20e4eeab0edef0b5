/** Layout of the state database. A new layout raises the number and adds a migration; an unknown number is refused. */
export const schemaVersion = 3;

/** What was found in records, added up: layout 3. Bears no sums: nothing is decided by it. */
export const qualityTables = `
CREATE TABLE quality_records (
  dataset TEXT NOT NULL,
  epoch INTEGER NOT NULL,
  day TEXT NOT NULL,
  records INTEGER NOT NULL,
  rejected INTEGER NOT NULL,
  PRIMARY KEY (dataset, epoch, day)
) WITHOUT ROWID;
CREATE TABLE quality_properties (
  dataset TEXT NOT NULL,
  epoch INTEGER NOT NULL,
  day TEXT NOT NULL,
  property TEXT NOT NULL,
  place INTEGER NOT NULL,
  present INTEGER NOT NULL,
  with_error INTEGER NOT NULL,
  PRIMARY KEY (dataset, epoch, day, property)
) WITHOUT ROWID;
CREATE TABLE quality_found (
  dataset TEXT NOT NULL,
  epoch INTEGER NOT NULL,
  day TEXT NOT NULL,
  property TEXT NOT NULL,
  code TEXT NOT NULL,
  origin TEXT NOT NULL,
  severity TEXT NOT NULL,
  count INTEGER NOT NULL,
  examples TEXT NOT NULL,
  PRIMARY KEY (dataset, epoch, day, property, code, origin, severity)
) WITHOUT ROWID;
`;

export const schema = `
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL, sum TEXT NOT NULL DEFAULT '') WITHOUT ROWID;
CREATE TABLE streams (
  dataset TEXT PRIMARY KEY,
  epoch INTEGER NOT NULL,
  next_sequence INTEGER NOT NULL,
  phase TEXT NOT NULL CHECK (phase IN ('snapshot', 'following')),
  since TEXT NOT NULL,
  sum TEXT NOT NULL DEFAULT ''
) WITHOUT ROWID;
CREATE TABLE ranges (
  dataset TEXT NOT NULL,
  number INTEGER NOT NULL,
  range TEXT NOT NULL,
  position TEXT,
  done INTEGER NOT NULL DEFAULT 0,
  rows INTEGER NOT NULL DEFAULT 0,
  sum TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (dataset, number)
) WITHOUT ROWID;
CREATE TABLE positions (name TEXT PRIMARY KEY, position TEXT NOT NULL, at TEXT, sum TEXT NOT NULL DEFAULT '') WITHOUT ROWID;
CREATE TABLE spool (
  dataset TEXT NOT NULL,
  epoch INTEGER NOT NULL,
  sequence INTEGER NOT NULL,
  file TEXT NOT NULL UNIQUE,
  digest TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  encoding TEXT NOT NULL,
  count INTEGER NOT NULL,
  contract_version TEXT NOT NULL,
  low TEXT,
  high TEXT,
  time TEXT NOT NULL,
  traceparent TEXT NOT NULL,
  last INTEGER NOT NULL,
  sum TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (dataset, epoch, sequence)
) WITHOUT ROWID;
CREATE TABLE receipts (
  dataset TEXT NOT NULL,
  epoch INTEGER NOT NULL,
  sequence INTEGER NOT NULL,
  number INTEGER NOT NULL,
  hash TEXT NOT NULL,
  previous TEXT,
  jws TEXT NOT NULL,
  sum TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (dataset, epoch, sequence)
) WITHOUT ROWID;
CREATE INDEX receipts_chain ON receipts (dataset, number);
CREATE TABLE dead_letters (
  id INTEGER PRIMARY KEY,
  dataset TEXT NOT NULL,
  epoch INTEGER NOT NULL,
  version TEXT NOT NULL,
  op TEXT NOT NULL,
  at TEXT,
  origin TEXT NOT NULL CHECK (origin IN ('connector', 'platform')),
  code TEXT NOT NULL,
  pointer TEXT NOT NULL,
  reason TEXT NOT NULL,
  identity TEXT NOT NULL,
  payload TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('waiting', 'superseded', 'obsolete', 'resolved')),
  created TEXT NOT NULL,
  UNIQUE (dataset, epoch, version, op, identity)
);
CREATE INDEX dead_letters_waiting ON dead_letters (dataset, identity) WHERE status = 'waiting';
${qualityTables}`;
