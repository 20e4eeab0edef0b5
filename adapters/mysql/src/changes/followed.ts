import { requireDistinct } from '@lienthong/adapter-kit';
import { formatCollection, LienThongError, type Selection } from '@lienthong/core';
import { type CatalogueColumn, loadColumns } from '../catalogue.ts';
import type { Session } from '../client.ts';
import { type Knowledge, loadShape, type Shape } from '../shape.ts';

/** A selection with what the catalogue said of its table when following began. */
export interface Followed {
  readonly selection: Selection;
  readonly name: string;
  readonly shape: Shape;
  /** All columns of the table, in their order. */
  readonly all: readonly CatalogueColumn[];
  /** Places of the key in the selection. */
  readonly key: readonly number[];
}

/** The tables of the selections; refuses what the log cannot tell of. */
export async function loadFollowed(
  session: Session,
  selections: readonly Selection[],
  knowledge: Knowledge,
  signal: AbortSignal,
): Promise<readonly Followed[]> {
  requireDistinct(selections);
  const followed: Followed[] = [];
  for (const selection of selections) followed.push(await loadOne(session, selection, knowledge, signal));
  return followed;
}

async function loadOne(session: Session, selection: Selection, knowledge: Knowledge, signal: AbortSignal): Promise<Followed> {
  const name = formatCollection(selection.collection);
  const shape = await loadShape(session, selection, knowledge, signal);
  if (shape.table.kind === 'view') {
    throw new LienThongError('CAPABILITY_MISSING', {
      message: `${name} is no table: the log has no changes of views`,
      remedy: 'Read it by snapshot or by a watermark column.',
      details: { collections: [name] },
    });
  }
  if (selection.key.length === 0) {
    throw new LienThongError('CAPABILITY_MISSING', {
      message: `${name} is read without a key: its changes cannot be told apart`,
      remedy: 'Map the primary key of the contract to columns of the table.',
      details: { collections: [name] },
    });
  }
  const all = await loadColumns(session, [selection.collection], signal);
  return { selection, name, shape, all, key: selection.key.map((column) => selection.columns.indexOf(column)) };
}
