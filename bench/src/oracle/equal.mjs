import { createHash } from 'node:crypto';
import { missing, platformFingerprint } from '../fingerprint.mjs';
import { columns } from '../source/citizen.mjs';
import { comparedRow } from './citizen.mjs';

/** Every value of every row against the platform. */
export async function expectPlatformEqual(setting, client, name) {
  const left = await rowFingerprint(client);
  const right = await platformFingerprint(setting, name, 'YYYY-MM-DD HH24:MI:SS.US');
  if (left !== right) throw new Error(`${name}: the source has ${left} (rows:hash of all values), the platform ${right}`);
}

async function rowFingerprint(client) {
  let count = 0;
  let sum = 0n;
  await client.read(comparedRow, (row) => {
    const text = row.map((value, index) => (value === null ? missing : index === income ? withCents(value) : value)).join('\u001f');
    sum += BigInt(`0x${createHash('sha256').update(text).digest('hex').slice(0, 15)}`);
    count += 1;
  });
  return `${count}:${sum}`;
}

const income = columns.findIndex(([column]) => column === 'income');

/** Oracle leaves zeros out: `.5`. */
function withCents(text) {
  const [whole, cents = ''] = text.split('.');
  return `${whole === '' ? '0' : whole}.${cents.padEnd(2, '0')}`;
}
