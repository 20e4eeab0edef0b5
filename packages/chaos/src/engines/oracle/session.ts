import type { Written } from '../../writing/journal.ts';
import type { FollowedTable } from '../../writing/tables.ts';
import type { SavepointWord, WriterSession } from '../engine.ts';
import { type Login, openClient } from './client.ts';
import { deleteSql, insertSql, quote, statesSql, updateSql } from './statements.ts';

/** Rows are locked first, then `reserve` gives so many revisions that nobody else gets (the first of them), so they grow in the order of commits. */
export async function connectOracle(login: Login, reserve: (count: number) => number): Promise<WriterSession> {
  const { ask, commit, rollback, close } = await openClient(login);
  const run = async (text: string): Promise<void> => void (await ask(text));
  const states = async (table: FollowedTable, where: string): Promise<readonly Written[]> => {
    const rows = await ask<[number: number, revision: number, wideRevision: number]>(statesSql(table, where));
    return rows.map(([number, revision, wideRevision]) => ({ table: table.name, number, revision, wideRevision }));
  };
  const lock = (table: FollowedTable, where: string): Promise<readonly Written[]> => states(table, `${where} for update wait 1`);
  return {
    async say(word) {
      // A transaction begins by its first change.
      if (word === 'commit') await commit();
      if (word === 'rollback') await rollback();
    },
    async savepoint(word) {
      const text = savepointWords[word];
      if (text !== undefined) await run(text);
    },
    async insert(table, numbers) {
      const revision = reserve(numbers.length);
      const rows = numbers.map((number, index) => ({ number, revision: revision + index }));
      for (let from = 0; from < rows.length; from += rowsPerInsert) await run(insertSql(table, rows.slice(from, from + rowsPerInsert)));
      return states(table, `"revision" between ${revision} and ${revision + numbers.length - 1}`);
    },
    async update(table, from, to, withWide) {
      const locked = await lock(table, `${quote(table.number)} between ${from} and ${to}`);
      if (locked.length === 0) return [];
      const revision = reserve(to - from + 1) - from;
      const written = locked.map((row) => {
        const now = revision + row.number;
        return { ...row, revision: now, wideRevision: withWide ? now : row.wideRevision };
      });
      for (const row of written) await run(updateSql(table, row, { withWide }));
      return written;
    },
    async changeKey(table, from, to) {
      const locked = await lock(table, `${quote(table.number)} in (${from}, ${to})`);
      const row = locked.find(({ number }) => number === from);
      if (row === undefined || locked.some(({ number }) => number === to)) return [];
      const revision = reserve(1);
      await run(updateSql(table, { number: from, revision }, { withWide: false, to }));
      return [{ ...row, number: to, revision }];
    },
    delete: (table, numbers) => run(deleteSql(table, numbers)),
    insertUnfollowed: (count) =>
      run(
        `insert into nhat_ky (viec) ${Array.from({ length: count }, (_, index) => `select N'việc ${index + 1}' from dual`).join(' union all ')}`,
      ),
    isRefusal,
    close,
  };
}

/** The engine takes its time with long statements. */
const rowsPerInsert = 20;

const savepointWords: Readonly<Record<SavepointWord, string | undefined>> = {
  'savepoint some': 'savepoint some',
  'rollback to savepoint some': 'rollback to savepoint some',
  // It knows no such thing: a savepoint ends with its transaction.
  'release savepoint some': undefined,
};

/** An error of the server's own that leaves the session standing: a deadlock, a lock that was waited for in vain, a key that is taken. */
function isRefusal(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'errorNum' in error && refusals.has(Number(error.errorNum));
}

const refusals = new Set([1, 54, 60, 30_006]);
