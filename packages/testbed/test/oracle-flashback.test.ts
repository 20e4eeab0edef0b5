import { startPostgres } from '@lienthong/embedded-postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PastTable } from '../src/oracle/engine/extensions.ts';
import { flashbackRoom } from '../src/oracle/engine/flashback/room.ts';
import type { OracleType } from '../src/oracle/index.ts';
import { type Journal, openJournal } from './oracle-journal.ts';

const number: OracleType = { name: 'number', precision: 0, scale: -127 };
const text: OracleType = { name: 'varchar2', length: 4000 };

let server: Awaited<ReturnType<typeof startPostgres>>;

beforeAll(async () => {
  server = await startPostgres({ settings: { max_connections: '60' } });
}, 60_000);

afterAll(async () => {
  await server.stop();
});

const open = (): Promise<Journal> => openJournal(server.connectionString);

async function rowsAt(journal: Journal, table: PastTable, at: { readonly scn: string } | { readonly moment: string }): Promise<string> {
  const { rows } = await journal.postgres.query(`select c1, c2 from (${flashbackRoom.flashback?.asOf(table, at) ?? ''}) p order by c1`);
  return rows.map((row) => row.join(' ')).join(', ');
}

async function versions(journal: Journal, table: PastTable, from: string | undefined, to: string | undefined): Promise<readonly string[]> {
  const { rows } = await journal.postgres.query(
    `select v_operation, c1, c2, v_startscn, v_endscn from (${flashbackRoom.flashback?.versions(table, 'scn', from, to) ?? ''}) v order by c1, v_startscn nulls first`,
  );
  return rows.map(([operation, id, value, start, end]) => `${operation ?? '-'} ${id} ${value} ${start ?? '-'} ${end ?? '-'}`);
}

/** One transaction; gives the SCN of its commit. */
async function write(journal: Journal, ...statements: readonly string[]): Promise<string> {
  const transaction = await journal.begin();
  for (const statement of statements) await transaction.run(statement);
  return transaction.commit();
}

describe('a query as of an SCN', () => {
  test('sees what was committed then, and nothing of what is open', async () => {
    await using journal = await open();
    const table = await journal.table('T', { ID: number, V: text });
    const name = `data.t${table.objectId}`;
    const long = await journal.begin();
    await long.run(`insert into ${name} (c1, c2) values (9, 'long')`);
    const first = await write(journal, `insert into ${name} (c1, c2) values (1, 'a'), (2, 'b')`);
    const second = await write(
      journal,
      `update ${name} set c2 = 'A' where c1 = 1`,
      `update ${name} set c2 = 'AA' where c1 = 1`,
      `delete from ${name} where c1 = 2`,
    );
    const third = await long.commit();
    const open2 = await journal.begin();
    await open2.run(`update ${name} set c2 = 'open'`);
    const undone = await journal.begin();
    await undone.run(`insert into ${name} (c1, c2) values (7, 'undone')`);
    await undone.rollback();
    expect(await rowsAt(journal, table, { scn: String(BigInt(first) - 1n) })).toBe('');
    expect(await rowsAt(journal, table, { scn: first })).toBe('1 a, 2 b');
    expect(await rowsAt(journal, table, { scn: second })).toBe('1 AA');
    expect(await rowsAt(journal, table, { scn: third })).toBe('1 AA, 9 long');
    expect(await rowsAt(journal, table, { moment: 'ora.now()' })).toBe('1 AA, 9 long');
    const { rows } = await journal.postgres.query(
      `select tx from (${flashbackRoom.flashback?.asOf(table, { scn: first }) ?? ''}) p where c1 = 1`,
    );
    expect(rows).toEqual([[String(Number(long.id) + 1)]]);
    await open2.rollback();
  });

  test('refuses what lies ahead, behind the undo, and behind the definition', async () => {
    await using journal = await open();
    const table = await journal.table('T', { ID: number, V: text });
    const scn = await write(journal, `insert into data.t${table.objectId} (c1, c2) values (1, 'a')`);
    await expect(rowsAt(journal, table, { scn: '99999999' })).rejects.toThrow('8181|');
    await expect(rowsAt(journal, table, { moment: 'ora.now() + 60' })).rejects.toThrow('8180|');
    await expect(rowsAt(journal, table, { scn: String(table.definedAtScn - 1) })).rejects.toThrow('1466|');
    await journal.logs.expireUndo();
    await expect(rowsAt(journal, table, { scn })).rejects.toThrow('1555|');
    await expect(versions(journal, table, scn, undefined)).rejects.toThrow('30052|');
    expect(await rowsAt(journal, table, { scn: await journal.scn() })).toBe('1 a');
  });
});

describe('a query of versions', () => {
  test('shows each committed version once, and of each row the one before', async () => {
    await using journal = await open();
    const table = await journal.table('T', { ID: number, V: text });
    const name = `data.t${table.objectId}`;
    const before = await write(journal, `insert into ${name} (c1, c2) values (1, 'a'), (2, 'b'), (3, 'c')`);
    const low = String(BigInt(before) + 1n);
    const one = await write(
      journal,
      `update ${name} set c2 = 'x' where c1 = 1`,
      `update ${name} set c2 = 'a1' where c1 = 1`,
      `insert into ${name} (c1, c2) values (4, 'd')`,
    );
    const two = await write(
      journal,
      `update ${name} set c2 = 'd2' where c1 = 4`,
      `delete from ${name} where c1 = 2`,
      `insert into ${name} (c1, c2) values (5, 'e')`,
      `delete from ${name} where c1 = 5`,
    );
    const three = await write(journal, `delete from ${name} where c1 = 1`);
    expect(await versions(journal, table, low, undefined)).toEqual([
      `- 1 a - ${one}`,
      `U 1 a1 ${one} ${three}`,
      `D 1 a1 ${three} -`,
      `- 2 b - ${two}`,
      `D 2 b ${two} -`,
      '- 3 c - -',
      `I 4 d ${one} ${two}`,
      `U 4 d2 ${two} -`,
    ]);
    expect(await versions(journal, table, low, one)).toEqual([
      `- 1 a - ${one}`,
      `U 1 a1 ${one} -`,
      '- 2 b - -',
      '- 3 c - -',
      `I 4 d ${one} -`,
    ]);
    const all = await versions(journal, table, undefined, undefined);
    expect(all.filter((version) => version.startsWith('I'))).toEqual([
      `I 1 a ${before} ${one}`,
      `I 2 b ${before} ${two}`,
      `I 3 c ${before} -`,
      `I 4 d ${one} ${two}`,
    ]);
  });

  test('leaves out what a savepoint or a rollback took back', async () => {
    await using journal = await open();
    const table = await journal.table('T', { ID: number, V: text });
    const name = `data.t${table.objectId}`;
    const transaction = await journal.begin();
    await transaction.run(`insert into ${name} (c1, c2) values (1, 'a')`);
    await transaction.run(`update ${name} set c2 = 'b'`);
    await transaction.rollbackTo(1);
    const scn = await transaction.commit();
    const gone = await journal.begin();
    await gone.run(`delete from ${name}`);
    await gone.rollback();
    expect(await versions(journal, table, undefined, undefined)).toEqual([`I 1 a ${scn} -`]);
  });
});
