import type { IsolationLevel, Login, ResultColumn, ResultSink, SqlEngine, SqlRequest, SqlValue } from '../src/sqlserver/index.ts';
import { SqlServerError } from '../src/sqlserver/index.ts';

/** Answers a request: the place of an engine where the wire alone is tried. */
export type Answer = (request: SqlRequest, results: ResultSink, signal: AbortSignal) => Promise<void> | void;

export interface ScriptedEngine extends SqlEngine {
  /** In the order in which they came. */
  readonly requests: SqlRequest[];
  readonly logins: Login[];
  /** What the transaction manager was asked for. */
  readonly transactions: string[];
  /** Sessions that are open. */
  readonly sessions: { open: number };
}

/** Knows one account, `app` with the password `secret`, and the database `legacy`; tedious' first statements are not told. */
export function scriptedEngine(answer: Answer): ScriptedEngine {
  const [requests, logins, transactions]: [SqlRequest[], Login[], string[]] = [[], [], []];
  const sessions = { open: 0 };
  const connect: SqlEngine['connect'] = async (login) => {
    logins.push(login);
    if (login.identity === undefined && (login.user !== 'app' || login.password !== 'secret')) {
      throw new SqlServerError(18456, `Login failed for user '${login.user}'.`, { severity: 14 });
    }
    if (!['', 'legacy'].includes(login.database)) {
      const message = `Cannot open database "${login.database}" requested by the login. The login failed.`;
      throw new SqlServerError(4060, message, { severity: 11 });
    }
    sessions.open++;
    let isOpen = true;
    return {
      database: 'legacy',
      run: async (request, results, signal) => {
        if (request.text.startsWith('set ansi_nulls')) return;
        requests.push(request);
        await answer(request, results, signal);
      },
      begin: async (isolation: IsolationLevel | undefined, name) => {
        transactions.push(['begin', isolation, name].filter(Boolean).join(' '));
        return Buffer.from('0100000000000080', 'hex');
      },
      commit: async () => {
        transactions.push('commit');
      },
      rollback: async () => {
        transactions.push('rollback');
      },
      close: async () => {
        if (isOpen) sessions.open--;
        isOpen = false;
      },
    };
  };
  return { requests, logins, transactions, sessions, connect, close: async () => undefined };
}

/** One result with these rows. */
export async function tell(results: ResultSink, columns: readonly ResultColumn[], rows: readonly (readonly SqlValue[])[]): Promise<void> {
  results.columns(columns);
  for (const row of rows) await results.row(row);
  results.done(rows.length);
}

export const number: ResultColumn = { name: 'n', type: { name: 'int' }, nullable: false };
