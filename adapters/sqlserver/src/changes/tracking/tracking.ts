import type { Selection } from '@lienthong/core';
import type { Session } from '../../client.ts';
import type { ColumnPolicies } from '../../column-policies.ts';
import { requireSameTypes } from '../same-types.ts';
import type { Opened, Way } from '../way.ts';
import { lookAt } from './look.ts';
import { createWriters } from './tracked-changes.ts';
import { loadTracked, type TrackedTable } from './tracked-table.ts';
import { loadHead, loadStates, requireTracked } from './tracking-state.ts';

/** Change Tracking: of each row its key and the newest commit that changed it; the row is read as it is. */
export const tracking: Way = {
  kind: 'sqlserver/change-tracking',
  head: loadHead,
  goal: loadHead,
  open: async (session, selections, policies, signal) => {
    const tables = await loadTracked(session, selections, policies, signal);
    return openTracked(session, tables, policies, signal);
  },
};

function openTracked(session: Session, first: readonly TrackedTable[], policies: ColumnPolicies, signal: AbortSignal): Opened {
  let tables = first;
  let writers = createWriters(tables);
  let isStale = false;
  const selections: readonly Selection[] = first.map(({ selection }) => selection);
  return {
    tables: first,
    begin: async (head) => {
      await requireTracked(session, await loadStates(session, tables, signal), () => head, signal);
      return () => head;
    },
    requireKept: async (since) => requireTracked(session, await loadStates(session, tables, signal), since, signal),
    look: async (request) => {
      // The rows of the last look were written by the plans of then: they are done with only now.
      if (isStale) {
        const again = await loadTracked(session, selections, policies, signal);
        for (const [index, table] of again.entries()) requireSameTypes(table.name, (tables[index] ?? table).shape, table.shape);
        tables = again;
        writers = createWriters(tables);
        isStale = false;
      }
      const found = await lookAt(session, writers, request, signal);
      isStale = tables.some((table) => found.states.get(table)?.modified !== table.shape.table.modified);
      return found;
    },
  };
}
