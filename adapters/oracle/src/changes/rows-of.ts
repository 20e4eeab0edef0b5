import type { BlockRow } from '@lienthong/core';
import type { Row, Session } from '../client.ts';
import { tidyText } from '../column-form.ts';
import { createRowWriter } from '../row-writer.ts';
import type { FollowedTable } from './followed-table.ts';
import { rowsStatement } from './rows-statement.ts';

/** Rows that are asked for at once. */
const atOnce = 50;

/** What tells rows of a table apart: the parts of the mapped key as texts. */
export function keyText({ keyPlaces, shape }: FollowedTable, row: Row): string {
  return JSON.stringify(
    keyParts(
      keyPlaces.map((place) => row[place] ?? null),
      keyPlaces,
      shape,
    ),
  );
}

function keyParts(values: Row, keyPlaces: readonly number[], { forms }: FollowedTable['shape']): readonly string[] {
  return values.map((value, part) => {
    const form = forms[keyPlaces[part] ?? -1];
    if (value instanceof Uint8Array) return Buffer.from(value.buffer, value.byteOffset, value.length).toString('hex');
    return form === undefined ? String(value) : tidyText(String(value), form);
  });
}

/** Rows as they are now, by their keys; whoever is not among them is gone. */
export async function readRows(
  session: Session,
  table: FollowedTable,
  keys: readonly string[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, Row>> {
  const found = new Map<string, Row>();
  const distinct = [...new Set(keys)];
  for (let first = 0; first < distinct.length; first += atOnce) {
    const parts = distinct.slice(first, first + atOnce).map((key) => JSON.parse(key) as readonly string[]); // written by `keyText`
    const width = table.key.length;
    await session.read(
      rowsStatement(table.shape, table.key, parts),
      (row) => void found.set(keyText(table, row.slice(width)), row.slice(width)),
      signal,
    );
  }
  return found;
}

/** Rows of one batch, each in the block of its table. */
export function createBlocks() {
  const writers = new Map<
    FollowedTable,
    { readonly writer: ReturnType<typeof createRowWriter>; readonly pending: ((row: BlockRow) => void)[] }
  >();
  return {
    /** `give` gets the row when the batch is complete. */
    add: (table: FollowedTable, row: Row, give: (row: BlockRow) => void): void => {
      const own = writers.get(table) ?? { writer: createRowWriter(table.shape.forms), pending: [] };
      writers.set(table, own);
      own.writer.add(row, 0);
      own.pending.push(give);
    },
    finish: (): void => {
      for (const { writer, pending } of writers.values()) {
        const block = writer.take();
        for (const [index, give] of pending.entries()) give({ block, index });
        pending.length = 0;
      }
    },
  };
}
