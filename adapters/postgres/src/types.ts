import type { CanonicalType, RawForm, TypeMapping } from '@lienthong/core';
import { decimal } from './element-values.ts';
import { readHstore } from './hstore-text.ts';

/** One row of the type table; `name` is the type's name in `pg_type`, `extension` where it does not come from the server itself. */
export interface PostgresType extends TypeMapping {
  readonly name: string;
  readonly extension?: string;
}

const text: CanonicalType = { kind: 'string' };

function row(name: string, native: string, canonical: CanonicalType, raw: RawForm, note?: string): PostgresType {
  return note === undefined ? { name, native, canonical, raw } : { name, native, canonical, raw, note };
}

const asPrinted = (name: string, native = name, note?: string) => row(name, native, text, 'text', note);

/** Every type that is known by name. Arrays, enums, domains, ranges and composite types follow from it by rule: type-mappings.ts. */
export const postgresTypes: readonly PostgresType[] = [
  row('bool', 'boolean', { kind: 'boolean' }, 'boolean-text'),
  row('int2', 'smallint', { kind: 'integer' }, 'integer-text'),
  row('int4', 'integer', { kind: 'integer' }, 'integer-text'),
  row('int8', 'bigint', { kind: 'bigint' }, 'integer-text'),
  row('oid', 'oid', { kind: 'integer' }, 'integer-text'),
  row('xid', 'xid', { kind: 'integer' }, 'integer-text'),
  row('xid8', 'xid8', { kind: 'bigint' }, 'integer-text'),
  row('cid', 'cid', { kind: 'integer' }, 'integer-text'),
  row(
    'numeric',
    'numeric',
    { kind: 'decimal', precision: 1000, scale: 500 },
    'decimal-text',
    '`numeric(p,s)` is `decimal(p,s)`. Without precision it is `decimal(1000,500)`: a value that needs more, `NaN` and infinity are rejected.',
  ),
  row(
    'float4',
    'real',
    { kind: 'number' },
    'number-text',
    'Shortest text that reads back as the same value. `NaN` and infinity are rejected.',
  ),
  row('float8', 'double precision', { kind: 'number' }, 'number-text', 'The same.'),
  {
    ...row(
      'money',
      'money',
      { kind: 'decimal', precision: 19, scale: 2 },
      'canonical',
      "Only where the database's lc_monetary has two digits; else cast it to numeric in a view.",
    ),
    read: readMoney,
  },
  asPrinted('text'),
  asPrinted('varchar', 'character varying'),
  asPrinted('bpchar', 'character', 'With the blanks that the type adds; `trim: true` in the mapping removes them.'),
  asPrinted('name'),
  asPrinted('char', '"char"'),
  row('bytea', 'bytea', { kind: 'bytes' }, 'bytes-hex'),
  row('date', 'date', { kind: 'date' }, 'date-text', '`infinity`, years BC and above 9999 are rejected.'),
  row('time', 'time without time zone', { kind: 'time', fraction: 6 }, 'time-text', '`24:00:00` is rejected.'),
  asPrinted('timetz', 'time with time zone', 'An offset without a date names no instant: text, `08:00:00+07`.'),
  row('timestamp', 'timestamp without time zone', { kind: 'timestamp', fraction: 6 }, 'timestamp-text', 'As `date`.'),
  row('timestamptz', 'timestamp with time zone', { kind: 'timestamptz', fraction: 6 }, 'timestamptz-text', 'Always UTC. As `date`.'),
  asPrinted('interval', 'interval', 'ISO 8601: `P1Y2M3DT4H5M6.7S`.'),
  row('uuid', 'uuid', { kind: 'uuid' }, 'uuid-text'),
  row('json', 'json', { kind: 'json' }, 'json-text', 'Numbers that a double does not hold exactly are rejected.'),
  row('jsonb', 'jsonb', { kind: 'json' }, 'json-text', 'The same.'),
  asPrinted('jsonpath'),
  asPrinted('xml'),
  asPrinted('inet'),
  asPrinted('cidr'),
  asPrinted('macaddr'),
  asPrinted('macaddr8'),
  asPrinted('bit', 'bit', 'Zeros and ones.'),
  asPrinted('varbit', 'bit varying', 'Zeros and ones.'),
  asPrinted('point', 'point', "PostgreSQL's own geometric notation: `(1,2)`."),
  asPrinted('line'),
  asPrinted('lseg'),
  asPrinted('box'),
  asPrinted('path'),
  asPrinted('polygon'),
  asPrinted('circle'),
  asPrinted('tsvector'),
  asPrinted('tsquery'),
  asPrinted('pg_lsn'),
  asPrinted('tid'),
  asPrinted('txid_snapshot'),
  asPrinted('pg_snapshot'),
  ...[
    'regclass',
    'regcollation',
    'regconfig',
    'regdictionary',
    'regnamespace',
    'regoper',
    'regoperator',
    'regproc',
    'regprocedure',
    'regrole',
    'regtype',
  ].map((name) => asPrinted(name, name, 'Name with its schema.')),
  { ...asPrinted('citext'), extension: 'citext' },
  { ...row('hstore', 'hstore', { kind: 'json' }, 'canonical', 'A JSON object of texts and nulls.'), extension: 'hstore', read: readHstore },
  { ...asPrinted('ltree'), extension: 'ltree' },
  { ...asPrinted('lquery'), extension: 'ltree' },
  {
    ...row('geometry', 'geometry', { kind: 'geometry', encoding: 'wkb' }, 'canonical', 'EWKB, base64.'),
    extension: 'postgis',
    read: readEwkb,
  },
  {
    ...row('geography', 'geography', { kind: 'geometry', encoding: 'wkb' }, 'canonical', 'EWKB, base64.'),
    extension: 'postgis',
    read: readEwkb,
  },
];

// lc_monetary is C in our sessions: -$1,234.50.
function readMoney(raw: unknown): string {
  return decimal(String(raw).replaceAll(/[$,]/g, ''));
}

function readEwkb(raw: unknown): string {
  return Buffer.from(String(raw), 'hex').toString('base64');
}
