import type { Written } from '../../writing/journal.ts';
import type { FollowedTable } from '../../writing/tables.ts';
import type { SavepointWord, TransactionWord, WriterSession } from '../engine.ts';
import { type Login, openClient } from './client.ts';
import { deleteSql, insertSql, lockSql, statesSql, updateSql } from './statements.ts';

/** Rows are locked first, then `reserve` gives so many revisions that nobody else gets (the first of them), so they grow in the order of commits. */
export async function connectSqlserver(login: Login, reserve: (count: number) => number): Promise<WriterSession> {
  const { ask, close } = await openClient(login);
  const run = async (text: string): Promise<void> => void (await ask(text));
  const states = async (table: FollowedTable, where: string): Promise<readonly Written[]> => {
    const rows = await ask<[number: string, revision: string, wide: string]>(statesSql(table, where));
    return rows.map(([number, revision, wide]) => ({
      ...{ table: table.name, number: Number(number) },
      ...{ revision: Number(revision), wideRevision: Number(wide) },
    }));
  };
  const lock = async (table: FollowedTable, where: string): Promise<readonly Written[]> => {
    await run(lockSql(table, where));
    return states(table, where);
  };
  await run('set lock_timeout 1000');
  return {
    // A deadlock has rolled back already.
    say: (word) =>
      run(words[word]).catch((error: unknown) => (word === 'rollback' && numberOf(error) === 3903 ? undefined : Promise.reject(error))),
    savepoint: (word) => run(savepointWords[word]),
    async insert(table, numbers) {
      const revision = reserve(numbers.length);
      const rows = numbers.map((number, index) => ({ number, revision: revision + index }));
      for (let from = 0; from < rows.length; from += rowsPerInsert) await run(insertSql(table, rows.slice(from, from + rowsPerInsert)));
      return states(table, `revision between ${revision} and ${revision + numbers.length - 1}`);
    },
    async update(table, from, to, withWide) {
      const locked = await lock(table, `${table.number} between ${from} and ${to}`);
      if (locked.length === 0) return [];
      const revision = reserve(to - from + 1) - from;
      const written = locked.map((row) => {
        const now = revision + row.number;
        return { ...row, revision: now, wideRevision: withWide ? now : row.wideRevision };
      });
      await run(written.map((row) => updateSql(table, row, { withWide })).join('\n'));
      return written;
    },
    async changeKey(table, from, to) {
      const locked = await lock(table, `${table.number} in (${from}, ${to})`);
      const row = locked.find(({ number }) => number === from);
      if (row === undefined || locked.some(({ number }) => number === to)) return [];
      const revision = reserve(1);
      await run(updateSql(table, { number: from, revision }, { withWide: false, to }));
      return [{ ...row, number: to, revision }];
    },
    delete: (table, numbers) => run(deleteSql(table, numbers)),
    insertUnfollowed: (count) =>
      run(`insert into nhat_ky (viec) values ${Array.from({ length: count }, (_, index) => `(N'việc ${index + 1}')`).join(', ')}`),
    isRefusal: (error) => numberOf(error) !== undefined,
    close,
  };
}

const rowsPerInsert = 50;

const words: Readonly<Record<TransactionWord, string>> = {
  begin: 'begin transaction',
  commit: 'commit transaction',
  rollback: 'rollback transaction',
};

const savepointWords: Readonly<Record<SavepointWord, string>> = {
  'savepoint some': 'save transaction some',
  'rollback to savepoint some': 'rollback transaction some',
  // It knows no such thing: a savepoint ends with its transaction.
  'release savepoint some': 'print 1',
};

/** Of an error of the server's own that leaves the session standing; a connection that is gone has a code and no number. */
function numberOf(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const { number, class: severity } = error as { readonly number?: unknown; readonly class?: unknown };
  return typeof number === 'number' && typeof severity === 'number' && severity < 20 ? number : undefined;
}
