import { valuesOfRow } from '@lienthong/core';
import { expect, it } from 'vitest';
import { tables } from '../../../test/tables.ts';
import type { Session, Value } from '../../client.ts';
import { createRowWriter } from '../../row-writer.ts';
import { readTracked } from './tracked-changes.ts';
import { trackedTable } from './tracked-table.ts';

const shape = tables['one number']?.shape;

/** Answers that no server of today gives: a session that tells these rows. */
function telling(rows: readonly (readonly Value[])[]): Session {
  const session: Pick<Session, 'read'> = {
    read: (_statement, onRow) => {
      for (const row of rows) onRow(row.map((value) => ({ value })));
      return Promise.resolve();
    },
  };
  return session as Session; // nothing else of it is used
}

async function told(rows: readonly (readonly Value[])[], limit = 100, cap = 100) {
  if (shape === undefined) throw new Error('the table is missing');
  const table = trackedTable(shape);
  const window = { since: 0n, to: 9n, rows: limit };
  const page = await readTracked(telling(rows), table, window, createRowWriter(shape.forms), cap, AbortSignal.timeout(1_000));
  return { fullAt: page.fullAt, changes: page.changes.map(({ commit, op, row }) => [commit, op, ...valuesOfRow(row)]) };
}

it('goes by the row, whatever the operation says: a deletion of a row that is there is an update, and the other way round', async () => {
  const { changes } = await told([
    ['1', 'I', '5', '5', 'An'],
    ['2', 'D', '6', '6', 'Bình'],
    ['3', 'U', '7', null, null],
    ['3', 'D', '8', null, null],
  ]);
  expect(changes).toEqual([
    [1n, 'c', '5', 'An'],
    [2n, 'u', '6', 'Bình'],
    [3n, 'd', '7', null],
    [3n, 'd', '8', null],
  ]);
});

it('says where a full page ends, and counts the rows of each commit', async () => {
  const rows: readonly (readonly Value[])[] = [
    ['1', 'U', '5', '5', 'a'],
    ['2', 'U', '6', '6', 'b'],
    ['2', 'U', '7', '7', 'c'],
  ];
  expect((await told(rows, 2)).fullAt).toBe(2n);
  expect((await told(rows, 4)).fullAt).toBeUndefined();
  expect((await told(rows, 4, 2)).changes).toHaveLength(3);
  await expect(told(rows, 4, 1)).rejects.toMatchObject({ code: 'TRANSACTION_TOO_LARGE', details: { cap: 1 } });
});
