import {
  type Contract,
  comparableContract,
  compareVersionTexts,
  compileReader,
  publishedContract,
  type RecordReader,
} from '@lienthong/core';
import type { Client, Database } from './database.ts';
import { applyContract, createView, readLayout, type StoredColumn } from './layout.ts';

/** A registered contract with what storing its records needs; never changes but for `retired`. */
export interface StoredContract {
  readonly id: number;
  /** The published one: of protected properties nothing else is received, stored or read. */
  readonly contract: Contract;
  /** The part of it that both sides of a reconciliation compare. */
  readonly comparable: Contract;
  readonly reader: RecordReader;
  /** In the order of the contract's properties. */
  readonly columns: readonly StoredColumn[];
}

export interface RegisteredVersion {
  readonly version: string;
  readonly yaml: string;
  /** As it was registered, with its protections. */
  readonly contract: Contract;
  readonly retired: boolean;
  readonly registeredAt: string;
}

/** Versions of a dataset's contract, oldest version number first. */
export async function listVersions(client: Client, dataset: string): Promise<readonly RegisteredVersion[]> {
  const { rows } = await client.query<{ version: string; yaml: string; contract: Contract; retired: boolean; registered_at: Date }>(
    'select version, yaml, contract, retired_at is not null as retired, registered_at from lienthong.contracts where dataset = $1',
    [dataset],
  );
  return rows
    .map(({ registered_at, ...row }) => ({ ...row, registeredAt: registered_at.toISOString() }))
    .sort((left, right) => compareVersionTexts(left.version, right.version));
}

/** The newest version that is not retired, else the newest. */
export function newestOf(versions: readonly RegisteredVersion[]): RegisteredVersion | undefined {
  return versions.filter((version) => !version.retired).at(-1) ?? versions.at(-1);
}

/** Stores a contract that was checked before, and makes room for its records. The caller holds the transaction. */
export async function insertContract(client: Client, contract: Contract, yaml: string, agency: string | undefined): Promise<void> {
  const columns = await applyContract(client, publishedContract(contract));
  await client.query(
    'insert into lienthong.contracts (dataset, version, yaml, contract, columns, registered_by) values ($1, $2, $3, $4, $5, $6)',
    [contract.dataset, contract.version, yaml, JSON.stringify(contract), columns.map((column) => column.name), agency],
  );
  const { rows } = await client.query<{ version: string; columns: string[] }>(
    'select version, columns from lienthong.contracts where dataset = $1',
    [contract.dataset],
  );
  const newest = rows.reduce((left, right) => (compareVersionTexts(left.version, right.version) >= 0 ? left : right));
  await createView(client, contract.dataset, newest.columns);
}

/** Compiled contracts by id and by name; a contract never changes once it is registered. */
export interface ContractStore {
  find(dataset: string, version: string): Promise<{ readonly stored: StoredContract; readonly retired: boolean } | undefined>;
  byId(client: Client, id: number): Promise<StoredContract>;
}

export function contractStore(database: Database): ContractStore {
  const compiled = new Map<number, StoredContract>();
  const byId = async (client: Client, id: number): Promise<StoredContract> => {
    const known = compiled.get(id);
    if (known !== undefined) return known;
    const { rows } = await client.query<{ dataset: string; contract: Contract; columns: string[] }>(
      'select dataset, contract, columns from lienthong.contracts where id = $1',
      [id],
    );
    const row = rows[0];
    if (row === undefined) throw new Error(`the contract ${id} is missing from lienthong.contracts`);
    return await load(client, id, row.dataset, row.contract, row.columns);
  };
  const load = async (
    client: Client,
    id: number,
    dataset: string,
    registered: Contract,
    names: readonly string[],
  ): Promise<StoredContract> => {
    const known = compiled.get(id);
    if (known !== undefined) return known;
    const layout = await readLayout(client, dataset);
    const columns = names.map((name) => {
      const column = layout?.columns.find((candidate) => candidate.name === name);
      if (column === undefined) throw new Error(`the column ${name} of ${dataset} is missing from lienthong.dataset_columns`);
      return column;
    });
    const contract = publishedContract(registered);
    const stored = { id, contract, comparable: comparableContract(registered), reader: compileReader(contract), columns };
    compiled.set(id, stored);
    return stored;
  };
  return {
    find: (dataset, version) =>
      database.use(async (client) => {
        const { rows } = await client.query<{ id: number; retired: boolean }>({
          name: 'contract',
          text: 'select id, retired_at is not null as retired from lienthong.contracts where dataset = $1 and version = $2',
          values: [dataset, version],
        });
        const row = rows[0];
        return row === undefined ? undefined : { stored: await byId(client, row.id), retired: row.retired };
      }),
    byId,
  };
}
