import { createRowWriter } from '../../row-writer.ts';
import { readingLevel } from '../../session-settings.ts';
import { putInOrder, requireBelowCap } from '../order.ts';
import type { FoundChange, Since, Way } from '../way.ts';
import { wentBack } from '../went-back.ts';
import { loadCaptureGoal, loadCaptureHead } from './capture-state.ts';
import { readCaptured } from './captured-changes.ts';
import { chooseInstances, loadCaptured } from './captured-table.ts';

/** CDC: every change of every row, brought from the log by a job of the server. */
export const capture: Way = {
  kind: 'sqlserver/cdc',
  head: loadCaptureHead,
  goal: loadCaptureGoal,
  open: async (session, selections, policies, signal) => {
    const tables = await loadCaptured(session, selections, policies, signal);
    const writers = new Map(tables.map((table) => [table, createRowWriter(table.shape.forms)]));
    const choose = (since: Since) => chooseInstances(session, tables, since, signal);
    return {
      tables,
      // A table that is captured since a moment ago is so behind the newest commit that the job has brought.
      begin: async (commit) => {
        const instances = await choose(() => fromAnyOn);
        const begins = new Map([...instances].map(([{ name }, { oldest }]) => [name, oldest > commit ? oldest - 1n : commit]));
        return ({ name }) => begins.get(name) ?? commit;
      },
      requireKept: async (since) => void (await choose(since)),
      look: async ({ since, reached, rows, maxTransactionChanges }) => {
        await session.isolate(readingLevel(session.server), signal);
        const { commit, at } = await loadCaptureHead(session, signal);
        if (commit < reached) throw wentBack(session);
        const instances = await choose(since);
        let to = commit;
        const found: FoundChange[] = [];
        for (const [table, writer] of writers) {
          const instance = instances.get(table);
          if (instance === undefined || since(table) >= to) continue;
          const page = await readCaptured(
            session,
            table,
            instance,
            { from: since(table) + 1n, to, rows },
            writer,
            maxTransactionChanges,
            signal,
          );
          to = page.fullAt ?? to;
          found.push(...page.changes);
        }
        // Cleaned up while it was read: what was read, or was not there to be read, may have holes.
        if (commit > reached) await choose(since);
        const changes = putInOrder(
          found.filter((change) => change.commit <= to),
          tables,
        );
        requireBelowCap(changes, maxTransactionChanges);
        return { changes, commit: to, more: to < commit, at };
      },
    };
  },
};

/** Above every LSN, which has ten bytes: any instance keeps what is behind it. */
const fromAnyOn = 2n ** 80n;
