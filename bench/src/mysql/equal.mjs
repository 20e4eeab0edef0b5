import { streamOf } from '../connector.mjs';
import { citizens } from '../dataset.mjs';
import { columns } from '../source/citizen.mjs';

/**
 * Every value of every row in MySQL against the platform. No function makes the same hash of a row in both products, but SHA-256 of a
 * text is the same: so each side writes its rows as one text of all columns, by its own functions, and sums up 60 bits of each.
 */
export async function expectPlatformEqual(setting, client, name) {
  const view = `(select * from ${citizens.view} where _source = '${streamOf(name)}') stored`;
  const stored = postgresFingerprint(
    setting.platform.client,
    view,
    columns.map(([, property]) => `"${property}"`),
  );
  const [left, right] = await Promise.all([mysqlFingerprint(client), stored]);
  if (left !== right) throw new Error(`${name}: the source has ${left} (rows:hash of all values), the platform ${right}`);
}

/** The rows in MySQL are those of PostgreSQL that the yardstick copies. */
export async function expectSameRows(setting, client) {
  const original = postgresFingerprint(
    setting.client,
    'citizen',
    columns.map(([column]) => column),
  );
  const [left, right] = await Promise.all([original, mysqlFingerprint(client)]);
  if (left !== right) throw new Error(`PostgreSQL has ${left} (rows:hash of all values), MySQL ${right}`);
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
  return /updated/i.test(name) ? `to_char(${name} at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')` : `${name}::text`;
}

async function mysqlFingerprint(client) {
  const texts = columns.map(([column]) => `ifnull(cast(${column} as char character set utf8mb4), '${missing}')`);
  const [[row]] = await client.query(
    `select cast(count(*) as char) as number, cast(ifnull(sum(cast(conv(left(sha2(concat_ws(char(31 using utf8mb4), ${texts.join(', ')}), 256), 15), 16, 10) as decimal(20))), 0) as char) as hash from citizen`,
  );
  return `${row.number}:${row.hash}`;
}
