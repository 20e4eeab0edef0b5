import { expect, test } from 'vitest';
import { createConnector, type DatasetOptions, listDeadLetters, retryDeadLetters, showDeadLetter } from '../src/index.ts';
import { never } from './connect.ts';
import { citizens, dataset, fillPersons } from './persons.ts';
import { sourceServer } from './source-server.ts';
import { platformRows, sourceRows, type World } from './world.ts';

const newWorld = sourceServer();
const marked: DatasetOptions = { ...citizens, stateSecret: { column: 'do_mat', open: ['', 'Thường', null] } };

/** A table of `rows` persons with a mark; those in `secret` bear one. */
async function markedWorld(rows: number, secret: readonly number[]): Promise<World> {
  const world = await newWorld(0);
  await world.source.query('alter table cong_dan add do_mat text');
  await world.source.query(fillPersons('cong_dan', 1, rows));
  await world.source.query(`update cong_dan set do_mat = case id % 3 when 0 then null when 1 then '' else ' Thường ' end`);
  await world.source.query(`update cong_dan set do_mat = 'Mật', ho_ten = 'canary ' || id where id = any($1)`, [secret]);
  return world;
}

const run = (world: World, options: DatasetOptions = marked) => createConnector(world.options([options])).run(never, { once: true });
const publish = async (world: World, sql: string): Promise<void> => {
  await world.source.query(sql);
  await run(world);
};

async function expectOnlyOpen(world: World, secret: readonly number[]): Promise<void> {
  const open = (await sourceRows(world, 'cong_dan')).filter((row) => !secret.includes(Number(row.split('|')[0])));
  expect(await platformRows(world, dataset)).toEqual(open);
}

/** Everything that the platform has stored, as text. */
async function platformText(world: World): Promise<string> {
  const tables = await world.receiver.query<{ name: string }>(
    `select quote_ident(schemaname) || '.' || quote_ident(tablename) as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema')`,
  );
  const texts = await Promise.all(
    tables.rows.map(async ({ name }) => (await world.receiver.query<{ text: string }>(`select t::text as text from ${name} t`)).rows),
  );
  return texts
    .flat()
    .map(({ text }) => text)
    .join('\n');
}

test('a row with a mark stays: it leaves nothing but a dead letter without content', async () => {
  await using world = await markedWorld(200, [7, 8]);
  const summary = await run(world);
  expect(summary.datasets[0]?.rejected).toBe(2);
  await expectOnlyOpen(world, [7, 8]);
  const letters = listDeadLetters(world.state);
  expect(letters).toMatchObject([
    { op: 'r', code: 'state-secret', pointer: '', status: 'waiting' },
    { op: 'r', code: 'state-secret', pointer: '', status: 'waiting' },
  ]);
  expect(showDeadLetter(world.state, letters[0]?.id ?? 0, { values: true })).toMatchObject({ columns: [], values: { line: null } });
  expect(await platformText(world)).not.toContain('canary');
  const retried = await retryDeadLetters(world.options([marked]), 'all', never);
  expect(retried).toMatchObject({ published: [], refused: [{ code: 'state-secret' }, { code: 'state-secret' }] });
});

test('a row that becomes secret disappears from the platform, and comes back when it is open again', async () => {
  await using world = await markedWorld(50, []);
  await run(world);
  await expectOnlyOpen(world, []);
  await publish(world, `update cong_dan set do_mat = 'Tối mật', ho_ten = 'canary' where id = 5`);
  await expectOnlyOpen(world, [5]);
  // Still secret, by a mark that nobody knows.
  await publish(world, `update cong_dan set do_mat = 'A1' where id = 5`);
  await expectOnlyOpen(world, [5]);
  expect(listDeadLetters(world.state)).toMatchObject([{ op: 'u', code: 'state-secret' }]);
  expect(await platformText(world)).not.toContain('canary');
  await publish(world, `update cong_dan set do_mat = null, ho_ten = 'Lê Thị Mở' where id = 5`);
  await expectOnlyOpen(world, []);
  expect(listDeadLetters(world.state)).toEqual([]);
  await publish(world, `update cong_dan set do_mat = 'Mật' where id = 5`);
  await expectOnlyOpen(world, [5]);
});

test('of a row that was made secret and is deleted again the platform never hears', async () => {
  await using world = await markedWorld(10, []);
  await run(world);
  const before = await platformText(world);
  await publish(world, `insert into cong_dan (id, ho_ten, do_mat) values (770077, 'canary', 'Mật')`);
  await publish(world, `update cong_dan set thu_nhap = 1 where id = 770077`);
  await publish(world, `update cong_dan set id = 770078 where id = 770077`);
  await expectOnlyOpen(world, [770078]);
  await publish(world, 'delete from cong_dan where id = 770078');
  await expectOnlyOpen(world, []);
  expect(before).not.toContain('770077');
  expect(await platformText(world)).not.toMatch(/canary|770077/);
  expect(listDeadLetters(world.state)).toEqual([]);
});

test('a row that was refused while it was open is deleted when it becomes secret, although a person published it in between', async () => {
  await using world = await markedWorld(10, []);
  await run(world);
  await publish(world, `update cong_dan set do_mat = 'Mật' where id = 3`);
  await publish(world, `update cong_dan set do_mat = '', ho_ten = null where id = 3`);
  await expectOnlyOpen(world, [3]);
  const relaxed = {
    ...marked,
    mapping: { properties: { ...citizens.mapping.properties, name: { column: 'ho_ten', default: 'không rõ' } } },
  };
  expect((await retryDeadLetters(world.options([relaxed]), 'all', never)).published).toHaveLength(1);
  await run(world, relaxed);
  expect(await platformRows(world, dataset)).toHaveLength(10);
  await world.source.query(`update cong_dan set do_mat = 'Mật' where id = 3`);
  await run(world, relaxed);
  await expectOnlyOpen(world, [3]);
});

test('a dead letter of before anybody named the mark is not published by it, and is judged in the new epoch', async () => {
  await using world = await markedWorld(10, []);
  await world.source.query(`update cong_dan set do_mat = 'Mật', ho_ten = repeat('x', 61) where id = 4`);
  // Without the option nobody looks at the mark, and the row is refused for its length.
  await run(world, citizens);
  expect(listDeadLetters(world.state)).toMatchObject([{ code: 'too-long' }]);
  const shortened = { properties: { ...citizens.mapping.properties, name: { column: 'ho_ten', lookup: {}, otherwise: 'x' } } };
  const mended = { ...marked, mapping: shortened };
  await expect(retryDeadLetters(world.options([mended]), 'all', never)).rejects.toMatchObject({ code: 'OPTIONS_INVALID' });
  await run(world, mended);
  expect(listDeadLetters(world.state)).toMatchObject([{ op: 'r', code: 'state-secret' }]);
  expect(await platformRows(world, dataset)).toHaveLength(9);
});

test('what was published before anybody named the mark is judged again in a new epoch', async () => {
  await using world = await markedWorld(30, [2, 3]);
  await run(world, citizens);
  expect(await platformRows(world, dataset)).toHaveLength(30);
  await run(world);
  await expectOnlyOpen(world, [2, 3]);
  await run(world, { ...marked, stateSecret: { column: 'do_mat', open: ['', 'Thường', null, 'Nội bộ'] } });
  await expectOnlyOpen(world, [2, 3]);
});

test('by a watermark, too, a row that becomes secret disappears', async () => {
  await using world = await markedWorld(40, [9]);
  const incremental: DatasetOptions = { ...marked, read: { kind: 'incremental', watermark: 'cap_nhat_luc', settleSeconds: 0 } };
  await run(world, incremental);
  await expectOnlyOpen(world, [9]);
  await world.source.query(`update cong_dan set do_mat = 'Mật', cap_nhat_luc = now() where id = 12`);
  await world.source.query(`update cong_dan set do_mat = '', cap_nhat_luc = now() where id = 9`);
  await run(world, incremental);
  await expectOnlyOpen(world, [12]);
});

test('a mark of a column that is not there stops the dataset before it is read', async () => {
  await using world = await newWorld(5);
  await expect(run(world)).rejects.toMatchObject({ code: 'MAPPING_INVALID', message: expect.stringContaining('no column do_mat') });
  expect(await platformRows(world, dataset)).toEqual([]);
});
