import { type CollectionName, formatCollection, LienThongError } from '@lienthong/core';
import { loadAncestries } from '../ancestry.ts';
import type { Session } from '../client.ts';
import { definitionGrant } from '../readable.ts';
import { type CascadingKey, logsCascades } from '../table-definition.ts';
import type { Followed } from './followed.ts';
import type { StatementEffect } from './statement.ts';
import { foldName, type NameRule } from './statement-guard.ts';
import type { TableName } from './statement-words.ts';

/** A table by whose changes the engine changes or deletes rows of followed tables; names are those of `Followed`. */
export interface Parent {
  /** In their order, for a log that does not name them. */
  readonly columns: readonly string[];
  /** What may change when a row of it is deleted. */
  readonly deletions: ReadonlySet<string>;
  /** What may change when one of these columns changes. */
  readonly updates: readonly { readonly columns: readonly string[]; readonly tables: ReadonlySet<string> }[];
}

/** Which tables foreign keys reach from which, over as many tables as there are between. */
export interface Cascades {
  parent(schema: string, name: string): Parent | undefined;
  /** Followed tables that may have been changed by a key that the statement takes away; it may also bring new ones. */
  touchedBy(effect: StatementEffect): Touched;
}

export interface Touched {
  readonly tables: readonly string[];
  /** The keys have to be looked up again. */
  readonly lookAgain: boolean;
}

/** Looks up what the engine does by itself; refuses where a key may be hidden from this login, because its changes would be lost. */
export async function loadCascades(
  session: Session,
  followed: readonly Followed[],
  rule: NameRule,
  signal: AbortSignal,
): Promise<Cascades> {
  const keyOf = ({ schema, name }: TableName) => `${foldName(schema, rule.ignoreCase)}\0${foldName(name, rule.ignoreCase)}`;
  const tables = followed.map(({ selection }) => selection.collection);
  const logged = await logsCascades(session, signal);
  const parents = new Map<string, ParentDraft>();
  for (const [index, { keys, hidden }] of (await loadAncestries(session, tables, signal)).entries()) {
    const name = followed[index]?.name ?? '';
    if (hidden[0] !== undefined && !logged) throw await keysHidden(session, hidden[0], name, signal);
    for (const { key, parentColumns } of keys) {
      const draft = parents.get(keyOf(key.parent)) ?? { columns: parentColumns, deletions: new Set(), updates: [] };
      parents.set(keyOf(key.parent), draft);
      addKey(draft, key, name);
    }
  }
  return { parent: (schema, name) => parents.get(keyOf({ schema, name })), touchedBy: (effect) => touch(effect, parents, followed, keyOf) };
}

interface ParentDraft extends Parent {
  readonly deletions: Set<string>;
  readonly updates: { readonly columns: readonly string[]; readonly tables: Set<string> }[];
}

function addKey({ deletions, updates }: ParentDraft, { columns, onDelete, onUpdate }: CascadingKey, table: string): void {
  if (onDelete) deletions.add(table);
  if (!onUpdate) return;
  const same = updates.find((known) => known.columns.join('\0') === columns.join('\0'));
  if (same === undefined) updates.push({ columns, tables: new Set([table]) });
  else same.tables.add(table);
}

const nothing: Touched = { tables: [], lookAgain: false };

/**
 * Keys are looked up as they are now, and the log tells of earlier: one that was there then and is not any more was taken away by a
 * statement that lies ahead in the log. What it did until then is healed at that statement.
 */
function touch(
  effect: StatementEffect,
  parents: ReadonlyMap<string, Parent>,
  followed: readonly Followed[],
  keyOf: (table: TableName) => string,
): Touched {
  const named = tablesOf(effect, [...parents.keys()], followed, keyOf);
  if (named.size === 0) return nothing;
  const tables = new Set<string>();
  for (const name of named) {
    const parent = parents.get(name);
    for (const table of parent?.deletions ?? []) tables.add(table);
    for (const update of parent?.updates ?? []) for (const table of update.tables) tables.add(table);
  }
  const own = followed.filter(({ selection }) => named.has(keyOf(selection.collection)));
  if (effect.kind === 'rename' || (effect.kind === 'alter' && effect.unbinds)) for (const { name } of own) tables.add(name);
  return { tables: [...tables], lookAgain: tables.size > 0 || own.length > 0 };
}

/** Those of the parents and of the followed tables whose definition the statement changes. */
function tablesOf(
  effect: StatementEffect,
  parents: readonly string[],
  followed: readonly Followed[],
  keyOf: (table: TableName) => string,
): ReadonlySet<string> {
  const known = new Set([...parents, ...followed.map(({ selection }) => keyOf(selection.collection))]);
  const among = (tables: readonly TableName[]) => new Set(tables.map(keyOf).filter((name) => known.has(name)));
  switch (effect.kind) {
    case 'alter':
    case 'gone':
      return among(effect.tables);
    case 'create':
      return among([effect.table]);
    case 'rename':
      return among(effect.pairs.flatMap(({ from, to }) => [from, to]));
    case 'gone-database':
      return new Set([...known].filter((name) => name.startsWith(keyOf({ schema: effect.schema, name: '' }))));
    default:
      return new Set();
  }
}

async function keysHidden(session: Session, table: CollectionName, child: string, signal: AbortSignal): Promise<LienThongError> {
  const [row] = await session.query('select current_user()', signal);
  const name = formatCollection(table);
  return new LienThongError('SOURCE_PERMISSION_MISSING', {
    message: `this login may not see the foreign keys of ${name}: what they change in ${child} by themselves is not in the log, and would be lost`,
    remedy: definitionGrant(table, row?.[0] ?? ''),
    details: { collections: [child] },
  });
}
