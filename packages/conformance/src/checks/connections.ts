import assert from 'node:assert/strict';
import { type Position, rowCount, type Selection } from '@lienthong/core';
import type { Check } from '../check.ts';
import { assertRetryable, everythingOf, numbers, refusal } from '../claims.ts';
import { readAll, readRange } from '../reading/read-all.ts';
import { until } from '../reading/until.ts';
import { contextOf, type Scene } from '../scene.ts';

function someRows(scene: Scene, count: number): Promise<Selection> {
  return scene.table(
    { id: 'integer', name: 'text' },
    ['id'],
    numbers(1, count).map((id) => ({ id, name: `n${id}` })),
  );
}

export const connectionChecks: readonly Check[] = [
  {
    id: 'max-connections',
    name: 'keeps within the connections that it may have, however many ranges are read side by side',
    needs: ['snapshot'],
    run: async (scene) => {
      const selection = await someRows(scene, 80);
      await until(async () => (await scene.engine.connections()) === 0, 3_000);
      const { snapshot } = await scene.open({ maxConnections: 4 });
      let most = 0;
      let isReading = true;
      const counting = (async () => {
        while (isReading) {
          most = Math.max(most, await scene.engine.connections());
          await new Promise(setImmediate);
        }
      })();
      const read = () => readAll(snapshot, selection, 1_000, 4, scene.signal);
      try {
        await Promise.all(numbers(0, 10).map(read));
        most = Math.max(most, await scene.engine.connections());
      } finally {
        isReading = false;
        await counting;
      }
      assert.ok(most <= 4, `${most} connections were open, 4 were allowed`);
    },
  },
  {
    id: 'close-twice',
    name: 'closes twice without a word, and refuses work afterwards',
    needs: [],
    run: async (scene) => {
      const source = await scene.open();
      await source.probe(scene.signal);
      await source.close();
      await source.close();
      await source[Symbol.asyncDispose]();
      await refusal(() => source.describe(scene.signal));
    },
  },
  {
    id: 'close-leaves-nothing',
    name: 'leaves no connection behind when it is closed, with a reader that nobody read to the end',
    needs: ['snapshot'],
    run: async (scene) => {
      const { engine, signal } = scene;
      const selection = await someRows(scene, 30);
      const before = await engine.connections();
      const source = await engine.adapter().open(contextOf(signal));
      const [range] = (await source.snapshot?.split({ selection, rowsPerRange: 1_000, signal })) ?? [];
      assert.ok(range !== undefined && source.snapshot !== undefined);
      const batches = source.snapshot.read({ selection, range, after: undefined, batchRows: 10, signal })[Symbol.asyncIterator]();
      await batches.next();
      await source.close();
      await until(async () => (await engine.connections()) <= before, 2_000);
    },
  },
  {
    id: 'snapshot-cut',
    name: 'tells that the connection was cut while a snapshot is read, or loses no row by it, and goes on with a new one',
    cases: ['G-06'],
    needs: ['snapshot'],
    run: async (scene) => {
      const { engine, signal } = scene;
      const selection = await someRows(scene, 200);
      const { snapshot } = await scene.open();
      const [range] = await snapshot.split({ selection, rowsPerRange: 1_000, signal });
      assert.ok(range !== undefined);
      let seen = 0;
      const read = async () => {
        for await (const batch of snapshot.read({ selection, range, after: undefined, batchRows: 5, signal })) {
          seen += rowCount(batch.rows);
          if (seen === 5) await engine.cut();
        }
      };
      const error = await read().then(
        () => undefined,
        (thrown: unknown) => thrown,
      );
      // A driver whose statements need no connection of their own may have opened another one.
      if (error === undefined) assert.equal(seen, 200, `${seen} rows of 200, and an end`);
      else await assertRetryable(() => Promise.reject(error));
      const again = () => readAll(snapshot, selection, 1_000, 50, signal);
      // Another connection that was cut with it, while nobody used it, may say so when it is used.
      const rows = await again().catch(async (thrown: unknown) => {
        await assertRetryable(() => Promise.reject(thrown));
        return again();
      });
      assert.equal(rows.length, 200);
    },
  },
  {
    id: 'secret-positions',
    name: 'shows no value of a row in an error, not even of a position that it refuses',
    cases: ['G-27'],
    needs: ['snapshot'],
    run: async (scene) => {
      const { signal } = scene;
      const rows = numbers(1, 30).map((index) => ({ id: `CANARY ${index}`, name: `CANARY ${index}` }));
      const selection = await scene.table({ id: 'text', name: 'text' }, ['id'], rows);
      const { snapshot } = await scene.open();
      const ranges = await snapshot.split({ selection, rowsPerRange: 10, signal });
      let stored: Position | undefined;
      for await (const batch of snapshot.read({ selection, range: ranges[0] ?? missing(), after: undefined, batchRows: 7, signal })) {
        stored = batch.position;
        break;
      }
      const position = stored ?? missing();
      const without = { ...selection, columns: ['id', 'khong_co'] };
      for (const work of [
        () => readRange(snapshot, selection, { ...position, kind: 'somebody/keys' }, 10, undefined, signal),
        () => readRange(snapshot, selection, { ...position, format: 9_999 }, 10, undefined, signal),
        () => readRange(snapshot, without, ranges[0] ?? missing(), 10, position, signal),
      ])
        assert.ok(!everythingOf(await refusal(work)).includes('CANARY'), 'an error shows a value of a row');
    },
  },
];

function missing(): never {
  assert.fail('a position was expected');
}
