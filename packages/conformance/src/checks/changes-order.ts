import assert from 'node:assert/strict';
import type { Check } from '../check.ts';
import { numbers } from '../claims.ts';
import { follow } from '../reading/follow.ts';
import { assertAscending, told } from './told.ts';

export const changeOrderChecks: readonly Check[] = [
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
      // A log may tell only what became of the row in the end.
      const tellings = ['c 1/a, u 1/b, u 1/c', 'c 1/a, u 1/c', 'c 1/c'];
      assert.ok(tellings.includes(seen.changes.map(told).join(', ')), seen.changes.map(told).join(', '));
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
];
