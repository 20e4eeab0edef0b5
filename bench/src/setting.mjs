import { fork } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateKeyPair } from '@lienthong/core';
import { startPostgres } from '@lienthong/embedded-postgres';
import pg from 'pg';
import { createCitizens } from './citizen.mjs';

export const agency = 'H26';
const contract = readFileSync(new URL('../citizen.odcs.yaml', import.meta.url), 'utf8');

/** A source with the citizens in it, a platform in a process of its own, and keys. */
export async function openSetting(rows) {
  const folder = mkdtempSync(join(tmpdir(), 'lienthong-bench-'));
  // The embedded server runs as another user where we are root: it must get through.
  chmodSync(folder, 0o755);
  const source = await startPostgres({ settings: { fsync: 'on', max_wal_size: '8GB', shared_buffers: '512MB' } });
  const client = new pg.Client({ connectionString: source.connectionString });
  await client.connect();
  await createCitizens(client, rows);
  const keys = generateKeyPair();
  const child = fork(new URL('./platform-process.mjs', import.meta.url), [
    JSON.stringify({ agency, publicKey: keys.publicKey, contract, directory: join(folder, 'platform') }),
  ]);
  const [platform] = await once(child, 'message');
  const usage = async () => {
    child.send('usage');
    const [answer] = await once(child, 'message');
    return answer;
  };
  return {
    folder,
    source,
    client,
    contract,
    keys: { ...keys, keyId: platform.keyId },
    platform,
    usage,
    async close() {
      child.send('close');
      await once(child, 'exit');
      await client.end();
      await source.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
