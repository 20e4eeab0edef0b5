import { type SqlEngine, SqlServerError, type SqlType } from '@lienthong/testbed/sqlserver';

export const password = 'đọc-số-1';

const text: SqlType = { name: 'nvarchar', length: 128, collation: 'SQL_Latin1_General_CP1_CI_AS' };
const number: SqlType = { name: 'int' };
const facts = [
  ['16.0.4175.1', text],
  ['Developer Edition (64-bit)', text],
  [3, number],
  [1, number],
  [0, number],
  ['6F9619FF-8B86-D011-B42D-00C04FC964FF', text],
  ['ho_tich', text],
] as const;

/** Knows who may log in, says what it is, and of everything else nothing: for what happens before the first statement that matters. */
export function scriptedEngine(): SqlEngine {
  return {
    connect: async (login) => {
      const isKnown = login.identity !== undefined || (login.user === 'lienthong' && login.password === password);
      if (!isKnown) throw new SqlServerError(18456, `Login failed for user '${login.user}'.`, { severity: 14 });
      return {
        database: 'ho_tich',
        run: async ({ text: sql }, results, signal) => {
          if (sql.includes('serverproperty')) {
            results.columns(facts.map(([, type]) => ({ name: '', type, nullable: true })));
            await results.row(facts.map(([value]) => value));
            results.done(1);
            return;
          }
          if (sql.includes('user_name')) await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
          results.done(0);
        },
        begin: () => Promise.resolve(Buffer.alloc(8, 1)),
        commit: () => Promise.resolve(),
        rollback: () => Promise.resolve(),
        close: () => Promise.resolve(),
      };
    },
    close: () => Promise.resolve(),
  };
}
