import { createHmac, createPublicKey, hkdfSync, type KeyObject } from 'node:crypto';
import { generateKeyPair, keyIdOf, readPrivateKey, type Secret } from '@lienthong/core';
import type { Database } from '../storage/database.ts';

/** What receipts are verified with. */
export interface ReceiptKey {
  readonly keyId: string;
  /** SPKI PEM. */
  readonly publicKey: string;
}

/** The given key, or the one in the database, which is made at the first start. */
export async function loadReceiptKey(
  database: Database,
  given: string | Secret | undefined,
): Promise<ReceiptKey & { readonly privateKey: KeyObject }> {
  const privateKey = readPrivateKey(given ?? (await keptKey(database)));
  const publicKey = createPublicKey(privateKey).export({ type: 'spki', format: 'pem' }).toString();
  return { keyId: keyIdOf(publicKey), publicKey, privateKey };
}

/** A keyed hash: without the platform's key nobody can try all identity numbers against the access log. */
export function keyHasher(privateKey: KeyObject): (dataset: string, key: string) => string {
  const secret = privateKey.export({ type: 'pkcs8', format: 'der' });
  const hashKey = Buffer.from(hkdfSync('sha256', secret, '', 'lienthong access log', 32));
  return (dataset, key) => createHmac('sha256', hashKey).update(`${dataset}\n${key}`).digest('base64url');
}

async function keptKey(database: Database): Promise<string> {
  return await database.use(async (client) => {
    await client.query("insert into lienthong.settings (name, value) values ('receipt-key', $1) on conflict (name) do nothing", [
      generateKeyPair().privateKey,
    ]);
    const { rows } = await client.query<{ value: string }>("select value from lienthong.settings where name = 'receipt-key'");
    return rows[0]?.value ?? '';
  });
}
