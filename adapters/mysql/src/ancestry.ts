import type { CollectionName } from '@lienthong/core';
import type { Session } from './client.ts';
import { type CascadingKey, loadDefinition, type TableDefinition } from './table-definition.ts';

/** By which keys changes of other tables reach a table, over as many tables as there are between. */
export interface Ancestry {
  readonly table: CollectionName;
  /** Each with the table that has it. */
  readonly keys: readonly { readonly child: CollectionName; readonly key: CascadingKey; readonly parentColumns: readonly string[] }[];
  /** Tables whose own keys this login may not see. */
  readonly hidden: readonly CollectionName[];
}

/** The ancestries of tables, each definition looked up once. */
export async function loadAncestries(
  session: Session,
  tables: readonly CollectionName[],
  signal: AbortSignal,
): Promise<readonly Ancestry[]> {
  const known = new Map<string, Promise<TableDefinition | 'hidden' | 'missing'>>();
  const definitionOf = (table: CollectionName) => {
    const found = known.get(nameOf(table)) ?? loadDefinition(session, table, signal);
    known.set(nameOf(table), found);
    return found;
  };
  const all: Ancestry[] = [];
  for (const table of tables) {
    const seen = new Set<string>();
    const waiting = [table];
    const [keys, hidden]: [Ancestry['keys'][number][], CollectionName[]] = [[], []];
    for (let child = waiting.pop(); child !== undefined; child = waiting.pop()) {
      if (seen.has(nameOf(child))) continue;
      seen.add(nameOf(child));
      const found = await definitionOf(child);
      if (found === 'hidden') hidden.push(child);
      if (typeof found === 'string') continue;
      for (const key of found.cascading) {
        const parent = await definitionOf(key.parent);
        keys.push({ child, key, parentColumns: typeof parent === 'string' ? [] : parent.columns });
        waiting.push(key.parent);
      }
    }
    all.push({ table, keys, hidden });
  }
  return all;
}

function nameOf({ schema, name }: CollectionName): string {
  return `${schema}\0${name}`;
}
