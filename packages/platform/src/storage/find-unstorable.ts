import type { BatchHeader } from '@lienthong/core';
import type { StoredContract } from './contracts.ts';
import { type Client, sqlState } from './database.ts';
import { mergeLines, prepareStaging } from './merge-lines.ts';
import type { BatchLine } from './newest-lines.ts';
import { lockStream } from './streams.ts';

/** Whether PostgreSQL refused data that the contract accepts: a value outside of its types, a row wider than a page. */
export function isUnstorable(error: unknown): boolean {
  return /^(22|54000)/.test(sqlState(error) ?? '');
}

/**
 * Indexes of the lines that PostgreSQL cannot hold, found by halving: its messages quote values and do not always name the
 * right line. Everything that is tried is rolled back.
 */
export async function findUnstorable(
  client: Client,
  batch: { readonly header: BatchHeader; readonly contract: StoredContract },
  lines: readonly BatchLine[],
): Promise<ReadonlySet<number>> {
  const culprits = new Set<number>();
  const pending: (readonly BatchLine[])[] = [lines];
  for (let part = pending.pop(); part !== undefined; part = pending.pop()) {
    if (await isStorable(client, batch, part)) continue;
    const [only] = part;
    if (part.length === 1 && only !== undefined) culprits.add(only.index);
    else pending.push(part.slice(0, part.length / 2), part.slice(part.length / 2));
  }
  return culprits;
}

async function isStorable(
  client: Client,
  { header, contract }: { readonly header: BatchHeader; readonly contract: StoredContract },
  lines: readonly BatchLine[],
): Promise<boolean> {
  await prepareStaging(client, contract);
  await client.query('begin');
  try {
    const { id, floor } = await lockStream(client, header.stream);
    await mergeLines(client, { stream: id, epoch: header.epoch, sequence: header.sequence, floor, contract, lines });
    return true;
  } catch (error) {
    if (!isUnstorable(error)) throw error;
    return false;
  } finally {
    await client.query('rollback');
  }
}
