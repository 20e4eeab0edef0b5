import { missing, platformFingerprint, sourceFingerprint } from '../fingerprint.mjs';
import { columns } from '../source/citizen.mjs';

const instant = 'YYYY-MM-DD HH24:MI:SS.US';

/** Every value of every row in MySQL against the platform. */
export async function expectPlatformEqual(setting, client, name) {
  const [left, right] = await Promise.all([mysqlFingerprint(client), platformFingerprint(setting, name, instant)]);
  if (left !== right) throw new Error(`${name}: the source has ${left} (rows:hash of all values), the platform ${right}`);
}

/** The rows in MySQL are those of PostgreSQL that the yardstick copies. */
export async function expectSameRows(setting, client) {
  const [left, right] = await Promise.all([sourceFingerprint(setting, instant), mysqlFingerprint(client)]);
  if (left !== right) throw new Error(`PostgreSQL has ${left} (rows:hash of all values), MySQL ${right}`);
}

async function mysqlFingerprint(client) {
  const texts = columns.map(([column]) => `ifnull(cast(${column} as char character set utf8mb4), '${missing}')`);
  const [[row]] = await client.query(
    `select cast(count(*) as char) as number, cast(ifnull(sum(cast(conv(left(sha2(concat_ws(char(31 using utf8mb4), ${texts.join(', ')}), 256), 15), 16, 10) as decimal(20))), 0) as char) as hash from citizen`,
  );
  return `${row.number}:${row.hash}`;
}
