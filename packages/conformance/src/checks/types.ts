import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import type { RowValues, Selection } from '@lienthong/core';
import type { Check } from '../check.ts';
import { follow } from '../reading/follow.ts';
import { readAll } from '../reading/read-all.ts';
import type { Scene } from '../scene.ts';
import type { TypeTable } from '../subject.ts';

async function typed(scene: Scene): Promise<Selection> {
  const { types, adapter } = scene.engine;
  const name = `types_${randomBytes(5).toString('hex')}`;
  await types.create(name);
  return {
    collection: { schema: adapter().defaultSchema, name },
    columns: ['id', ...types.cases.map((_, index) => `c${index}`)],
    key: ['id'],
  };
}

function named({ cases }: TypeTable, row: RowValues | undefined): unknown[] {
  return cases.map(({ type }, index) => [type, row?.[index + 1]]);
}

function expected({ cases }: TypeTable): unknown[] {
  return cases.map(({ type, raw }) => [type, raw]);
}

export const typeChecks: readonly Check[] = [
  {
    id: 'types-described',
    name: 'has a mapping for every type of the type table, whose readers read what the type table says',
    cases: ['G-30'],
    needs: [],
    run: async (scene) => {
      const { types } = scene.engine;
      const { collection } = await typed(scene);
      await types.write(collection.name, 1);
      const source = await scene.open();
      const found = (await source.describe(scene.signal)).find((description) => description.collection.name === collection.name);
      for (const [index, { type, raw, read }] of types.cases.entries()) {
        const mapping = found?.columns.find(({ name }) => name === `c${index}`)?.type;
        assert.ok(mapping !== undefined, `no mapping for ${type}`);
        if (read !== undefined) assert.deepEqual([type, mapping.read?.(raw)], [type, read]);
      }
    },
  },
  {
    id: 'types-read',
    name: 'hands on every type of the type table in a snapshot as it is stored, whatever server and session print',
    cases: ['G-30'],
    needs: ['snapshot'],
    run: async (scene) => {
      const { types } = scene.engine;
      const selection = await typed(scene);
      await types.write(selection.collection.name, 1);
      const { snapshot } = await scene.open();
      const [row] = await readAll(snapshot, selection, 10, 10, scene.signal);
      assert.deepEqual(named(types, row), expected(types));
    },
  },
  {
    id: 'types-followed',
    name: 'hands on every type of the type table in the log, byte for byte as in a snapshot',
    cases: ['G-30', 'AC-MY-5'],
    needs: ['changes'],
    run: async (scene) => {
      const { types } = scene.engine;
      const selection = await typed(scene);
      const { changes } = await scene.open();
      const start = await changes.start([selection], scene.signal);
      await types.write(selection.collection.name, 1);
      const seen = await follow(changes, [selection], start, (all) => all.length > 0, { signal: scene.signal });
      const [change] = seen.changes;
      assert.deepEqual(named(types, change?.op === 'c' ? change.row : undefined), expected(types));
    },
  },
];
