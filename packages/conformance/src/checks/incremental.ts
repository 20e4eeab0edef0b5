import assert from 'node:assert/strict';
import { compareVersions, type IncrementalReader, type Position, type Selection, type Version, valuesOfRows } from '@lienthong/core';
import type { Check } from '../check.ts';
import { assertRefused, assertThrowsReason, numbers, shown, sorted } from '../claims.ts';
import type { Scene } from '../scene.ts';

interface Pass {
  readonly rows: (string | null)[][];
  readonly versions: Version[];
  /** Behind each batch, and the rows up to there. */
  readonly places: { readonly position: Position; readonly rows: number }[];
}

interface PassOptions {
  readonly watermark?: string;
  readonly settleMs?: number;
  readonly batchRows?: number;
  readonly signal?: AbortSignal;
}

async function pass(
  reader: IncrementalReader,
  scene: Scene,
  selection: Selection,
  after?: Position,
  options: PassOptions = {},
): Promise<Pass> {
  const { watermark = 'w', settleMs = 0, batchRows = 7, signal = scene.signal } = options;
  const result: Pass = { rows: [], versions: [], places: [] };
  for await (const batch of reader.read({ selection, watermark, after, settleMs, batchRows, signal })) {
    result.rows.push(...shown(valuesOfRows(batch.rows)));
    result.versions.push(...batch.versions);
    result.places.push({ position: JSON.parse(JSON.stringify(batch.position)) as Position, rows: result.rows.length });
  }
  return result;
}

/** Twenty rows to each watermark, negative ones too: more than a page. */
function tied(scene: Scene): Promise<Selection> {
  return scene.table(
    { id: 'text', w: 'integer' },
    ['id'],
    numbers(0, 100).map((index) => ({ id: `k${index}`, w: Math.floor(index / 20) * 7 - 10 })),
  );
}

const ids = ({ rows }: Pass) => rows.map(([id]) => [id]);

export const incrementalChecks: readonly Check[] = [
  {
    id: 'watermark-ties',
    name: 'reads every row once behind a watermark that many rows share, in pages smaller than that',
    needs: ['incremental'],
    run: async (scene) => {
      const selection = await tied(scene);
      const { incremental } = await scene.open();
      assert.deepEqual(sorted(ids(await pass(incremental, scene, selection))), sorted(numbers(0, 100).map((index) => [`k${index}`])));
    },
  },
  {
    id: 'watermark-resume',
    name: 'goes on behind any batch without repeating or skipping a row, and ends when nothing is left',
    cases: ['G-17'],
    needs: ['incremental'],
    run: async (scene) => {
      const selection = await tied(scene);
      const { incremental } = await scene.open();
      const whole = await pass(incremental, scene, selection, undefined, { batchRows: 15 });
      const { incremental: later } = await scene.open();
      for (const { position, rows } of whole.places) {
        const rest = await pass(later, scene, selection, position, { batchRows: 33 });
        assert.deepEqual(sorted(ids(rest)), sorted(ids({ ...whole, rows: whole.rows.slice(rows) })), `behind ${rows} rows`);
      }
    },
  },
  {
    id: 'watermark-versions',
    name: 'gives each row a version that sorts as its watermark does, also over passes',
    needs: ['incremental'],
    run: async (scene) => {
      const at = [-30, -2, 0, 8, 9, 10, 99, 100, 2n ** 53n + 1n];
      const selection = await scene.table(
        { id: 'text', w: 'integer' },
        ['id'],
        at.map((w, index) => ({ id: `k${index}`, w })),
      );
      const { incremental } = await scene.open();
      const first = await pass(incremental, scene, selection);
      await scene.engine.insert(selection.collection.name, [{ id: 'later', w: 2n ** 53n + 2n }]);
      const second = await pass(incremental, scene, selection, first.places.at(-1)?.position);
      const versions = [...first.versions, ...second.versions];
      assert.equal(versions.length, at.length + 1);
      for (const [index, version] of versions.entries())
        assert.ok(index === 0 || compareVersions(versions[index - 1] ?? version, version) < 0, `${versions[index - 1]} before ${version}`);
    },
  },
  {
    id: 'watermark-settles',
    name: 'leaves rows that are younger than asked for the next pass, by the clock of the server',
    needs: ['incremental'],
    run: async (scene) => {
      const ago = (ms: number) => new Date(Date.now() - ms).toISOString();
      const rows = [
        { id: 'old', w: ago(3_600_000) },
        { id: 'young', w: ago(2_000) },
      ];
      const selection = await scene.table({ id: 'text', w: 'instant' }, ['id'], rows);
      const { incremental } = await scene.open();
      const first = await pass(incremental, scene, selection, undefined, { settleMs: 600_000 });
      assert.deepEqual(ids(first), [['old']]);
      assert.deepEqual(ids(await pass(incremental, scene, selection, first.places.at(-1)?.position)), [['young']]);
    },
  },
  {
    id: 'watermark-open',
    name: 'loses no row of a transaction that was open while rows with larger numbers were committed',
    needs: ['incremental', 'transactions'],
    run: async (scene) => {
      const { engine } = scene;
      const selection = await scene.table({ w: 'integer' }, ['w'], [{ w: 1 }]);
      const { incremental } = await scene.open();
      const writer = await engine.begin?.();
      assert.ok(writer !== undefined);
      await writer.insert(selection.collection.name, [{ w: 2 }]);
      await engine.insert(selection.collection.name, [{ w: 3 }]);
      let isDone = false;
      const passing = pass(incremental, scene, selection).finally(() => {
        isDone = true;
      });
      passing.catch(() => undefined);
      // An adapter may wait for the transaction; one that does not has had its chance by then.
      await scene.chance(() => isDone);
      await writer.commit();
      const first = await passing;
      const second = await pass(incremental, scene, selection, first.places.at(-1)?.position);
      assert.deepEqual(sorted([...first.rows, ...second.rows]), sorted([[1], [2], [3]]));
    },
  },
  {
    id: 'watermark-refusals',
    name: 'refuses a position that is not its own, and a column that cannot be a watermark',
    needs: ['incremental'],
    run: async (scene) => {
      const selection = await scene.table({ id: 'integer', name: 'text', w: 'integer' }, ['id'], [{ id: 1, name: 'a', w: 1 }]);
      const { incremental } = await scene.open();
      const { places } = await pass(incremental, scene, selection);
      const foreign = { ...places[0]?.position, kind: 'somebody/watermark', format: 1 };
      await assertRefused(() => pass(incremental, scene, selection, foreign), 'POSITION_FOREIGN');
      await assertRefused(() => pass(incremental, scene, selection, places[0]?.position, { watermark: 'id' }), 'POSITION_FOREIGN');
      await assertRefused(() => pass(incremental, scene, selection, undefined, { watermark: 'name' }), 'CAPABILITY_MISSING', ['name']);
    },
  },
  {
    id: 'watermark-abort',
    name: 'throws the reason of an abort unwrapped, before and between batches, and stays usable',
    needs: ['incremental'],
    run: async (scene) => {
      const selection = await tied(scene);
      const { incremental } = await scene.open();
      const reason = new Error('the reader has enough');
      const aborted = { signal: AbortSignal.abort(reason) };
      await assertThrowsReason(() => pass(incremental, scene, selection, undefined, aborted), reason, 'read');
      const abort = new AbortController();
      const between = async () => {
        const signal = AbortSignal.any([abort.signal, scene.signal]);
        for await (const batch of incremental.read({ selection, watermark: 'w', after: undefined, settleMs: 0, batchRows: 9, signal }))
          if (batch.position !== undefined) abort.abort(reason);
      };
      await assertThrowsReason(between, reason, 'read');
      assert.equal((await pass(incremental, scene, selection, undefined, { batchRows: 50 })).rows.length, 100);
    },
  },
];
