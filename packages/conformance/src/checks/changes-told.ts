import assert from 'node:assert/strict';
import type { Check } from '../check.ts';
import { follow, keepFollowing } from '../reading/follow.ts';
import { until } from '../reading/until.ts';
import { hostileName } from '../scene.ts';
import { told, toldBehind } from './told.ts';

/** Of the time of a commit: a fraction ends where its zeros begin. */
const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{0,8}[1-9])?Z$/;
/** Every tenth time of milliseconds ends with a zero, of some clocks every third. */
const manyCommits = 30;

export const changeToldChecks: readonly Check[] = [
  {
    id: 'changes-told',
    name: 'tells inserts, updates and deletes in order: complete rows, of what is deleted the key alone',
    cases: ['G-01'],
    needs: ['changes'],
    run: async (scene) => {
      const { engine, signal } = scene;
      const selection = await scene.table({ id: 'integer', name: 'text', note: 'text' }, ['id'], [{ id: 1, name: 'An', note: 'x' }]);
      const { name } = selection.collection;
      const { changes } = await scene.open();
      const following = keepFollowing(changes, [selection], await changes.start([selection], signal), { signal });
      const seen = () => toldBehind('c 1/An/x', following.changes);
      const expected: string[] = [];
      // One after the other: an engine that tells only what became of a row between two looks must tell each of these.
      for (const [work, change] of [
        [() => engine.insert(name, [{ id: 2, name: 'Bình', note: null }]), 'c 2/Bình/'],
        [() => engine.update(name, { id: 1 }, { name: 'Ân' }), 'u 1/Ân/x'],
        [() => engine.update(name, { id: 2 }, { note: 'y' }), 'u 2/Bình/y'],
        [() => engine.delete(name, { id: 1 }), 'd 1//'],
      ] as const) {
        await work();
        expected.push(change);
        await until(() => seen().length >= expected.length || signal.aborted);
      }
      await following.stop();
      assert.deepEqual(seen(), expected);
    },
  },
  {
    id: 'changed-key',
    name: 'tells a changed key with the key before, or as a delete of the one and an insert of the other',
    cases: ['G-01'],
    needs: ['changes'],
    run: async (scene) => {
      const { engine, signal } = scene;
      const selection = await scene.table({ id: 'integer', name: 'text' }, ['id'], [{ id: 1, name: 'An' }]);
      const { changes } = await scene.open();
      const start = await changes.start([selection], signal);
      await engine.update(selection.collection.name, { id: 1 }, { id: 9 });
      await engine.insert(selection.collection.name, [{ id: 5, name: 'end' }]);
      const seen = await follow(changes, [selection], start, (all) => all.some((change) => told(change) === 'c 5/end'), { signal });
      const moved = toldBehind('c 1/An', seen.changes).slice(0, -1).join(', ');
      assert.ok(['u 9/An was 1/', 'd 1/, c 9/An'].includes(moved), `the key changed from 1 to 9: ${moved}`);
    },
  },
  {
    id: 'times',
    name: 'tells the time of a commit in canonical form, or none',
    needs: ['changes'],
    run: async (scene) => {
      const { engine, signal } = scene;
      const selection = await scene.table({ id: 'integer' }, ['id']);
      const { changes } = await scene.open();
      const start = await changes.start([selection], signal);
      for (let id = 1; id <= manyCommits; id++) await engine.insert(selection.collection.name, [{ id }]);
      const { changes: all, batches } = await follow(changes, [selection], start, (some) => some.length >= manyCommits, { signal });
      for (const { at } of [...all, ...batches]) {
        assert.ok(at === undefined || instant.test(at), `${at} is no canonical time`);
        assert.ok(at === undefined || Math.abs(Date.parse(at) - Date.now()) < 300_000, `${at} is not the time of the server`);
      }
    },
  },
  {
    id: 'followed-columns',
    name: 'tells the columns that were selected in the order of the selection, of names that need quotes',
    cases: ['AC-PG-5'],
    needs: ['changes'],
    run: async (scene) => {
      const { engine, signal } = scene;
      const name = hostileName(scene.engine, `Theo "Dõi".${process.hrtime.bigint() % 1_000_000n}`);
      const id = hostileName(scene.engine, 'Mã "Số"');
      const table = await scene.table({ [id]: 'integer', a: 'text', 'Tên.Họ': 'text', select: 'text' }, [id], [], name);
      const selection = { ...table, columns: ['select', 'Tên.Họ', id] };
      const { changes } = await scene.open();
      const start = await changes.start([selection], signal);
      await engine.insert(name, [{ [id]: 1, a: 'a', 'Tên.Họ': 'An', select: 'x' }]);
      await engine.delete(name, { [id]: 1 });
      const seen = await follow(changes, [selection], start, (all) => all.some(({ op }) => op === 'd'), { signal });
      assert.deepEqual(seen.changes.map(told).at(-1), 'd //1');
      if (seen.changes.length > 1) assert.equal(seen.changes.map(told)[0], 'c x/An/1');
    },
  },
];
