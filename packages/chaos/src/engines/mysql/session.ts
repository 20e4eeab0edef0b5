import { type ConnectionOptions, createConnection, type RowDataPacket } from 'mysql2/promise';
import type { Written } from '../../writing/journal.ts';
import type { FollowedTable } from '../../writing/tables.ts';
import type { WriterSession } from '../engine.ts';
import { deleteSql, insertSql, keyChangeSql, statesSql, updateSql } from './statements.ts';

interface State extends RowDataPacket {
  readonly number: number;
  readonly revision: number;
  readonly wide: number;
}

/**
 * MySQL has neither sequences nor RETURNING: rows are locked first, then `reserve` gives so many revisions that nobody else gets
 * (the first of them), so they grow in the order of commits.
 */
export async function connectMysql(options: ConnectionOptions, reserve: (count: number) => number): Promise<WriterSession> {
  const connection = await createConnection(options);
  connection.on('error', () => {}); // the statement in work hears of it too
  for (const statement of settings) await connection.query(statement);
  const states = async (table: FollowedTable, where: string, values: readonly unknown[]): Promise<readonly Written[]> => {
    const [rows] = await connection.query<State[]>(statesSql(table, where), [...values]);
    return rows.map(({ number, revision, wide }) => ({ table: table.name, number, revision, wideRevision: wide }));
  };
  const run = async (sql: string, values: readonly unknown[] = []): Promise<void> => void (await connection.query(sql, [...values]));
  const change = async (table: FollowedTable, sql: string, values: readonly unknown[]): Promise<void> => {
    // Not in the log with `noblob`: a value of text that did not change. Then the row has to be read again.
    await run(`set binlog_row_image = '${table.identity === 'full' ? 'FULL' : 'NOBLOB'}'`);
    await run(sql, values);
  };
  return {
    say: run,
    savepoint: run,
    async insert(table, numbers) {
      // Reading first keeps truncations away until we commit: revisions that are reserved before one would come after it.
      await run(statesSql(table, `${table.number} = ?`), [numbers[0]]);
      const revision = reserve(numbers.length);
      const wanted = numbers.map((number, index) => [number, revision + index]);
      await change(table, insertSql(table), [JSON.stringify(wanted)]);
      const ours = `${table.number} in (?) and revision between ? and ?`;
      return states(table, ours, [numbers, revision, revision + numbers.length - 1]);
    },
    async update(table, from, to, withWide) {
      const locked = await states(table, `${table.number} between ? and ? for update`, [from, to]);
      if (locked.length === 0) return [];
      const revision = reserve(to - from + 1) - from;
      await change(table, updateSql(table, withWide), [revision, locked.map(({ number }) => number)]);
      return locked.map((row) => {
        const now = revision + row.number;
        return { ...row, revision: now, wideRevision: withWide ? now : row.wideRevision };
      });
    },
    async changeKey(table, from, to) {
      const locked = await states(table, `${table.number} in (?) for update`, [[from, to]]);
      const row = locked.find(({ number }) => number === from);
      if (row === undefined || locked.some(({ number }) => number === to)) return [];
      const revision = reserve(1);
      await change(table, keyChangeSql(table), [...table.key.map(() => to), revision, from]);
      return [{ ...row, number: to, revision }];
    },
    delete: (table, numbers) => change(table, deleteSql(table), [numbers]),
    truncation: {
      commits: true,
      async empty(tables) {
        for (const { name } of tables) await run(`truncate ${name}`);
        await run('begin');
      },
    },
    insertUnfollowed: (count) =>
      run("insert into nhat_ky (viec) select concat('việc ', n) from json_table(?, '$[*]' columns (n bigint path '$')) wanted", [
        JSON.stringify(Array.from({ length: count }, (_, index) => index + 1)),
      ]),
    isRefusal,
    // It may be gone with its server: nothing is said to it any more.
    close: async () => connection.destroy(),
  };
}

const settings = [
  'set session transaction isolation level read committed',
  'set innodb_lock_wait_timeout = 1',
  'set lock_wait_timeout = 1',
];

const goesAway = new Set([1053, 1927, 3169, 4031]);

function isRefusal(error: unknown): boolean {
  const errno = typeof error === 'object' && error !== null && 'errno' in error ? error.errno : undefined;
  // Numbers of the system are negative, those of the server begin at 1000.
  return typeof errno === 'number' && errno >= 1000 && !goesAway.has(errno);
}
