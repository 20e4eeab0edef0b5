import { type BatchRows, rowColumns } from './batch-rows.ts';
import type { StoredContract } from './contracts.ts';
import { copyInto } from './copy.ts';
import { type Client, sqlState } from './database.ts';
import { readLayout } from './layout.ts';

/** Whether PostgreSQL refused data that the contract accepts: a value outside of its types, a row wider than a page. */
export function isUnstorable(error: unknown): boolean {
  return /^(22|54000)/.test(sqlState(error) ?? '');
}

/**
 * The rows that PostgreSQL cannot hold, found by halving: its messages quote values and do not always name the right line.
 * They are tried on an empty twin of the table, which is thrown away.
 */
export async function findUnstorable(
  client: Client,
  contract: StoredContract,
  rows: BatchRows,
  chosen: Int32Array,
): Promise<ReadonlySet<number>> {
  const layout = await readLayout(client, contract.contract.dataset);
  if (layout === undefined) throw new Error('a batch arrived for a dataset without a table');
  const culprits = new Set<number>();
  await client.query('begin');
  try {
    await client.query(`create temporary table lienthong_twin (like ${layout.table}) on commit drop`);
    const pending: Int32Array[] = [chosen];
    for (let part = pending.pop(); part !== undefined; part = pending.pop()) {
      if (await isStorable(client, contract, rows, part)) continue;
      const [only] = part;
      if (part.length === 1 && only !== undefined) culprits.add(only);
      else pending.push(part.subarray(0, part.length / 2), part.subarray(part.length / 2));
    }
    return culprits;
  } finally {
    await client.query('rollback');
  }
}

async function isStorable(client: Client, contract: StoredContract, rows: BatchRows, part: Int32Array): Promise<boolean> {
  try {
    const target = `pg_temp.lienthong_twin (${rowColumns(contract)})`;
    await copyInto(client, { target, before: 'savepoint attempt;' }, rows, part);
    return true;
  } catch (error) {
    if (!isUnstorable(error)) throw error;
    return false;
  } finally {
    await client.query('rollback to savepoint attempt; release savepoint attempt');
  }
}
