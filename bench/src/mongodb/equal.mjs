import { createHash } from 'node:crypto';
import { missing, platformFingerprint, sourceFingerprint } from '../fingerprint.mjs';
import { columns } from '../source/citizen.mjs';

/** Documents know instants to the millisecond. */
const instant = 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"';

/** Every value of every document against the platform. */
export async function expectPlatformEqual(setting, db, name) {
  const [left, right] = await Promise.all([documentFingerprint(db), platformFingerprint(setting, name, instant)]);
  if (left !== right) throw new Error(`${name}: the source has ${left} (rows:hash of all values), the platform ${right}`);
}

/** The documents are the rows of PostgreSQL that the yardstick copies. */
export async function expectSameRows(setting, db) {
  const [left, right] = await Promise.all([sourceFingerprint(setting, instant), documentFingerprint(db)]);
  if (left !== right) throw new Error(`PostgreSQL has ${left} (rows:hash of all values), the documents ${right}`);
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
