import { afterAll, beforeAll, expect, it } from 'vitest';
import { connectPostgres } from '../src/oracle/engine/postgres.ts';
import { type Client, type OracleFixture, oracleFixture } from './oracle-session.ts';

let fixture: OracleFixture;
let [a, b]: [Client, Client] = [undefined as never, undefined as never];
const signal = new AbortController().signal;

beforeAll(async () => {
  fixture = await oracleFixture();
  [a, b] = [await fixture.login(), await fixture.login()];
  await a.run('create table t (id number primary key, v number)');
});

afterAll(async () => {
  await fixture?.[Symbol.asyncDispose]();
});

async function refill(): Promise<void> {
  await a.run('rollback');
  await b.run('rollback');
  await a.run('delete from t');
  await a.run('insert into t select level, 0 from dual connect by level <= 2000');
  await a.run('commit');
}

it('keeps a cursor as its beginning was, over commits and rollbacks of everybody', async () => {
  await refill();
  const { cursor } = await a.run('select id, v from t order by id');
  await cursor?.fetch(10, signal);
  await b.run('update t set v = 1');
  await b.run('commit');
  await a.run('delete from t where id > 1000');
  await a.run('rollback');
  const rest = await cursor?.fetch(5000, signal);
  expect(rest?.length).toBe(1990);
  expect(rest?.every(([, v]) => v === '0')).toBe(true);
});

it('lets a serializable transaction see one moment, and refuses to overwrite what came later', async () => {
  await refill();
  await a.run('set transaction isolation level serializable');
  expect(await a.rows('select v from t where id = 1')).toEqual([['0']]);
  await b.run('update t set v = 5 where id = 1');
  await b.run('commit');
  expect(await a.rows('select v from t where id = 1')).toEqual([['0']]);
  expect(await a.refusal('update t set v = 6 where id = 1')).toBe(8177);
  await a.run('update t set v = 7 where id = 2');
  await a.run('commit');
  expect(await b.rows('select id, v from t where id <= 2 order by id')).toEqual([
    ['1', '5'],
    ['2', '7'],
  ]);
});

it('refuses changes in a read only transaction', async () => {
  await a.run('rollback');
  await a.run('set transaction read only');
  expect(await a.refusal('update t set v = 6 where id = 1')).toBe(1456);
  await a.run('commit');
});

it('rolls back to a savepoint, and knows no other', async () => {
  await refill();
  await a.run('update t set v = 1 where id = 1');
  await a.run('savepoint half');
  await a.run('update t set v = 2 where id = 1');
  await a.run('rollback to half');
  expect(await a.rows('select v from t where id = 1')).toEqual([['1']]);
  expect(await a.refusal('rollback to other')).toBe(1086);
  await a.run('commit');
});

it('finds a deadlock, and undoes the one statement alone', async () => {
  await refill();
  await a.run('update t set v = 1 where id = 1');
  await b.run('update t set v = 1 where id = 2');
  const waiting = [a, b].map(async (client, index) => ({
    client,
    number: await client.refusal('update t set v = 1 where id = :1', 2 - index),
  }));
  // The one that is refused still holds its first row, and the other waits for it.
  const victim = await Promise.race(waiting);
  expect(victim.number).toBe(60);
  expect(await victim.client.rows('select v from t where id <= 2 order by id')).toContainEqual(['1']);
  await victim.client.run('rollback');
  const numbers = (await Promise.all(waiting)).map(({ number }) => number);
  expect(numbers.filter((number) => number === undefined)).toHaveLength(1);
});

it('does not wait where it was told so', async () => {
  await refill();
  await a.run('update t set v = 1 where id = 1');
  expect(await b.refusal('select v from t where id = 1 for update nowait')).toBe(54);
  expect(await b.refusal('alter table t add extra number')).toBe(54);
  await a.run('commit');
});

it('ends a statement that is cancelled, and the session lives', async () => {
  await refill();
  await a.run('update t set v = 1 where id = 1');
  const abort = new AbortController();
  const waiting = b.session.execute({ text: 'update t set v = 2 where id = 1', binds: [[]], commit: false }, abort.signal);
  abort.abort();
  await expect(waiting).rejects.toThrow('ORA-01013');
  await a.run('commit');
  expect(await b.rows('select 1 from dual')).toEqual([['1']]);
});

it('commits before and after a definition', async () => {
  await refill();
  await a.run('update t set v = 9 where id = 1');
  await a.run('create table other (id number)');
  await a.run('rollback');
  expect(await b.rows('select v from t where id = 1')).toEqual([['9']]);
});

it('writes into the journal at once what changed, what undid it, and how it ended', async () => {
  await refill();
  const below = await connectPostgres(fixture.engine.connectionString);
  const kinds = async (): Promise<readonly string[]> =>
    (
      await below.query(
        "select kind || case when is_rollback then ' undone' else '' end from redo.records where tx = (select max(tx) from redo.records) order by seq",
      )
    ).rows.map(([kind]) => kind ?? '');
  await a.run('update t set v = 1 where id = 1');
  expect(await kinds()).toEqual(['start', 'update']);
  expect(await a.rows('select count(*) from v$transaction')).toEqual([['1']]);
  await a.run('savepoint half');
  await a.run('insert into t values (5000, 1)');
  await a.run('delete from t where id = 2');
  await a.run('rollback to half');
  await a.run('commit');
  expect(await kinds()).toEqual(['start', 'update', 'insert', 'delete', 'insert undone', 'delete undone', 'commit']);
  await a.run('update t set v = 3 where id = 1');
  await a.run('rollback');
  expect(await kinds()).toEqual(['start', 'update', 'update undone', 'rollback']);
  const { rows } = await below.query(
    "select before->>'c2', after->>'c2' from redo.records where kind = 'update' and not is_rollback order by seq desc limit 1",
  );
  expect(rows).toEqual([['1', '3']]);
  await below.close();
});

it('gives SCNs in the order in which commits are seen', async () => {
  await refill();
  const scns: number[] = [];
  for (let round = 0; round < 20; round++) {
    const [client, other] = round % 2 === 0 ? [a, b] : [b, a];
    await client.run('update t set v = v + 1 where id = :1', round + 1);
    await client.run('commit');
    const [row] = await other.rows('select ora_rowscn, dbms_flashback.get_system_change_number from t where id = :1', round + 1);
    scns.push(Number(row?.[0]), Number(row?.[1]));
  }
  expect(scns).toEqual([...scns].sort((x, y) => x - y));
  expect(new Set(scns).size).toBe(scns.length);
});
