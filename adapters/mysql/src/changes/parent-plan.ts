import type { RowEvent } from './binlog/row-event.ts';
import type { TableMap } from './binlog/table-map.ts';
import { type Skip, skipOf } from './binlog/value-size.ts';
import type { Parent } from './cascades.ts';
import { locate, type Scratch } from './draft.ts';

/** How changes of a parent in the log tell which followed tables the engine changed with it. */
export interface ParentPlan {
  readonly width: number;
  readonly skips: readonly Skip[];
  readonly deletions: ReadonlySet<string>;
  /** `places`: those of the referenced columns in the log; `undefined`: not known, so that every update counts. */
  readonly updates: readonly { readonly places: readonly number[] | undefined; readonly tables: ReadonlySet<string> }[];
}

export function planParent(map: TableMap, { columns, deletions, updates }: Parent): ParentPlan {
  const names = map.named ? map.columns.map(({ name }) => name ?? '') : columns.length === map.columns.length ? columns : [];
  return {
    width: map.columns.length,
    skips: map.columns.map(skipOf),
    deletions,
    updates: updates.map((update) => {
      const places = update.columns.map((name) => names.findIndex((other) => other.toLowerCase() === name.toLowerCase()));
      return { places: places.includes(-1) ? undefined : places, tables: update.tables };
    }),
  };
}

/** Calls `told` with the followed tables that the engine may have changed because of these rows, once or more often. */
export function tellCascades(event: RowEvent, plan: ParentPlan, scratch: Scratch, told: (table: string) => void): void {
  if (!event.unlogged || event.before === undefined) return;
  if (event.after === undefined) plan.deletions.forEach(told);
  else if (plan.updates.length > 0) tellUpdates(event, plan, scratch, told);
}

function tellUpdates(event: RowEvent, plan: ParentPlan, { before, after }: Scratch, told: (table: string) => void): void {
  let open = plan.updates;
  for (let at = event.start; at < event.end && open.length > 0; ) {
    const newRow = locate(before, plan, event.before ?? none, event.bytes, at);
    at = locate(after, plan, event.after ?? none, event.bytes, newRow);
    const isTouched = ({ places }: ParentPlan['updates'][number]): boolean =>
      places === undefined ||
      places.some((place) => isChanged(plan, event.bytes, before.starts[place] ?? 0, after.starts[place] ?? 0, place));
    for (const { tables } of open.filter(isTouched)) tables.forEach(told);
    open = open.filter((update) => !isTouched(update));
  }
}

const none = new Uint8Array(0);
const absent = -2;

/** What the new image leaves out was not written; what only the old one leaves out was. */
function isChanged({ skips }: ParentPlan, bytes: Buffer, then: number, now: number, place: number): boolean {
  if (now === absent) return false;
  if (then < 0 || now < 0) return then !== now;
  const skip = skips[place];
  return skip === undefined || bytes.compare(bytes, then, skip(bytes, then), now, skip(bytes, now)) !== 0;
}
