import pg from 'pg';
import type { Written } from '../../writing/journal.ts';
import type { FollowedTable } from '../../writing/tables.ts';
import type { WriterSession } from '../engine.ts';
import { deleteSql, insertSql, keyChangeSql, updateSql } from './statements.ts';

export async function connectPostgres(connectionString: string): Promise<WriterSession> {
  const client = new pg.Client({ connectionString, application_name: 'so ho tich' });
  client.on('error', () => {}); // the query in work hears of it too
  await client.connect();
  const write = async (table: FollowedTable, sql: string, ...values: readonly unknown[]): Promise<readonly Written[]> => {
    const { rows } = await client.query<{ number: string; revision: string; wide_revision: string }>(sql, [...values]);
    return rows.map(({ number, revision, wide_revision }) => ({
      table: table.name,
      number: Number(number),
      revision: Number(revision),
      wideRevision: Number(wide_revision),
    }));
  };
  const say = async (words: string): Promise<void> => void (await client.query(words));
  return {
    say,
    savepoint: say,
    insert: (table, numbers) => write(table, insertSql(table), numbers),
    update: (table, from, to, withWide) => write(table, updateSql(table, withWide), from, to),
    changeKey: (table, from, to) => write(table, keyChangeSql(table), from, to),
    delete: async (table, numbers) => void (await write(table, deleteSql(table), numbers)),
    truncation: { commits: false, empty: (tables) => say(`truncate ${tables.map(({ name }) => name).join(', ')}`) },
    insertUnfollowed: async (count) =>
      void (await client.query("insert into nhat_ky (viec) select 'việc ' || i from generate_series(1, $1) i", [count])),
    isRefusal,
    close: () => client.end().catch(() => {}), // gone with its server
  };
}

function isRefusal(error: unknown): boolean {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  // Class 57 is a server that goes away; codes of Node have letters first.
  return typeof code === 'string' && /^[0-9]{2}[0-9A-Z]{3}$/.test(code) && !code.startsWith('57') && !code.startsWith('08');
}
