import { streamOf } from './connector.mjs';
import { citizens } from './dataset.mjs';
import { columns } from './source/citizen.mjs';

/**
 * Values of rows as one number, by which servers of other kinds are compared: no function makes the same hash of a row in two products,
 * but SHA-256 of a text is the same. Each side writes a row as one text of all columns, by its own functions, and sums up 60 bits of each.
 */
export const missing = '<null>';

/** Of the table that the yardstick copies; `instant`: the form of instants that the other side can give. */
export function sourceFingerprint({ client }, instant) {
  const names = columns.map(([column]) => column);
  return postgresFingerprint(client, 'citizen', names, instant);
}

/** Of what the platform has from the connector of this name. */
export function platformFingerprint({ platform }, name, instant) {
  const view = `(select * from ${citizens.view} where _source = '${streamOf(name)}') stored`;
  const names = columns.map(([, property]) => `"${property}"`);
  return postgresFingerprint(platform.client, view, names, instant);
}

async function postgresFingerprint(client, table, names, instant) {
  const text = (name) => (/updated/i.test(name) ? `to_char(${name} at time zone 'UTC', '${instant}')` : `${name}::text`);
  const texts = names.map((name) => `coalesce(${text(name)}, '${missing}')`);
  const { rows } = await client.query(
    `select count(*)::text as rows, coalesce(sum(('x' || left(encode(sha256(convert_to(concat_ws(chr(31), ${texts.join(', ')}), 'UTF8')), 'hex'), 15))::bit(60)::bigint::numeric), 0)::text as hash from ${table}`,
  );
  return `${rows[0].rows}:${rows[0].hash}`;
}
