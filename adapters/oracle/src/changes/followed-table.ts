import { requireDistinct } from '@lienthong/adapter-kit';
import { type CollectionName, formatCollection, LienThongError, type Selection } from '@lienthong/core';
import type { Session } from '../client.ts';
import type { ColumnPolicies } from '../column-policies.ts';
import { type KeyColumn, keyColumn } from '../key-columns.ts';
import { loadShape, type Shape } from '../shape.ts';
import { createBinds, quoteIdentifier, type Statement } from '../sql.ts';

/** A table whose changes are followed. */
export interface FollowedTable {
  readonly name: string;
  readonly selection: Selection;
  readonly shape: Shape;
  /** Places of the mapped key in the selection. */
  readonly keyPlaces: readonly number[];
  readonly key: readonly KeyColumn[];
  /** What of each row goes into the log beside what changed: `ALL COLUMN LOGGING` and the like. */
  readonly logged: readonly string[];
}

export async function loadFollowed(
  session: Session,
  selections: readonly Selection[],
  policies: ColumnPolicies,
  signal: AbortSignal,
): Promise<readonly FollowedTable[]> {
  requireDistinct(selections);
  const tables: FollowedTable[] = [];
  for (const selection of selections) tables.push(await loadTable(session, selection, policies, signal));
  return tables;
}

export async function loadTable(
  session: Session,
  selection: Selection,
  policies: ColumnPolicies,
  signal: AbortSignal,
): Promise<FollowedTable> {
  const shape = await loadShape(session, selection, policies, signal);
  const name = formatCollection(selection.collection);
  const details = { collections: [name] };
  if (selection.key.length === 0)
    throw new LienThongError('MAPPING_INVALID', { message: `${name} has no mapped key: its changes cannot be told`, details });
  if (shape.table.kind === 'view' || shape.table.temporary) {
    throw new LienThongError('CAPABILITY_MISSING', { message: `${name} is no table that keeps rows: the log says nothing of it`, details });
  }
  const keyPlaces = selection.key.map((column) => selection.columns.indexOf(column));
  const key = keyPlaces.flatMap((place) => {
    const column = shape.columns[place];
    return column === undefined ? [] : (keyColumn(column, policies) ?? []);
  });
  if (key.length < keyPlaces.length)
    throw new LienThongError('CAPABILITY_MISSING', {
      message: `the mapped key of ${name} has a type whose values cannot be looked for`,
      details,
    });
  const groups = await session.query(logGroupsStatement(shape.table), signal);
  return { name, selection, shape, keyPlaces, key, logged: groups.map(([type]) => String(type)) };
}

/** Groups of ours and of others. The view knows the tables of its own container alone, which need not be that of the log. */
export function logGroupsStatement({ schema, name }: CollectionName): Statement {
  const binds = createBinds();
  const [owner, table] = [binds.add('s', 'text', schema), binds.add('n', 'text', name)];
  return { text: `select g.log_group_type from all_log_groups g where g.owner = ${owner} and g.table_name = ${table}`, binds: binds.all };
}

/** Refuses a selected column that got another type: what was published of it may have changed without a word. */
export function requireSameTypes(name: string, then: Shape, now: Shape): void {
  const changed = now.columns.filter((column, index) => {
    const before = then.columns[index];
    const typeOf = ({ type, length, precision, scale }: typeof column) => JSON.stringify([type, length, precision, scale]);
    return before !== undefined && typeOf(column) !== typeOf(before);
  });
  if (changed.length === 0) return;
  throw new LienThongError('SCHEMA_CHANGED', {
    message: `${changed.map((column) => quoteIdentifier(column.name)).join(', ')} of ${name} got another type, and the log does not tell the values that changed with it`,
    remedy: 'Adapt contract and mapping to the new shape, and start a new epoch.',
    details: { collections: [name] },
  });
}

export function tableLost(names: readonly string[], why: string): LienThongError {
  return new LienThongError('SOURCE_HISTORY_LOST', {
    message: `${names.join(', ')} ${why}`,
    remedy: 'Start a new epoch of these datasets.',
    details: { collections: names },
  });
}
