import assert from 'node:assert/strict';
import type { Check } from '../check.ts';
import { numbers, shown, sorted } from '../claims.ts';
import { readAll, readRange } from '../reading/read-all.ts';
import type { Scene } from '../scene.ts';
import type { ColumnType, Fields } from '../subject.ts';

const names = ['Đặng', 'ngô', 'Ước', 'ân', 'ÂN', 'Ỷ', "d'An", 'z "x"', 'a\\b', '%_'];

/** By small ranges, side by side, from the last one to the first, in small pages. */
async function readsOnce(scene: Scene, columns: Readonly<Record<string, ColumnType>>, key: readonly string[], rows: readonly Fields[]) {
  const selection = await scene.table(columns, key, rows);
  const { snapshot } = await scene.open();
  const { signal } = scene;
  const ranges = await snapshot.split({ selection, rowsPerRange: 9, signal });
  const parts = await Promise.all([...ranges].reverse().map((range) => readRange(snapshot, selection, range, 4, undefined, signal)));
  assert.deepEqual(sorted(parts.flat()), sorted(rows.map((row) => selection.columns.map((column) => row[column]))));
}

export const snapshotKeyChecks: readonly Check[] = [
  {
    id: 'number-keys',
    name: 'reads every row once by small ranges and pages, of a key of negative and large numbers',
    cases: ['G-19'],
    needs: ['snapshot'],
    run: (scene) => {
      const far = [-(2n ** 63n), -(2n ** 62n), -(2n ** 53n) - 1n, 2n ** 53n + 1n, 2n ** 53n + 2n, 2n ** 63n - 1n];
      const rows = [...far, ...numbers(-25, 50)].map((id) => ({ id, name: `n${id}` }));
      return readsOnce(scene, { id: 'integer', name: 'text' }, ['id'], rows);
    },
  },
  {
    id: 'composite-keys',
    name: 'reads every row once by small ranges and pages, of a key of three columns with many ties',
    cases: ['G-19'],
    needs: ['snapshot'],
    run: (scene) => {
      const rows = numbers(0, 72).map((index) => ({
        n: index,
        c: index % 3,
        b: `b${Math.floor(index / 3) % 4}`,
        a: Math.floor(index / 12),
      }));
      return readsOnce(scene, { n: 'integer', c: 'integer', b: 'text', a: 'integer' }, ['a', 'b', 'c'], rows);
    },
  },
  {
    id: 'text-keys',
    name: 'reads every row once by small ranges and pages, of Vietnamese texts in the order of their collation',
    cases: ['G-19'],
    needs: ['snapshot'],
    run: (scene) => {
      const rows = numbers(0, 60).map((index) => ({ id: `${names[index % names.length]} ${index}`, n: index }));
      return readsOnce(scene, { id: 'text', n: 'integer' }, ['id'], rows);
    },
  },
  {
    id: 'page-sizes',
    name: 'reads tables with as many rows as a page has, one less and one more, one row, and none',
    cases: ['G-19'],
    needs: ['snapshot'],
    run: async (scene) => {
      const { snapshot } = await scene.open();
      for (const count of [0, 1, 9, 10, 11, 20, 21]) {
        const selection = await scene.table(
          { id: 'integer' },
          ['id'],
          numbers(1, count).map((id) => ({ id })),
        );
        for (const rowsPerRange of [10, 1_000]) {
          const rows = await readAll(snapshot, selection, rowsPerRange, 10, scene.signal);
          assert.deepEqual(sorted(rows), sorted(numbers(1, count).map((id) => [id])), `${count} rows in ranges of ${rowsPerRange}`);
        }
      }
    },
  },
  {
    id: 'later-keys',
    name: 'covers keys that are inserted after the split, below, between and above',
    cases: ['G-18'],
    needs: ['snapshot'],
    run: async (scene) => {
      const selection = await scene.table(
        { id: 'integer' },
        ['id'],
        numbers(1, 100).map((id) => ({ id: id * 10 })),
      );
      const { snapshot } = await scene.open();
      const ranges = await snapshot.split({ selection, rowsPerRange: 20, signal: scene.signal });
      const later = [-5, 15, 505, 9_999];
      await scene.engine.insert(
        selection.collection.name,
        later.map((id) => ({ id })),
      );
      const rows = [];
      for (const range of ranges) rows.push(...(await readRange(snapshot, selection, range, 30, undefined, scene.signal)));
      assert.deepEqual(sorted(rows), sorted([...numbers(1, 100).map((id) => [id * 10]), ...later.map((id) => [id])]));
    },
  },
  {
    id: 'range-sizes',
    name: 'splits a table into ranges of about the size that was asked for',
    needs: ['snapshot'],
    run: async (scene) => {
      const selection = await scene.table(
        { id: 'integer' },
        ['id'],
        numbers(1, 400).map((id) => ({ id })),
      );
      const { snapshot } = await scene.open();
      const ranges = await snapshot.split({ selection, rowsPerRange: 40, signal: scene.signal });
      const sizes = [];
      for (const range of ranges) sizes.push((await readRange(snapshot, selection, range, 200, undefined, scene.signal)).length);
      assert.ok(ranges.length >= 4 && ranges.length <= 40, `400 rows in ranges of 40 made ${ranges.length} ranges`);
      assert.ok(Math.max(...sizes) <= 160, `ranges of 40 rows hold ${sizes.join(', ')}`);
    },
  },
  {
    id: 'text-values',
    name: 'hands on NULL, the empty text, blanks, controls and quotes as they are',
    needs: ['snapshot'],
    run: async (scene) => {
      const texts = [
        null,
        '',
        ' ',
        ' x ',
        '\t',
        'a\nb\r\nc',
        "''",
        '"',
        '\\N',
        '\\',
        '\\n',
        'NULL',
        '\u0001',
        '😀',
        'é',
        'e\u0301',
        '\ufffd',
        '{"a":1}',
      ];
      const rows = texts.map((name, id) => ({ id, name }));
      const selection = await scene.table({ id: 'integer', name: 'text' }, ['id'], rows);
      const { snapshot } = await scene.open();
      const read = await readAll(snapshot, selection, 1_000, 50, scene.signal);
      const byId = shown(read).sort((one, other) => Number(one[0]) - Number(other[0]));
      const stored = (name: string | null) => (name === '' && scene.engine.emptyTextIsNull === true ? null : name);
      assert.deepEqual(byId, shown(rows.map(({ id, name }) => [id, stored(name)])));
    },
  },
];
