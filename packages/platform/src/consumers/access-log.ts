import type { Client } from '../storage/database.ts';
import type { Reader } from './consumer.ts';

export interface Access {
  readonly dataset: string;
  readonly action: 'records' | 'record' | 'changes' | 'quality';
  readonly keyHash?: string | undefined;
  readonly records: number;
}

/** Puts an access on record; in the transaction that reads, so that nothing is handed out unseen. */
export async function logAccess(client: Client, reader: Reader, access: Access): Promise<void> {
  await client.query(
    'insert into lienthong.access_log (consumer, dataset, action, purpose, key_hash, records, contract_version) values ($1, $2, $3, $4, $5, $6, $7)',
    [reader.consumer, access.dataset, access.action, reader.purpose, access.keyHash ?? null, access.records, reader.contract.version],
  );
}
