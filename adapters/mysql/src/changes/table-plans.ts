import type { LogEvent } from './binlog/event.ts';
import { readTableMap, tableIdOf } from './binlog/table-map.ts';
import type { Cascades } from './cascades.ts';
import type { Followed } from './followed.ts';
import { type ParentPlan, planParent } from './parent-plan.ts';
import { foldName, type NameRule } from './statement-guard.ts';
import { planTable, type TablePlan } from './table-plan.ts';

/** The plans of the tables that the log has spoken of, by the numbers it gives them. */
export interface TablePlans {
  /** Takes a table map. */
  announce(event: LogEvent): void;
  /** `undefined`: a table that is not followed. */
  plan(table: number): TablePlan | undefined;
  /** `undefined`: no foreign key takes changes of this table on to a followed one. */
  parent(table: number): ParentPlan | undefined;
  /** A followed table of the catalogue was looked at again. */
  renew(followed: Followed): void;
  /** Foreign keys were looked up again. */
  renewCascades(cascades: Cascades): void;
}

interface Known {
  /** The map, to notice another one under the same number. */
  readonly bytes: Buffer;
  readonly plan: TablePlan;
}

/** `requireKnown` refuses a map without names of columns where the tables are not what they were at the position. */
export function createTablePlans(
  followed: readonly Followed[],
  cascades: Cascades,
  rule: NameRule,
  charsetOf: (collation: number) => string | undefined,
  requireKnown: () => void,
): TablePlans {
  const key = (schema: string, name: string) => `${foldName(schema, rule.ignoreCase)}\0${foldName(name, rule.ignoreCase)}`;
  const wanted = new Map(followed.map((own) => [key(own.selection.collection.schema, own.selection.collection.name), own]));
  const known = new Map<number, Known>();
  const others = new Map<number, Buffer>();
  const parents = new Map<number, ParentPlan>();
  let reach = cascades;
  return {
    announce({ bytes, start, end }) {
      const id = tableIdOf(bytes, start);
      const before = known.get(id)?.bytes ?? others.get(id);
      if (before !== undefined && before.length === end - start && before.compare(bytes, start, end) === 0) return;
      known.delete(id);
      parents.delete(id);
      const map = readTableMap(bytes, start, end);
      const parent = reach.parent(map.schema, map.table);
      if (parent !== undefined) parents.set(id, planParent(map, parent));
      const copy = Buffer.from(bytes.subarray(start, end));
      const own = wanted.get(key(map.schema, map.table));
      if (own === undefined) others.set(id, copy);
      else {
        others.delete(id);
        if (!map.named) requireKnown();
        known.set(id, { bytes: copy, plan: planTable(map, own, charsetOf) });
      }
    },
    plan: (table) => known.get(table)?.plan,
    parent: (table) => parents.get(table),
    renew(own) {
      wanted.set(key(own.selection.collection.schema, own.selection.collection.name), own);
      known.clear();
    },
    renewCascades(now) {
      reach = now;
      known.clear();
      others.clear();
      parents.clear();
    },
  };
}
