import assert from 'node:assert/strict';
import type { Check } from '../check.ts';
import { assertRefused, assertRetryable, assertThrowsReason, numbers } from '../claims.ts';
import { follow, keepFollowing } from '../reading/follow.ts';
import { until } from '../reading/until.ts';
import type { Scene } from '../scene.ts';
import { told } from './told.ts';

/** Transactions of 2 to 5 rows, each ending on a table that nobody follows. */
async function mixedTransactions(scene: Scene, table: string, aside: string): Promise<string[]> {
  const expected: string[] = [];
  for (const round of numbers(1, 4)) {
    const transaction = await scene.engine.begin?.();
    assert.ok(transaction !== undefined);
    const ids = numbers(round * 10, round + 1);
    await transaction.insert(
      table,
      ids.map((id) => ({ id })),
    );
    await transaction.insert(aside, [{ id: round }]);
    await transaction.commit();
    expected.push(...ids.map((id) => `c ${id}`));
  }
  return expected;
}

export const changeResumeChecks: readonly Check[] = [
  {
    id: 'idle-start',
    name: 'takes up a start behind which nothing was read yet, by another source',
    cases: ['G-02'],
    needs: ['changes'],
    run: async (scene) => {
      const { engine, signal } = scene;
      const selection = await scene.table({ id: 'integer' }, ['id']);
      const first = await scene.open();
      const start = await first.changes.start([selection], signal);
      await first.close();
      await engine.insert(selection.collection.name, [{ id: 1 }]);
      const { changes } = await scene.open();
      const seen = await follow(changes, [selection], start, (all) => all.length > 0, { signal });
      assert.deepEqual(seen.changes.map(told), ['c 1']);
    },
  },
  {
    id: 'only-new',
    name: 'tells a second run what is new alone',
    cases: ['G-03'],
    needs: ['changes'],
    run: async (scene) => {
      const { engine, signal } = scene;
      const selection = await scene.table({ id: 'integer' }, ['id']);
      const first = await scene.open();
      const start = await first.changes.start([selection], signal);
      await engine.insert(selection.collection.name, [{ id: 1 }]);
      let { position } = await follow(first.changes, [selection], start, (all) => all.length > 0, { signal });
      await first.close();
      for (const id of [2, 3]) {
        await engine.insert(selection.collection.name, [{ id }]);
        const { changes, close } = await scene.open();
        const seen = await follow(changes, [selection], position, (all) => all.some((change) => told(change) === `c ${id}`), { signal });
        assert.deepEqual(seen.changes.map(told), [`c ${id}`]);
        position = seen.position;
        await close();
      }
    },
  },
  {
    id: 'changes-resume',
    name: 'goes on behind any batch without loss, and repeats at most the transaction that was cut, with its versions',
    cases: ['G-11', 'G-13'],
    needs: ['changes', 'transactions'],
    run: async (scene) => {
      const { signal } = scene;
      const selection = await scene.table({ id: 'integer' }, ['id']);
      const aside = await scene.table({ id: 'integer' }, ['id']);
      const { changes } = await scene.open();
      const start = await changes.start([selection], signal);
      const expected = await mixedTransactions(scene, selection.collection.name, aside.collection.name);
      const last = expected.at(-1);
      const whole = await follow(changes, [selection], start, (all) => all.some((change) => told(change) === last), {
        signal,
        batchChanges: 2,
      });
      const line = ({ version, ...change }: (typeof whole.changes)[number]) => `${version} ${told({ ...change, version })}`;
      const all = whole.changes.map(line);
      assert.deepEqual(whole.changes.map(told), expected);
      let before = 0;
      for (const batch of whole.batches.slice(0, -1)) {
        before += batch.changes.length;
        if (before === all.length) break;
        const position = JSON.parse(JSON.stringify(batch.position)) as typeof batch.position;
        const rest = await follow(changes, [selection], position, (some) => some.some((change) => told(change) === last), {
          signal,
          batchChanges: 3,
        });
        const again = rest.changes.map(line);
        assert.deepEqual(again, all.slice(all.length - again.length));
        assert.ok(again.length >= all.length - before, 'changes behind the position were skipped');
        const repeated = whole.changes.slice(all.length - again.length, before);
        assert.ok(new Set(repeated.map(({ tx }) => tx)).size <= 1, 'more than the cut transaction was repeated');
      }
    },
  },
  {
    id: 'acknowledged',
    name: 'goes on behind an acknowledged position, and lets nothing behind it go',
    cases: ['G-04'],
    needs: ['changes'],
    run: async (scene) => {
      const { engine, signal } = scene;
      const selection = await scene.table({ id: 'integer' }, ['id']);
      const { changes } = await scene.open();
      const start = await changes.start([selection], signal);
      const { name } = selection.collection;
      await engine.insert(name, [{ id: 1 }]);
      const first = await follow(changes, [selection], start, (all) => all.length > 0, { signal });
      for (const id of [2, 3]) await engine.insert(name, [{ id }]);
      await follow(changes, [selection], first.position, (all) => all.length >= 2, { signal });
      await changes.acknowledge(first.position, signal);
      const again = await follow(changes, [selection], first.position, (all) => all.length >= 2, { signal });
      assert.deepEqual(again.changes.map(told), ['c 2', 'c 3']);
    },
  },
  {
    id: 'changes-cut',
    name: 'tells that the connection was cut while it follows, and goes on behind its position without loss',
    cases: ['G-06'],
    needs: ['changes'],
    run: async (scene) => {
      const { engine, signal } = scene;
      const selection = await scene.table({ id: 'integer' }, ['id']);
      const { changes } = await scene.open();
      const following = keepFollowing(changes, [selection], await changes.start([selection], signal), { signal });
      await engine.insert(selection.collection.name, [{ id: 1 }]);
      await until(() => following.changes.length === 1 || signal.aborted);
      await engine.cut();
      await assertRetryable(() => following.ended);
      await engine.insert(selection.collection.name, [{ id: 2 }]);
      const rest = await follow(changes, [selection], following.position(), (all) => all.some((change) => told(change) === 'c 2'), {
        signal,
      });
      assert.deepEqual(rest.changes.map(told).at(-1), 'c 2');
    },
  },
  {
    id: 'changes-abort',
    name: 'throws the reason of an abort unwrapped while it follows, and stays usable',
    needs: ['changes'],
    run: async (scene) => {
      const { engine, signal } = scene;
      const selection = await scene.table({ id: 'integer' }, ['id']);
      const { changes } = await scene.open();
      const start = await changes.start([selection], signal);
      const reason = new Error('the follower has enough');
      const aborted = AbortSignal.abort(reason);
      await assertThrowsReason(() => changes.start([selection], aborted), reason, 'start');
      await assertThrowsReason(() => follow(changes, [selection], start, () => true, { signal: aborted }), reason, 'read');
      const abort = new AbortController();
      const idle = follow(changes, [selection], start, () => false, {
        heartbeatMs: 60_000,
        signal: AbortSignal.any([abort.signal, signal]),
      });
      idle.catch(() => undefined);
      await engine.connections(); // it waits for the log by then, or is about to
      abort.abort(reason);
      await assertThrowsReason(() => idle, reason, 'read');
      await engine.insert(selection.collection.name, [{ id: 1 }]);
      assert.equal((await follow(changes, [selection], start, (all) => all.length > 0, { signal })).changes.length, 1);
    },
  },
  {
    id: 'changes-foreign',
    name: 'refuses a position that is not its own',
    needs: ['changes'],
    run: async (scene) => {
      const { signal } = scene;
      const selection = await scene.table({ id: 'integer' }, ['id']);
      const { changes } = await scene.open();
      const start = await changes.start([selection], signal);
      for (const foreign of [
        { ...start, kind: 'somebody/log' },
        { ...start, format: 9_999 },
      ]) {
        await assertRefused(() => follow(changes, [selection], foreign, () => true, { signal }), 'POSITION_FOREIGN');
        await assertRefused(() => changes.acknowledge(foreign, signal), 'POSITION_FOREIGN');
        await assertRefused(async () => changes.passed(foreign, start), 'POSITION_FOREIGN');
      }
    },
  },
];
