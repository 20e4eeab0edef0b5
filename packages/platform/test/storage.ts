import type { Contract } from '@lienthong/core';
import { contractStore, insertContract, type StoredContract } from '../src/storage/contracts.ts';
import { type Database, openDatabase } from '../src/storage/database.ts';
import { migrate } from '../src/storage/migrate.ts';

/** The storage layer alone, with contracts that were never YAML. */
export async function openStorage(
  url: string,
  ...contracts: readonly Contract[]
): Promise<{ readonly database: Database; readonly contracts: readonly StoredContract[] }> {
  const database = openDatabase({ connectionString: url, connections: 8, applicationName: 'test' });
  await migrate(database);
  const stored: StoredContract[] = [];
  for (const contract of contracts) stored.push(await register(database, contract));
  return { database, contracts: stored };
}

async function register(database: Database, contract: Contract): Promise<StoredContract> {
  await database.transaction((client) => insertContract(client, contract, `version: ${contract.version}`, undefined));
  const found = await contractStore(database).find(contract.dataset, contract.version);
  if (found === undefined) throw new Error('a contract vanished');
  return found.stored;
}
