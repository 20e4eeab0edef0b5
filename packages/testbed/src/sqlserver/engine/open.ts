import { randomBytes } from 'node:crypto';
import { type Login, type SqlEngine, SqlServerError, type SqlSession } from '../engine.ts';
import { loadDatabase } from './catalog/load.ts';
import type { Database } from './catalog/model.ts';
import { type CaptureJob, captureJob } from './cdc/job.ts';
import { databaseSql } from './definitions/databases.ts';
import { quote } from './definitions/quote.ts';
import { install } from './library/install.ts';
import { connectPostgres, type Postgres } from './postgres.ts';
import type { Features, ServerControl } from './run/session-state.ts';
import { openSession } from './session.ts';

export interface EngineAccount {
  readonly user: string;
  /** Not asked of an identity that the wire vouches for (NTLM, a token). */
  readonly password: string;
  /** `sysadmin`: everything is allowed. Others get users and grants by T-SQL. */
  readonly isAdministrator?: boolean | undefined;
}

export interface EngineOptions {
  /** A running PostgreSQL 18 with ICU; the engine makes a database of its own there, and drops it at the end. */
  readonly postgres: string;
  /** The name of that database, which then stays: an engine that is opened by it again goes on with what lies there. */
  readonly keptAs?: string | undefined;
  /** Default '16.0.4175.1' (SQL Server 2022). */
  readonly version?: string | undefined;
  /** Default 'Developer Edition (64-bit)'; 'SQL Azure' makes the engine edition 5. */
  readonly edition?: string | undefined;
  /** Of the server and of databases made without one. Default 'SQL_Latin1_General_CP1_CI_AS'. */
  readonly collation?: string | undefined;
  /** Default: `sa` with the password `sa`, an administrator. */
  readonly accounts?: readonly EngineAccount[] | undefined;
  /** Databases that are there from the start; the first is the logins' default. Default: `testbed`. */
  readonly databases?: readonly string[] | undefined;
  /** Minutes that local time is ahead of UTC. Default 420, so that local time taken for UTC shows. */
  readonly utcOffset?: number | undefined;
  readonly features?: Partial<Features> | undefined;
}

/** What tests may do to the engine from outside. */
export interface EngineFaults {
  /** The next statement whose text matches fails so; 1205 also rolls its transaction back. */
  failNext(pattern: RegExp, error: SqlServerError): void;
  /** Change Tracking forgets what is older than the current version, as its cleanup does behind the retention. */
  forgetChanges(database: string, schema: string, table: string): Promise<void>;
  /** As if the capture job had stopped so many seconds ago; `capture.resume` starts it again. */
  stopCapture(database: string, secondsAgo: number): Promise<void>;
}

export interface TestEngine extends SqlEngine {
  readonly capture: Pick<CaptureJob, 'pause' | 'resume' | 'runOnce'>;
  readonly faults: EngineFaults;
}

const system = ['master', 'tempdb', 'model', 'msdb'];

/** An engine that understands a part of T-SQL, over PostgreSQL. What it does not understand it refuses by name. */
export async function openSqlEngine(options: EngineOptions): Promise<TestEngine> {
  const collation = options.collation ?? 'SQL_Latin1_General_CP1_CI_AS';
  const accounts = options.accounts ?? [{ user: 'sa', password: 'sa', isAdministrator: true }];
  const named = options.databases ?? ['testbed'];
  const version = options.version ?? '16.0.4175.1';
  const edition = options.edition ?? 'Developer Edition (64-bit)';
  const utcOffset = options.utcOffset ?? 420;
  const own = `tsql_${options.keptAs ?? randomBytes(6).toString('hex')}`;
  const outside = await connectPostgres(options.postgres);
  const isNew = (await outside.query(`select 1 from pg_database where datname = ${quote(own)}`)).rows.length === 0;
  if (isNew) await outside.query(`create database ${own}`);
  const connectionString = Object.assign(new URL(options.postgres), { pathname: `/${own}` }).href;
  const control = await connectPostgres(connectionString);
  if (isNew) await furnish(control, { collation, accounts, names: [...system, ...named], utcOffset });
  // Sessions end with their engine.
  else await control.query('delete from cat.sessions');
  const scanning = await connectPostgres(connectionString);
  const capture = captureJob(scanning);
  const server = serverControl(control, options, collation, utcOffset, capture);
  if (!isNew && (await control.query('select 1 from cat.databases where cdc')).rows.length > 0) server.captureStarts();
  const pending: { readonly pattern: RegExp; readonly error: SqlServerError }[] = [];
  const sessions = new Set<SqlSession>();
  const major = Number(version.split('.')[0]);
  const facts = {
    version,
    edition,
    engineEdition: edition === 'SQL Azure' ? 5 : /enterprise|developer/i.test(edition) ? 3 : /express/i.test(edition) ? 4 : 2,
    serverName: 'TESTBED',
    utcOffset,
    major,
    features: server.features,
  };

  return {
    connect: async (login) => {
      const { loginName, isAdministrator } = await authenticated(control, login, accounts);
      const wanted = login.database === '' ? (named[0] ?? 'master') : login.database;
      const database = (await server.refresh()).get(wanted.toLowerCase());
      if (database === undefined)
        throw new SqlServerError(4060, `Cannot open database "${wanted}" requested by the login. The login failed.`, { severity: 11 });
      const postgres = await connectPostgres(connectionString);
      await control.query(`insert into cat.sessions (spid, login, host, program, database_id, pid, login_time)
        values (${login.spid}, ${quote(loginName)}, ${quote(login.hostName)}, ${quote(login.applicationName)}, ${database.id}, ${postgres.processId}, tsql.now())
        on conflict (spid) do update set pid = excluded.pid, login = excluded.login, program = excluded.program`);
      const session = openSession({
        postgres,
        server,
        login,
        database,
        facts,
        loginName,
        isAdministrator,
        faultOf: (text) => {
          const index = pending.findIndex(({ pattern }) => pattern.test(text));
          return index < 0 ? undefined : pending.splice(index, 1)[0]?.error;
        },
        cancel: async (processId) => void (await control.query(`select pg_cancel_backend(${processId})`)),
        closed: async () => {
          sessions.delete(session);
          await control.query(`delete from cat.sessions where spid = ${login.spid} and pid = ${postgres.processId}`);
        },
      });
      sessions.add(session);
      return session;
    },
    close: async () => {
      await Promise.all([...sessions].map((session) => session.close()));
      await capture.stop();
      await scanning.close();
      await control.close();
      if (options.keptAs === undefined) await outside.query(`drop database if exists ${own} with (force)`);
      await outside.close();
    },
    capture,
    faults: {
      stopCapture: async (database, secondsAgo) => {
        const found = (await server.refresh()).get(database.toLowerCase());
        if (found === undefined) throw new Error(`There is no database ${database}.`);
        await capture.pause();
        await control.query(
          `update cat.captured set committed = committed - ${secondsAgo} * 10000000::int8 where database_id = ${found.id}`,
        );
      },
      failNext: (pattern, error) => void pending.push({ pattern, error }),
      forgetChanges: async (database, schema, table) => {
        const found = (await server.refresh()).get(database.toLowerCase());
        const object = found?.objects.get(`${schema}.${table}`.toLowerCase());
        if (found === undefined || object?.tracked === undefined) throw new Error(`${database}.${schema}.${table} is not tracked.`);
        await control.query(
          `delete from data.tracked_${object.id}; update cat.tracked set min_valid_version = tsql.tracking_version(${found.id}), cleaned_version = tsql.tracking_version(${found.id}) where object_id = ${object.id}`,
        );
      },
    },
  };
}

/** The catalogue, with its databases and logins. */
async function furnish(control: Postgres, { collation, accounts, names, utcOffset }: Furniture): Promise<void> {
  await install(control);
  for (const [index, name] of names.entries()) {
    await control.query(databaseSql(index + 1, name, collation, `tsql.to_datetime(tsql.now() + ${utcOffset} * 600000000::int8)`));
  }
  for (const { user, password } of accounts)
    await control.query(`insert into cat.logins (name, password) values (${quote(user)}, ${quote(password)})`);
}

interface Furniture {
  readonly collation: string;
  readonly accounts: readonly EngineAccount[];
  readonly names: readonly string[];
  readonly utcOffset: number;
}

function serverControl(
  control: Postgres,
  options: EngineOptions,
  collation: string,
  utcOffset: number,
  capture: CaptureJob,
): ServerControl {
  let generation = 0;
  let loaded: { readonly generation: number; readonly databases: ReadonlyMap<string, Database> } | undefined;
  let reading: Promise<void> = Promise.resolve();
  const read = async (): Promise<void> => {
    const wanted = generation;
    if (loaded?.generation === wanted) return;
    const { rows } = await control.query('select name from cat.databases order by database_id');
    const databases = new Map<string, Database>();
    for (const [name] of rows) {
      const database = await loadDatabase(control, name ?? '');
      if (database !== undefined) databases.set(database.name.toLowerCase(), database);
    }
    loaded = { generation: wanted, databases };
  };
  return {
    captureStarts: () => {
      if (options.features?.agent !== false) capture.start();
    },
    definitionsChanged: () => {
      generation++;
    },
    refresh: async () => {
      // One after the other: a second reader finds what the first has read.
      reading = reading.then(read, read);
      await reading;
      return loaded?.databases ?? new Map<string, Database>();
    },
    features: { changeTracking: true, cdc: true, agent: true, snapshotIsolation: true, ...options.features },
    utcOffset,
    major: Number((options.version ?? '16').split('.')[0]),
    collation,
  };
}

async function authenticated(
  control: Postgres,
  login: Login,
  accounts: readonly EngineAccount[],
): Promise<{ readonly loginName: string; readonly isAdministrator: boolean }> {
  const name = login.identity ?? login.user;
  const { rows } = await control.query(`select name, password from cat.logins where lower(name) = lower(${quote(name)})`);
  const [known, password] = rows[0] ?? [];
  if (known === undefined || known === null || (login.identity === undefined && password !== login.password)) {
    throw new SqlServerError(18456, `Login failed for user '${name}'.`, { severity: 14 });
  }
  return {
    loginName: known,
    isAdministrator: accounts.some(({ user, isAdministrator }) => user.toLowerCase() === known.toLowerCase() && isAdministrator === true),
  };
}
