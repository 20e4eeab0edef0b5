import assert from 'node:assert/strict';
import { compareVersions } from '@lienthong/core';
import type { Check } from '../check.ts';
import { numbers, shown } from '../claims.ts';
import { follow, keepFollowing, type SeenChange } from '../reading/follow.ts';
import { until } from '../reading/until.ts';

const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z$/;

/** `c 1/An`, `u 2/Bình was 1/`, `d 1/`, `t`: the row in the order of the selection, nothing for NULL. */
export function told(change: SeenChange): string {
  if (change.op === 't') return 't';
  const rows = shown(change.oldKey === undefined ? [change.row] : [change.row, change.oldKey]);
  return `${change.op} ${rows.map((row) => row.map((value) => value ?? '').join('/')).join(' was ')}`;
}

export const changeOrderChecks: readonly Check[] = [
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
        await until(() => following.changes.length >= expected.length || signal.aborted);
      }
      await following.stop();
      assert.deepEqual(following.changes.map(told), expected);
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
      const moved = seen.changes.map(told).slice(0, -1).join(', ');
      assert.ok(['u 9/An was 1/', 'd 1/, c 9/An'].includes(moved), `the key changed from 1 to 9: ${moved}`);
    },
  },
  {
    id: 'changes-in-one-transaction',
    name: 'tells several changes of one row in one transaction in their order, each with a version of its own',
    cases: ['G-14'],
    needs: ['changes', 'transactions'],
    run: async (scene) => {
      const { engine, signal } = scene;
      const selection = await scene.table({ id: 'integer', name: 'text' }, ['id']);
      const { changes } = await scene.open();
      const start = await changes.start([selection], signal);
      const transaction = await engine.begin?.();
      assert.ok(transaction !== undefined);
      const { name } = selection.collection;
      await transaction.insert(name, [{ id: 1, name: 'a' }]);
      for (const next of ['b', 'c']) await transaction.update(name, { id: 1 }, { name: next });
      await transaction.commit();
      const seen = await follow(changes, [selection], start, (all) => all.some((change) => told(change).endsWith('1/c')), { signal });
      assert.ok(['c 1/a, u 1/b, u 1/c', 'c 1/c'].includes(seen.changes.map(told).join(', ')), seen.changes.map(told).join(', '));
      assertAscending(seen.changes);
      assert.equal(new Set(seen.changes.map(({ tx }) => tx)).size, 1);
    },
  },
  {
    id: 'versions-ascend',
    name: 'gives versions that ascend in the order of the commits, also over another source that goes on',
    cases: ['G-31'],
    needs: ['changes', 'transactions'],
    run: async (scene) => {
      const { engine, signal } = scene;
      const selection = await scene.table({ id: 'integer' }, ['id']);
      const { name } = selection.collection;
      const first = await scene.open();
      const start = await first.changes.start([selection], signal);
      const early = await engine.begin?.();
      assert.ok(early !== undefined);
      await early.insert(name, [{ id: 1 }]);
      await engine.insert(name, [{ id: 2 }]);
      await early.commit();
      const before = await follow(first.changes, [selection], start, (all) => all.length >= 2, { signal });
      assert.deepEqual(before.changes.map(told), ['c 2', 'c 1']);
      await first.close();
      const second = await scene.open();
      await engine.insert(name, [{ id: 3 }]);
      const later = await follow(second.changes, [selection], before.position, (all) => all.some((change) => told(change) === 'c 3'), {
        signal,
      });
      assertAscending([...before.changes, ...later.changes.filter((change) => told(change) === 'c 3')]);
    },
  },
  {
    id: 'two-collections',
    name: 'tells the changes of two collections in the order of their commits',
    needs: ['changes'],
    run: async (scene) => {
      const { engine, signal } = scene;
      const tables = [await scene.table({ id: 'integer' }, ['id']), await scene.table({ id: 'integer' }, ['id'])];
      const { changes } = await scene.open();
      const start = await changes.start(tables, signal);
      const names = numbers(0, 6).map((index) => tables[index % 2]?.collection.name ?? '');
      for (const [id, name] of names.entries()) await engine.insert(name, [{ id }]);
      const seen = await follow(changes, tables, start, (all) => all.length >= 6, { signal });
      assert.deepEqual(
        seen.changes.map((change) => `${change.collection.name} ${told(change)}`),
        names.map((name, id) => `${name} c ${id}`),
      );
      assertAscending(seen.changes);
    },
  },
  {
    id: 'truncation',
    name: 'tells that a table was emptied, in order with what comes before and after',
    cases: ['PG-10'],
    needs: ['changes', 'truncation'],
    run: async (scene) => {
      const { engine, signal } = scene;
      const selection = await scene.table({ id: 'integer' }, ['id']);
      const { name } = selection.collection;
      const { changes } = await scene.open();
      const start = await changes.start([selection], signal);
      await engine.insert(name, [{ id: 1 }]);
      await engine.truncate?.(name);
      await engine.insert(name, [{ id: 2 }]);
      const seen = await follow(changes, [selection], start, (all) => all.some((change) => told(change) === 'c 2'), { signal });
      assert.deepEqual(seen.changes.map(told), ['c 1', 't', 'c 2']);
      assertAscending(seen.changes);
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
      await engine.insert(selection.collection.name, [{ id: 1 }]);
      const { changes: all, batches } = await follow(changes, [selection], start, (some) => some.length > 0, { signal });
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
      const name = `Theo "Dõi".${process.hrtime.bigint()}`;
      const table = await scene.table({ 'Mã "Số"': 'integer', a: 'text', 'Tên.Họ': 'text', select: 'text' }, ['Mã "Số"'], [], name);
      const selection = { ...table, columns: ['select', 'Tên.Họ', 'Mã "Số"'] };
      const { changes } = await scene.open();
      const start = await changes.start([selection], signal);
      await engine.insert(name, [{ 'Mã "Số"': 1, a: 'a', 'Tên.Họ': 'An', select: 'x' }]);
      await engine.delete(name, { 'Mã "Số"': 1 });
      const seen = await follow(changes, [selection], start, (all) => all.some(({ op }) => op === 'd'), { signal });
      assert.deepEqual(seen.changes.map(told).at(-1), 'd //1');
      if (seen.changes.length > 1) assert.equal(seen.changes.map(told)[0], 'c x/An/1');
    },
  },
];

export function assertAscending(changes: readonly SeenChange[]): void {
  for (const [index, { version }] of changes.entries()) {
    const before = changes[index - 1]?.version;
    assert.ok(before === undefined || compareVersions(before, version) < 0, `${before} before ${version}`);
  }
}
