import { LienThongError, pauseFor } from '@lienthong/core';
import { decode } from './bson/documents.ts';
import { type Client, cursorReply } from './client.ts';
import { codeOf } from './errors.ts';

const lookAgainMs = 50;

/** Waits for the transactions that are open now: what they wrote will be visible, with numbers that lie below others. */
export async function awaitOpenTransactions(client: Client, signal: AbortSignal): Promise<void> {
  let waiting = await openTransactions(client, signal);
  while (waiting.size > 0) {
    await pauseFor(lookAgainMs, signal);
    const now = await openTransactions(client, signal);
    waiting = new Set([...waiting].filter((transaction) => now.has(transaction)));
  }
}

async function openTransactions(client: Client, signal: AbortSignal): Promise<ReadonlySet<string>> {
  const pipeline = [{ $currentOp: { allUsers: true, idleSessions: true } }, { $match: { transaction: { $exists: true } } }];
  try {
    const command = { aggregate: 1, pipeline, cursor: { batchSize: 100_000 } };
    const { documents } = cursorReply(await client.command(command, signal, { database: 'admin' }));
    return new Set(documents.map(transactionOf));
  } catch (error) {
    if (codeOf(error) !== '13') throw error;
    throw new LienThongError('SOURCE_PERMISSION_MISSING', {
      message: 'this login may not see which transactions are open, and a number that grows may be written by one of them',
      remedy:
        "db.getSiblingDB('admin').grantRolesToUser(…, [{ role: 'clusterMonitor', db: 'admin' }]); or choose a watermark that is a time.",
    });
  }
}

function transactionOf(bytes: Buffer): string {
  const { lsid, transaction } = decode(bytes);
  return `${JSON.stringify(lsid)} ${String(transaction?.parameters?.txnNumber)}`;
}
