import assert from 'node:assert/strict';
import { type Change, type ChangeBatch, valuesOfRow } from '@lienthong/core';
import type { Check } from '../check.ts';
import { numbers, refusal, shown } from '../claims.ts';
import { follow } from '../reading/follow.ts';
import type { Scene } from '../scene.ts';
import { told } from './told.ts';

async function followedTable(scene: Scene) {
  const selection = await scene.table({ id: 'integer' }, ['id']);
  const { changes } = await scene.open();
  const start = await changes.start([selection], scene.signal);
  return {
    selection,
    changes,
    start,
    insert: (ids: readonly number[]) =>
      scene.engine.insert(
        selection.collection.name,
        ids.map((id) => ({ id })),
      ),
  };
}

export const changeLogChecks: readonly Check[] = [
  {
    id: 'heartbeat',
    name: 'moves its position by empty batches while only other tables change',
    cases: ['G-20'],
    needs: ['changes'],
    run: async (scene) => {
      const { engine, signal } = scene;
      const aside = await scene.table({ id: 'integer' }, ['id']);
      const { selection, changes, start } = await followedTable(scene);
      await engine.insert(
        aside.collection.name,
        numbers(1, 20).map((id) => ({ id })),
      );
      const goal = await changes.head(signal);
      const isPassed = (batch: ChangeBatch) => changes.passed(batch.position, goal);
      const seen = await follow(changes, [selection], start, (_, batch) => isPassed(batch), { signal, heartbeatMs: 30 });
      assert.deepEqual(seen.changes, []);
      const idle = await follow(changes, [selection], seen.position, () => true, { signal, heartbeatMs: 30 });
      assert.deepEqual(idle.changes, []);
    },
  },
  {
    id: 'transaction-cap',
    name: 'stops at a transaction of more changes than it may hand on, with its size, and passes one of as many',
    cases: ['G-12'],
    needs: ['changes'],
    run: async (scene) => {
      const { selection, changes, start, insert } = await followedTable(scene);
      await insert(numbers(1, 30));
      const within = (cap: number) =>
        follow(changes, [selection], start, (all) => all.length === 30, {
          signal: scene.signal,
          maxTransactionChanges: cap,
          batchChanges: 10,
        });
      const error = await refusal(() => within(29));
      assert.equal(error.code, 'TRANSACTION_TOO_LARGE', error.message);
      assert.equal(error.details['cap'], 29);
      assert.equal((await within(30)).changes.length, 30);
    },
  },
  {
    id: 'batch-changes',
    name: 'hands on batches of no more changes than were asked for',
    needs: ['changes'],
    run: async (scene) => {
      const { selection, changes, start, insert } = await followedTable(scene);
      await insert(numbers(1, 50));
      const { batches } = await follow(changes, [selection], start, (all) => all.length === 50, { signal: scene.signal, batchChanges: 20 });
      const sizes = batches.map((batch) => batch.changes.length);
      assert.ok(Math.max(...sizes) <= 20, `batches of 20 changes at most hold ${sizes.join(', ')}`);
    },
  },
  {
    id: 'changes-stay',
    name: 'leaves the changes of a batch as they are until the next one is asked for, while it reads ahead',
    needs: ['changes'],
    run: async (scene) => {
      const { selection, changes, start, insert } = await followedTable(scene);
      for (const first of [100, 200, 300]) await insert(numbers(first, 8));
      const { signal } = scene;
      let count = 0;
      const limits = { heartbeatMs: 50, batchChanges: 8, maxTransactionChanges: 1_000 };
      for await (const batch of changes.read({ after: start, selections: [selection], ...limits, signal })) {
        const rows = () => shown(batch.changes.map((change: Change) => (change.op === 't' ? [] : valuesOfRow(change.row))));
        const before = rows();
        await scene.engine.connections(); // time for whoever reads ahead
        await new Promise(setImmediate);
        assert.deepEqual(rows(), before);
        count += batch.changes.length;
        if (count >= 24) break;
      }
    },
  },
  {
    id: 'head',
    name: 'knows whether following has come to where the log ended',
    needs: ['changes'],
    run: async (scene) => {
      const { selection, changes, start, insert } = await followedTable(scene);
      await insert([1]);
      const goal = await changes.head(scene.signal);
      assert.equal(changes.passed(start, goal), false);
      await insert([2]);
      const { signal } = scene;
      const first = await follow(changes, [selection], start, (all) => all.length >= 2, { signal });
      assert.equal(changes.passed(first.position, goal), true);
      assert.equal(changes.passed(goal, goal), true);
    },
  },
  {
    id: 'has',
    name: 'says whether following from a position would skip nothing, and creates and moves nothing',
    needs: ['changes'],
    run: async (scene) => {
      const { engine, signal } = scene;
      const { selection, changes, start, insert } = await followedTable(scene);
      if (changes.has === undefined) return; // then no position that comes back is ever used
      await insert([1]);
      const { position } = await follow(changes, [selection], start, (all) => all.length > 0, { signal });
      const before = await engine.leftovers();
      assert.equal(await changes.has(position, [selection], signal), true);
      assert.equal(await changes.has({ ...position, kind: 'somebody/log' }, [selection], signal), false);
      assert.deepEqual(await engine.leftovers(), before);
    },
  },
  {
    id: 'start-again',
    name: 'creates nothing more when it starts with what it follows already, and removes it all when it is dropped',
    needs: ['changes'],
    run: async (scene) => {
      const { engine, signal } = scene;
      const selection = await scene.table({ id: 'integer' }, ['id']);
      const nothing = await engine.leftovers();
      const { changes } = await scene.open();
      await changes.start([selection], signal);
      const started = await engine.leftovers();
      await changes.start([selection], signal);
      assert.deepEqual(await engine.leftovers(), started);
      await changes.drop(signal);
      assert.deepEqual(await engine.leftovers(), nothing);
    },
  },
  {
    id: 'known-start',
    name: 'goes on at a known position when a collection is added, and loses nothing of the others',
    needs: ['changes'],
    run: async (scene) => {
      const { engine, signal } = scene;
      const { selection, changes, start, insert } = await followedTable(scene);
      const added = await scene.table({ id: 'integer' }, ['id']);
      await insert([1]);
      const position = await changes.start([selection, added], signal, { position: start, anew: [added] });
      await engine.insert(added.collection.name, [{ id: 2 }]);
      const seen = await follow(changes, [selection, added], position, (all) => all.some((change) => told(change) === 'c 2'), { signal });
      assert.deepEqual(seen.changes.map(told), ['c 1', 'c 2']);
    },
  },
];
