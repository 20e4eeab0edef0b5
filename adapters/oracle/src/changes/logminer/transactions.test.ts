import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createTransactions, type LoggedChange } from './transactions.ts';

const change = (rowId: string, sql: string, scn = 1): LoggedChange => ({ table: 0, operation: 'update', rowId, sql, scn: String(scn) });
const spills = () => readdirSync(tmpdir()).filter((name) => name.startsWith('lienthong-oracle-'));

async function told(transactions: ReturnType<typeof createTransactions>, xid: string): Promise<string[] | undefined> {
  const committed = transactions.commit(xid);
  if (committed === undefined) return undefined;
  await using ending = committed;
  const all: string[] = [];
  for await (const { sql } of ending.changes()) all.push(sql);
  expect(all).toHaveLength(ending.count);
  return all;
}

it('keeps and takes back changes as one list in memory would, wherever they lie', async () => {
  const rows = fc.constantFrom('a', 'b', 'c');
  const steps = fc.array(fc.oneof(fc.record({ add: rows, text: fc.string({ unit: 'grapheme' }) }), fc.record({ undo: rows })), {
    maxLength: 60,
  });
  await fc.assert(
    fc.asyncProperty(steps, fc.integer({ min: 0, max: 10 }), async (all, inMemory) => {
      const transactions = createTransactions({ inMemory, maxTransactionChanges: 1_000 });
      const model: { rowId: string; sql: string }[] = [];
      for (const step of all) {
        if ('add' in step) {
          model.push({ rowId: step.add, sql: step.text });
          await transactions.add('x', change(step.add, step.text));
        } else {
          const last = model.findLastIndex(({ rowId }) => rowId === step.undo);
          if (last >= 0) model.splice(last, 1);
          transactions.undo('x', change(step.undo, ''));
        }
      }
      const added = all.some((step) => 'add' in step);
      expect(await told(transactions, 'x')).toEqual(added ? model.map(({ sql }) => sql) : undefined);
    }),
    { numRuns: 200 },
  );
});

it('lies on disk as lines whatever the texts hold, and leaves nothing there', async () => {
  const before = spills();
  const transactions = createTransactions({ inMemory: 1, maxTransactionChanges: 100 });
  const texts = ['\u2028', '\u2029', '\r', '\n', '\r\n', '"', '\\', '😀', '\u0085', ''];
  for (const text of texts) await transactions.add('x', change('a', text));
  await transactions.add('y', change('a', 'never'));
  await transactions.add('y', change('a', 'never'));
  expect(spills().length).toBe(before.length + 2);
  expect(await told(transactions, 'x')).toEqual(texts);
  await transactions.rollback('y');
  expect(spills()).toEqual(before);
});

it('knows where the oldest began, and stops at the cap with its name', async () => {
  const transactions = createTransactions({ inMemory: 10, maxTransactionChanges: 2 });
  await transactions.add('x', change('a', '1', 7));
  await transactions.add('y', change('a', '1', 5));
  await transactions.add('x', change('b', '2', 9));
  expect(transactions.oldest).toMatchObject({ xid: 'y', scn: 5n });
  await transactions.rollback('y');
  expect(transactions.oldest).toMatchObject({ xid: 'x', scn: 7n });
  await expect(transactions.add('x', change('c', 'CANARY'))).rejects.toMatchObject({
    code: 'TRANSACTION_TOO_LARGE',
    details: { transaction: 'x', cap: 2 },
  });
  await transactions.close();
});
