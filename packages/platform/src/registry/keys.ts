import type { Client } from '../storage/database.ts';

export interface AgencyKey {
  readonly agency: string;
  readonly publicKey: string;
}

/** A key that is registered, not revoked and still valid: asked at every request, so that a revocation works at once. */
export async function findKey(client: Client, keyId: string): Promise<AgencyKey | undefined> {
  const { rows } = await client.query<{ agency: string; public_key: string }>(
    `select agency, public_key from lienthong.keys
     where key_id = $1 and revoked_at is null and (valid_until is null or valid_until > now())`,
    [keyId],
  );
  const row = rows[0];
  return row === undefined ? undefined : { agency: row.agency, publicKey: row.public_key };
}

export async function mayPublish(client: Client, agency: string, dataset: string): Promise<boolean> {
  const { rowCount } = await client.query(`select from lienthong.publishing_rights where agency = $1 and dataset in ($2, '*')`, [
    agency,
    dataset,
  ]);
  return rowCount !== 0;
}
