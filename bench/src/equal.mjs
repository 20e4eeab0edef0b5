import { streamOf } from './connector.mjs';
import { citizens } from './dataset.mjs';

/**
 * Every value of every row, compared in SQL on both sides; throws with what differs. `epoch`: what every record must be of, so
 * that a second load which wrote nothing would be seen. `table` has the rows as `dataset` maps them, without a repair.
 */
export async function expectEqual({ client, platform }, name, { epoch, table = 'citizen', dataset = citizens } = {}) {
  const stored = fingerprint(
    platform.client,
    `(select * from ${dataset.view} where _source = '${streamOf(name)}') stored`,
    Object.keys(dataset.mapping).map((property) => `"${property}"`),
  );
  const original = fingerprint(client, table, Object.values(dataset.mapping));
  const [left, right] = await Promise.all([original, stored]);
  if (left !== right) throw new Error(`${name}: the source has ${left} (rows:hash of all values), the platform ${right}`);
  if (epoch === undefined) return;
  const { rows } = await platform.client.query(
    `select count(*)::int as count from ${await storedTable(platform)} record join lienthong.streams stream on stream.id = record._stream
     where stream.source = $1 and lienthong.epoch_of(record._place) <> $2 and not record._deleted`,
    [streamOf(name), epoch],
  );
  if (rows[0].count > 0) throw new Error(`${name}: ${rows[0].count} records are not of epoch ${epoch}`);
}

/** The platform's own table of the dataset, which also tells the batch that each record came in. */
export async function storedTable({ client }) {
  const { rows } = await client.query('select table_name from lienthong.datasets where dataset = $1', [citizens.id]);
  return `data."${rows[0].table_name}"`;
}

// Rows and a hash over every value of every column: the same on both sides when all values are equal.
async function fingerprint(client, table, names) {
  const values = names.map((name) => `${name}::text`).join(', ');
  await client.query(`set timezone to 'UTC'`);
  const { rows } = await client.query(
    `select count(*)::text as rows, coalesce(sum(hashtextextended(row(${values})::text, 0)::numeric), 0)::text as hash from ${table}`,
  );
  return `${rows[0].rows}:${rows[0].hash}`;
}
