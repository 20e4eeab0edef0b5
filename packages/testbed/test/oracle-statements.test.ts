import { expect, test } from 'vitest';
import { column, number, openScene, query, varchar } from './scripted-oracle.ts';

test('a query is described, fetched in batches and read again', async () => {
  const rows = Array.from({ length: 1000 }, (_, index) => [String(index), index % 3 === 0 ? null : `name ${index}`]);
  await using scene = await openScene(() => query([['ID', number], ['NAME', varchar(100)]], rows));
  const connection = await scene.connect();
  for (let time = 0; time < 3; time++) {
    const result = await connection.execute('select id, name from persons', [], { fetchArraySize: 64 });
    expect(result.metaData?.map(({ name, dbTypeName }) => [name, dbTypeName])).toEqual([['ID', 'NUMBER'], ['NAME', 'VARCHAR2']]);
    expect(result.rows).toEqual(rows.map(([id, name]) => [Number(id), name]));
  }
  expect(scene.engine.openCursors()).toBe(0);
  await connection.close();
});
