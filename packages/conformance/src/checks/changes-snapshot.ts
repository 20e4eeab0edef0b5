import assert from 'node:assert/strict';
import { compareVersions, type RowValues, snapshotVersion, type Version, valuesOfRows } from '@lienthong/core';
import type { Check } from '../check.ts';
import { numbers, sorted } from '../claims.ts';
import { follow, type SeenChange } from '../reading/follow.ts';
import { readAll } from '../reading/read-all.ts';
import { told } from './told.ts';

export const changeSnapshotChecks: readonly Check[] = [
  {
    id: 'early-start',
    name: 'starts early enough: a transaction that is open then is in the log behind it, or visible to a read',
    cases: ['G-16'],
    needs: ['snapshot', 'changes', 'transactions'],
    run: async (scene) => {
      const { engine, signal } = scene;
      const selection = await scene.table({ id: 'integer' }, ['id']);
      const { snapshot, changes } = await scene.open();
      const writer = await engine.begin?.();
      assert.ok(writer !== undefined);
      await writer.insert(selection.collection.name, [{ id: 1 }]);
      let isStarted = false;
      const starting = changes.start([selection], signal).finally(() => {
        isStarted = true;
      });
      starting.catch(() => undefined);
      // An adapter may wait for the transaction; one that does not has had its chance by then.
      await scene.chance(() => isStarted);
      const read = isStarted ? await readAll(snapshot, selection, 10, 10, signal) : [];
      const mustWait = !isStarted;
      await writer.commit();
      const start = await starting;
      if (mustWait) read.push(...(await readAll(snapshot, selection, 10, 10, signal)));
      await engine.insert(selection.collection.name, [{ id: 2 }]);
      const seen = await follow(changes, [selection], start, (all) => all.some((change) => told(change) === 'c 2'), { signal });
      const known = [...read.map(String), ...seen.changes.flatMap((change) => (change.op === 't' ? [] : [String(change.row)]))];
      assert.ok(known.includes('1'), 'the row of the open transaction is neither in the snapshot nor in the log');
    },
  },
  {
    id: 'convergence',
    name: 'ends in the state of the source when rows change, move and vanish while a snapshot is read',
    cases: ['G-16', 'G-18'],
    needs: ['snapshot', 'changes'],
    run: async (scene) => {
      const { engine, signal } = scene;
      const selection = await scene.table(
        { id: 'integer', name: 'text' },
        ['id'],
        numbers(1, 40).map((id) => ({ id, name: 'first' })),
      );
      const { name } = selection.collection;
      const { snapshot, changes } = await scene.open();
      const start = await changes.start([selection], signal);
      const read: RowValues[] = [];
      let round = 0;
      for (const range of await snapshot.split({ selection, rowsPerRange: 15, signal })) {
        for await (const batch of snapshot.read({ selection, range, after: undefined, batchRows: 10, signal })) {
          read.push(...valuesOfRows(batch.rows));
          if (round === 8) continue;
          round += 1;
          // Before and behind what was read so far.
          for (const id of [round, 41 - round]) await engine.update(name, { id }, { name: `round ${round}` });
          await engine.delete(name, { id: 20 - round });
          await engine.insert(name, [{ id: 100 + round, name: 'new' }]);
        }
      }
      await engine.insert(name, [{ id: 999, name: 'end' }]);
      const seen = await follow(changes, [selection], start, (all) => all.some((change) => told(change) === 'c 999/end'), { signal });
      const now = await readAll(snapshot, selection, 1_000, 1_000, signal);
      assert.deepEqual(sorted(converge(read, seen.changes)), sorted(now));
    },
  },
];

/** The rule of docs/standard/convergence.md: of each key the highest version stays. */
function converge(read: readonly RowValues[], changes: readonly SeenChange[]): RowValues[] {
  const kept = new Map<string, { readonly version: Version; readonly row: RowValues | undefined }>();
  const put = (key: unknown, version: Version, row: RowValues | undefined) => {
    const before = kept.get(String(key));
    if (before === undefined || compareVersions(before.version, version) <= 0) kept.set(String(key), { version, row });
  };
  for (const row of read) put(row[0], snapshotVersion, row);
  for (const change of changes) {
    if (change.op === 't') continue;
    if (change.oldKey !== undefined) put(change.oldKey[0], change.version, undefined);
    put(change.row[0], change.version, change.op === 'd' ? undefined : change.row);
  }
  return [...kept.values()].flatMap(({ row }) => (row === undefined ? [] : [row]));
}
