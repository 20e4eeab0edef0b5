import oracledb from 'oracledb';
import {
  type Cursor,
  type Execution,
  type Login,
  type OracleEngine,
  OracleError,
  type OracleOptions,
  type OracleRequest,
  type OracleSession,
  type OracleType,
  type OracleValue,
  type OracleWire,
  type ResultColumn,
  startOracle,
} from '../src/oracle/index.ts';

/** What a statement gives: rows of a query, or an execution. */
export type Answer = QueryAnswer | Partial<Execution>;

export interface QueryAnswer {
  readonly columns: readonly ResultColumn[];
  readonly rows: readonly (readonly OracleValue[])[];
}

/** An engine whose answers stand in the test, with what it was asked. */
export interface ScriptedEngine extends OracleEngine {
  readonly requests: OracleRequest[];
  readonly logins: Login[];
  /** Cursors that are open. */
  openCursors(): number;
  openSessions(): number;
}

export type Script = (request: OracleRequest, signal: AbortSignal, session: ScriptedSession) => Answer | Promise<Answer>;

export interface ScriptedSession extends OracleSession {
  inTransaction: boolean;
  currentSchema: string;
  timeZone: string | undefined;
}

function scriptedEngine(script: Script, { version = '19.0.0.0.0' }: { readonly version?: string } = {}): ScriptedEngine {
  const requests: OracleRequest[] = [];
  const logins: Login[] = [];
  let cursors = 0;
  let sessions = 0;
  const open = ({ columns, rows }: QueryAnswer): Cursor => {
    let at = 0;
    let isOpen = true;
    cursors++;
    return {
      columns,
      fetch: async (count) => {
        const part = rows.slice(at, at + count);
        at += part.length;
        return part;
      },
      close: async () => {
        if (isOpen) cursors--;
        isOpen = false;
      },
    };
  };
  return {
    requests,
    logins,
    openCursors: () => cursors,
    openSessions: () => sessions,
    database: { version, characterSet: 'AL32UTF8', nationalCharacterSet: 'AL16UTF16' },
    find: (kind, name) => {
      const known = kind === 'service' ? 'orclpdb1' : 'orcl';
      if (name.toLowerCase() !== known) return undefined;
      return { serviceName: 'orclpdb1', instanceName: 'orcl', container: 'ORCLPDB1', databaseName: 'ORCL' };
    },
    password: (_target, user) => ({ SCOTT: 'tiger', LOCKED: 'tiger', 'Mixed Case': 'mật khẩu' })[user],
    connect: async (login) => {
      if (login.user === 'LOCKED') throw new OracleError(28_000, 'The account is locked.');
      logins.push(login);
      sessions++;
      let isOpen = true;
      const session: ScriptedSession = {
        inTransaction: false,
        currentSchema: login.user,
        timeZone: undefined,
        execute: async (request, signal) => {
          requests.push(request);
          const [, zone] = /set time_zone\s*=\s*'([^']*)'/i.exec(request.text) ?? [];
          if (zone !== undefined) session.timeZone = zone;
          const schema = /^alter session set current_schema = "?(\w+)/i.exec(request.text)?.[1];
          if (schema !== undefined) session.currentSchema = schema;
          const answer = /^alter session/i.test(request.text) ? {} : await script(request, signal, session);
          const none = { cursor: undefined, rowCount: 0, outputs: new Map<number, readonly OracleValue[]>() };
          return 'columns' in answer ? { ...none, cursor: open(answer) } : { ...none, ...answer };
        },
        describe: async (text) => {
          const answer = await script({ text, binds: [[]], commit: false }, new AbortController().signal, session);
          return 'columns' in answer ? answer.columns : [];
        },
        commit: async () => {
          session.inTransaction = false;
        },
        rollback: async () => {
          session.inTransaction = false;
        },
        close: async () => {
          if (isOpen) sessions--;
          isOpen = false;
        },
      };
      return session;
    },
    close: async () => undefined,
  };
}

export interface Scene extends AsyncDisposable {
  readonly engine: ScriptedEngine;
  readonly server: OracleWire;
  connect(options?: oracledb.ConnectionAttributes): Promise<oracledb.Connection>;
}

/** A server over a script; what is connected by it is closed with it. */
export async function openScene(script: Script, options: Omit<OracleOptions, 'engine'> = {}): Promise<Scene> {
  const engine = scriptedEngine(script);
  const server = await startOracle({ ...options, engine });
  const connections: oracledb.Connection[] = [];
  return {
    engine,
    server,
    connect: async (own = {}) => {
      const address = `127.0.0.1:${server.port}/orclpdb1`;
      const connection = await oracledb.getConnection({ user: 'scott', password: 'tiger', connectString: address, ...own });
      connections.push(connection);
      return connection;
    },
    [Symbol.asyncDispose]: async () => {
      await server.close();
    },
  };
}

export function column(name: string, type: OracleType, nullable = true): ResultColumn {
  return { name, type, nullable };
}

export function query(columns: readonly (readonly [name: string, type: OracleType])[], rows: QueryAnswer['rows']): QueryAnswer {
  return { columns: columns.map(([name, type]) => column(name, type)), rows };
}

export const number: OracleType = { name: 'number', precision: 0, scale: -127 };
export const varchar = (length: number): OracleType => ({ name: 'varchar2', length });

/** The driver's own, whose types do not say how it is made. */
export function interval(kind: 'YM' | 'DS', parts: Readonly<Record<string, number>>): unknown {
  const made = kind === 'YM' ? oracledb.IntervalYM : oracledb.IntervalDS;
  return Reflect.construct(made, [parts]);
}

export function isLob(value: unknown): value is oracledb.Lob {
  return typeof value === 'object' && value !== null && 'getData' in value;
}
