import assert from 'node:assert/strict';
import { type KeyRange, type Position, type RowBatch, rowCount, type Selection, type SnapshotReader, valuesOfRows } from '@lienthong/core';
import type { Check } from '../check.ts';
import { assertRefused, assertThrowsReason, numbers, shown, sorted } from '../claims.ts';
import { readAll, readRange } from '../reading/read-all.ts';
import type { Scene } from '../scene.ts';

async function hundred(scene: Scene): Promise<Selection> {
  return scene.table(
    { id: 'integer', name: 'text' },
    ['id'],
    numbers(1, 100).map((id) => ({ id, name: `người ${id}` })),
  );
}

async function wholeRange(reader: SnapshotReader, selection: Selection, signal: AbortSignal): Promise<KeyRange> {
  const [range, ...others] = await reader.split({ selection, rowsPerRange: 1_000_000, signal });
  assert.ok(range !== undefined && others.length === 0, `a small table makes one range, not ${others.length + 1}`);
  return range;
}

export const snapshotReadingChecks: readonly Check[] = [
  {
    id: 'snapshot-resume',
    name: 'goes on behind any batch, by a position that was stored as JSON, without repeating or skipping a row',
    cases: ['G-17'],
    needs: ['snapshot'],
    run: async (scene) => {
      const selection = await hundred(scene);
      const { signal } = scene;
      const { snapshot } = await scene.open();
      const range = await wholeRange(snapshot, selection, signal);
      const behind: { readonly position: Position; readonly seen: readonly string[] }[] = [];
      const all: string[] = [];
      for await (const batch of snapshot.read({ selection, range, after: undefined, batchRows: 14, signal })) {
        all.push(...sorted(valuesOfRows(batch.rows)));
        behind.push({ position: JSON.parse(JSON.stringify(batch.position)) as Position, seen: [...all] });
      }
      assert.equal(new Set(all).size, 100);
      // Another source: after a crash nothing is left but the position.
      const { snapshot: later } = await scene.open();
      for (const { position, seen } of behind) {
        const rest = sorted(await readRange(later, selection, range, 23, position, signal));
        assert.deepEqual([...seen, ...rest].sort(), [...all].sort());
      }
    },
  },
  {
    id: 'snapshot-positions',
    name: 'gives positions whose kind begins with its own name, with a format, as plain JSON',
    needs: ['snapshot'],
    run: async (scene) => {
      const selection = await hundred(scene);
      const { snapshot } = await scene.open();
      const range = await wholeRange(snapshot, selection, scene.signal);
      const positions: Position[] = [range];
      for await (const batch of snapshot.read({ selection, range, after: undefined, batchRows: 60, signal: scene.signal }))
        positions.push(batch.position);
      for (const position of positions) {
        assert.ok(position.kind.startsWith(`${scene.engine.adapter().name}/`), `the kind ${position.kind} does not name the adapter`);
        assert.ok(Number.isInteger(position.format), `the format ${position.format} is no whole number`);
        assert.deepEqual(JSON.parse(JSON.stringify(position)), position);
      }
    },
  },
  {
    id: 'batch-rows',
    name: 'hands on batches of no more rows than were asked for, and none that is empty',
    needs: ['snapshot'],
    run: async (scene) => {
      const selection = await hundred(scene);
      const { snapshot } = await scene.open();
      const range = await wholeRange(snapshot, selection, scene.signal);
      const sizes = [];
      for await (const batch of snapshot.read({ selection, range, after: undefined, batchRows: 30, signal: scene.signal }))
        sizes.push(rowCount(batch.rows));
      assert.ok(
        sizes.every((size) => size > 0 && size <= 30),
        `batches of 30 rows at most hold ${sizes.join(', ')}`,
      );
    },
  },
  {
    id: 'rows-stay',
    name: 'leaves the rows of a batch as they are until the next one is asked for, while it reads ahead',
    needs: ['snapshot'],
    run: async (scene) => {
      const selection = await hundred(scene);
      const { snapshot } = await scene.open();
      const range = await wholeRange(snapshot, selection, scene.signal);
      const batches = snapshot.read({ selection, range, after: undefined, batchRows: 16, signal: scene.signal })[Symbol.asyncIterator]();
      for (let next: IteratorResult<RowBatch, unknown> = await batches.next(); next.done !== true; next = await batches.next()) {
        const { rows } = next.value;
        const before = shown(valuesOfRows(rows));
        await scene.engine.connections(); // time for whoever reads ahead
        await new Promise(setImmediate);
        assert.deepEqual(shown(valuesOfRows(rows)), before);
      }
    },
  },
  {
    id: 'selection-order',
    name: 'hands on the columns that were selected, in the order of the selection',
    needs: ['snapshot'],
    run: async (scene) => {
      const table = await scene.table({ id: 'integer', a: 'text', b: 'text', c: 'text' }, ['id'], [{ id: 1, a: 'a', b: 'b', c: 'c' }]);
      const { snapshot } = await scene.open();
      const columns = ['c', 'id', 'a'];
      assert.deepEqual(shown(await readAll(snapshot, { ...table, columns }, 10, 10, scene.signal)), [['c', '1', 'a']]);
    },
  },
  {
    id: 'snapshot-missing',
    name: 'refuses by name a collection and a column that are not there',
    needs: ['snapshot'],
    run: async (scene) => {
      const selection = await scene.table({ id: 'integer', name: 'text' }, ['id'], [{ id: 1, name: 'a' }]);
      const { snapshot } = await scene.open();
      const nowhere = { ...selection, collection: { ...selection.collection, name: 'khong_co_bang_nay' } };
      await assertRefused(() => readAll(snapshot, nowhere, 10, 10, scene.signal), 'COLLECTION_MISSING', ['khong_co_bang_nay']);
      const without = { ...selection, columns: ['id', 'khong_co_cot_nay'] };
      await assertRefused(() => readAll(snapshot, without, 10, 10, scene.signal), 'SCHEMA_CHANGED', ['khong_co_cot_nay']);
    },
  },
  {
    id: 'snapshot-foreign',
    name: 'refuses a range and a position that are not its own',
    needs: ['snapshot'],
    run: async (scene) => {
      const selection = await hundred(scene);
      const { snapshot } = await scene.open();
      const range = await wholeRange(snapshot, selection, scene.signal);
      for (const foreign of [
        { ...range, kind: 'somebody/keys' },
        { ...range, format: 9_999 },
      ]) {
        await assertRefused(() => readRange(snapshot, selection, foreign, 10, undefined, scene.signal), 'POSITION_FOREIGN');
        await assertRefused(() => readRange(snapshot, selection, range, 10, foreign, scene.signal), 'POSITION_FOREIGN');
      }
    },
  },
  {
    id: 'snapshot-abort',
    name: 'throws the reason of an abort unwrapped, before and between batches, and stays usable',
    needs: ['snapshot'],
    run: async (scene) => {
      const selection = await hundred(scene);
      const { snapshot } = await scene.open();
      const range = await wholeRange(snapshot, selection, scene.signal);
      const reason = new Error('the reader has enough');
      const aborted = AbortSignal.abort(reason);
      await assertThrowsReason(() => snapshot.split({ selection, rowsPerRange: 10, signal: aborted }), reason, 'split');
      await assertThrowsReason(() => readRange(snapshot, selection, range, 10, undefined, aborted), reason, 'read');
      const abort = new AbortController();
      const between = async () => {
        const signal = AbortSignal.any([abort.signal, scene.signal]);
        for await (const batch of snapshot.read({ selection, range, after: undefined, batchRows: 10, signal }))
          if (batch.position !== undefined) abort.abort(reason);
      };
      await assertThrowsReason(between, reason, 'read');
      assert.equal((await readAll(snapshot, selection, 1_000, 1_000, scene.signal)).length, 100);
    },
  },
  {
    id: 'snapshot-leave',
    name: 'frees its connection when the reader leaves early',
    needs: ['snapshot'],
    run: async (scene) => {
      const selection = await hundred(scene);
      const { snapshot } = await scene.open({ maxConnections: 1 });
      const range = await wholeRange(snapshot, selection, scene.signal);
      for (const round of [1, 2, 3]) {
        for await (const batch of snapshot.read({ selection, range, after: undefined, batchRows: 10 + round, signal: scene.signal }))
          if (rowCount(batch.rows) > 0) break;
      }
      assert.equal((await readAll(snapshot, selection, 1_000, 1_000, scene.signal)).length, 100);
    },
  },
];
