import { formatCollection, LienThongError, type Selection } from '@lienthong/core';
import type { Session } from '../../client.ts';
import type { ColumnPolicies } from '../../column-policies.ts';
import { keyColumn } from '../../key-columns.ts';
import { loadShape, type Shape } from '../../shape.ts';
import type { FollowedTable } from '../way.ts';

/** A table whose changes are tracked. */
export interface TrackedTable extends FollowedTable {
  readonly shape: Shape;
  /** The primary key: what Change Tracking keeps of a row. */
  readonly key: readonly TrackedPart[];
  /** For each part of the mapped key its place in the selection, and in the primary key. */
  readonly mapped: readonly { readonly place: number; readonly part: number }[];
}

interface TrackedPart {
  /** What is compared. */
  readonly sql: string;
  /** What is selected: as the selection writes the column, where it has it, so that a deleted row has the key that it was read with. */
  printed(column: string): string;
}

export async function loadTracked(
  session: Session,
  selections: readonly Selection[],
  policies: ColumnPolicies,
  signal: AbortSignal,
): Promise<readonly TrackedTable[]> {
  const tables: TrackedTable[] = [];
  for (const selection of selections) tables.push(trackedTable(await loadShape(session, selection, policies, signal)));
  return tables;
}

/** Refuses a table of whose deleted rows the mapped key would not be known. */
export function trackedTable(shape: Shape): TrackedTable {
  const { selection, keys, all } = shape;
  const name = formatCollection(selection.collection);
  const primary = keys.find((key) => key.primary);
  const key = (primary?.columns ?? []).flatMap((part) => all.filter((column) => column.name === part)).map(keyColumn);
  const known = key.filter((column) => column !== undefined);
  if (primary === undefined || known.length < primary.columns.length) {
    throw new LienThongError('SOURCE_NOT_READY', {
      message: `${name} has no primary key that can be followed: Change Tracking keeps of a row its primary key alone`,
      remedy: `ALTER TABLE ${shape.from} ADD PRIMARY KEY (…); or read it by snapshot.`,
      details: { collections: [name] },
    });
  }
  const missing = selection.key.filter((part) => !primary.columns.includes(part));
  if (selection.key.length === 0 || missing.length > 0) {
    throw new LienThongError('MAPPING_INVALID', {
      message: `the mapped key of ${name} (${selection.key.join(', ')}) is not part of its primary key (${primary.columns.join(', ')}): Change Tracking tells of a deleted row its primary key alone`,
      remedy: `Map ${primary.columns.join(', ')} as the key, or read the table by snapshot.`,
      details: { collections: [name] },
    });
  }
  const mapped = selection.key.map((part) => ({ place: selection.columns.indexOf(part), part: primary.columns.indexOf(part) }));
  const parts = known.map(({ name: part, sql, printed }) => ({
    sql,
    printed: shape.forms[selection.columns.indexOf(part)]?.sql ?? printed,
  }));
  return { name, selection, objectId: shape.table.objectId, shape, key: parts, mapped };
}
