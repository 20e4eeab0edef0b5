import { type Login, SqlServerError, type SqlSession } from '../engine.ts';
import type { Facts, Variable } from './binding/context.ts';
import type { Database } from './catalog/model.ts';
import { contextOf } from './context.ts';
import { quote } from './definitions/quote.ts';
import { translateError } from './errors.ts';
import type { Postgres } from './postgres.ts';
import type { Run, ServerControl, SessionState } from './run/session-state.ts';
import { runStatement } from './run/statements.ts';
import { transactionsOver } from './run/transactions.ts';
import { parseBatch } from './syntax/statements.ts';
import { encode } from './types/values.ts';

export interface SessionParts {
  readonly postgres: Postgres;
  readonly server: ServerControl;
  readonly login: Login;
  readonly database: Database;
  readonly facts: Pick<Facts, 'version' | 'edition' | 'engineEdition' | 'serverName' | 'utcOffset' | 'major' | 'features'>;
  /** Of the login, or of the identity that the wire vouches for. */
  readonly loginName: string;
  readonly isAdministrator: boolean;
  /** Throws when a fault wants this statement to fail. */
  readonly faultOf: (text: string) => SqlServerError | undefined;
  cancel(processId: number): Promise<void>;
  closed(): Promise<void>;
}

/** Permissions that are asked of objects; all others are asked by HAS_PERMS_BY_NAME alone. */
const permissions = ['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'ALTER', 'VIEW CHANGE TRACKING'];

export function openSession(parts: SessionParts): SqlSession {
  const { postgres, server } = parts;
  const transactions = transactionsOver(postgres);
  const state: SessionState = {
    database: parts.database,
    isolation: 'read committed',
    noCount: false,
    xactAbort: false,
    rowCount: 0,
    identity: null,
    identityInsert: undefined,
  };
  let rights: { readonly of: Database; readonly user: string; readonly set: ReadonlySet<string> | undefined } | undefined;
  let isOpen = true;

  /** Definitions and rights as they are now. */
  const refreshed = async (): Promise<ReadonlyMap<string, Database>> => {
    const databases = await server.refresh();
    state.database = databases.get(state.database.name.toLowerCase()) ?? state.database;
    if (rights?.of !== state.database) rights = { of: state.database, ...(await rightsIn(postgres, state.database, parts)) };
    return databases;
  };

  const runOf = (
    databases: ReadonlyMap<string, Database>,
    variables: Map<string, Variable>,
    sink: Run['sink'],
    signal: AbortSignal,
  ): Run => {
    const run: Run = {
      state,
      transactions,
      variables,
      sink,
      signal,
      server,
      context: () =>
        contextOf({
          database: state.database,
          databases,
          variables,
          rights: rights?.set,
          facts: {
            ...parts.facts,
            spid: parts.login.spid,
            login: parts.loginName,
            user: rights?.user ?? 'guest',
            transactionCount: transactions.count,
            rowCount: state.rowCount,
            identity: state.identity,
          },
        }),
      sql: (text) => transactions.query(text),
      statement: (statement) => runStatement(run, statement),
      batch: async (text) => {
        const own = new Map<string, Variable>();
        for (const statement of parseBatch(text)) await runOf(await refreshed(), own, sink, signal).statement(statement);
      },
    };
    return run;
  };

  /** A deadlock and an update conflict end the whole transaction, as does every error under XACT_ABORT. */
  const afterError = async (error: Error): Promise<void> => {
    if (transactions.count === 0) return;
    const ends = error instanceof SqlServerError && (error.number === 1205 || error.number === 3960 || state.xactAbort);
    if (ends) await transactions.rollback(undefined);
  };

  return {
    get database() {
      return state.database.name;
    },
    get transaction() {
      return transactions.descriptor;
    },
    run: async ({ text, parameters }, sink, signal) => {
      signal.throwIfAborted();
      let stopping: NodeJS.Timeout | undefined;
      // Again and again: a cancel that comes between two statements is lost.
      const stop = (): void => {
        void parts.cancel(postgres.processId).catch(() => undefined);
        stopping = setTimeout(stop, 50);
      };
      signal.addEventListener('abort', stop, { once: true });
      let line = 1;
      try {
        const fault = parts.faultOf(text);
        if (fault !== undefined) throw fault;
        const statements = parseBatch(text);
        const variables = new Map<string, Variable>(
          parameters.map(({ name, type, value }) => [name.toLowerCase(), { type, text: value === null ? null : encode(value, type) }]),
        );
        for (const statement of statements) {
          line = statement.line;
          signal.throwIfAborted();
          const run = runOf(await refreshed(), variables, sink, signal);
          signal.throwIfAborted();
          await run.statement(statement);
        }
      } catch (error) {
        const told = signal.aborted ? reasonOf(signal) : translateError(error, state.database, line);
        await afterError(told);
        throw told;
      } finally {
        signal.removeEventListener('abort', stop);
        clearTimeout(stopping);
      }
    },
    begin: async (isolation) => {
      if (isolation !== undefined) state.isolation = isolation;
      return transactions.begin(state.isolation);
    },
    commit: () => transactions.commit(),
    rollback: async () => {
      await transactions.rollback(undefined);
      server.definitionsChanged();
    },
    close: async () => {
      if (!isOpen) return;
      isOpen = false;
      await postgres.close();
      await parts.closed();
    },
  };
}

function reasonOf(signal: AbortSignal): Error {
  return signal.reason instanceof Error ? signal.reason : new Error('The request was cancelled.');
}

/** Who the login is in a database, and what he may there. Refuses with 916 who is nobody. */
async function rightsIn(
  postgres: Postgres,
  database: Database,
  { isAdministrator, loginName }: SessionParts,
): Promise<{ readonly user: string; readonly set: ReadonlySet<string> | undefined }> {
  if (isAdministrator) return { user: 'dbo', set: undefined };
  const { rows } = await postgres.query(
    `select name from cat.principals where database_id = ${database.id} and lower(login) = lower(${quote(loginName)})`,
  );
  const user = rows[0]?.[0] ?? (database.id <= 4 ? 'guest' : undefined);
  if (user === undefined)
    throw new SqlServerError(
      916,
      `The server principal "${loginName}" is not able to access the database "${database.name}" under the current security context.`,
      { severity: 14 },
    );
  const asked =
    await postgres.query(`select p.name || ' ' || o.object_id from cat.objects o cross join unnest(array[${permissions.map(quote).join(', ')}]) p (name)
    where o.database_id = ${database.id} and o.type in ('U', 'V') and tsql.may(${database.id}, ${quote(user)}, p.name, o.object_id)`);
  return { user, set: new Set(asked.rows.map(([right]) => right ?? '')) };
}
