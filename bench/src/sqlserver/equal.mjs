import { createHash } from 'node:crypto';
import { missing, platformFingerprint } from '../fingerprint.mjs';
import { everyRow } from './citizen.mjs';

/** Every value of every row against the platform. */
export async function expectPlatformEqual(setting, client, name) {
  const left = await rowFingerprint(client);
  const right = await platformFingerprint(setting, name, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"');
  if (left !== right) throw new Error(`${name}: the source has ${left} (rows:hash of all values), the platform ${right}`);
}

async function rowFingerprint(client) {
  let count = 0;
  let sum = 0n;
  await client.run(everyRow, (row) => {
    const text = row.map((value) => (value === null ? missing : String(value).replace('+00:00', 'Z'))).join('\u001f');
    sum += BigInt(`0x${createHash('sha256').update(text).digest('hex').slice(0, 15)}`);
    count += 1;
  });
  return `${count}:${sum}`;
}
