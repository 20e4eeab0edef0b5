import { createHash } from 'node:crypto';
import { streamOf } from '../connector.mjs';
import { citizens } from '../dataset.mjs';
import { columns } from '../source/citizen.mjs';

/**
 * Every value of every document against the platform: each side writes them as one text of all columns, by its own functions, and sums
 * up 60 bits of each text's SHA-256.
 */
export async function expectPlatformEqual(setting, db, name) {
  const view = `(select * from ${citizens.view} where _source = '${streamOf(name)}') stored`;
  const stored = postgresFingerprint(
    setting.platform.client,
    view,
    columns.map(([, property]) => `"${property}"`),
  );
  const [left, right] = await Promise.all([documentFingerprint(db), stored]);
  if (left !== right) throw new Error(`${name}: the source has ${left} (rows:hash of all values), the platform ${right}`);
}

/** The documents are the rows of PostgreSQL that the yardstick copies, to the millisecond. */
export async function expectSameRows(setting, db) {
  const original = postgresFingerprint(
    setting.client,
    'citizen',
    columns.map(([column]) => column),
  );
  const [left, right] = await Promise.all([original, documentFingerprint(db)]);
  if (left !== right) throw new Error(`PostgreSQL has ${left} (rows:hash of all values), the documents ${right}`);
}

const missing = '<null>';

async function postgresFingerprint(client, table, names) {
  const texts = names.map((name) => `coalesce(${postgresText(name)}, '${missing}')`);
  const { rows } = await client.query(
    `select count(*)::text as rows, coalesce(sum(('x' || left(encode(sha256(convert_to(concat_ws(chr(31), ${texts.join(', ')}), 'UTF8')), 'hex'), 15))::bit(60)::bigint::numeric), 0)::text as hash from ${table}`,
  );
  return `${rows[0].rows}:${rows[0].hash}`;
}

function postgresText(name) {
  return /updated/i.test(name) ? `to_char(${name} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')` : `${name}::text`;
}

async function documentFingerprint(db) {
  let count = 0;
  let sum = 0n;
  for await (const document of db.collection('citizen').find()) {
    const text = columns.map(([column]) => textOf(document[column === 'id' ? '_id' : column])).join('\u001f');
    sum += BigInt(`0x${createHash('sha256').update(text).digest('hex').slice(0, 15)}`);
    count += 1;
  }
  return `${count}:${sum}`;
}

function textOf(value) {
  if (value === undefined || value === null) return missing;
  return value instanceof Date ? value.toISOString() : String(value);
}
