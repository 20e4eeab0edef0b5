import { randomBytes } from 'node:crypto';
import { type OracleEngine, OracleError, type OracleSession } from '../engine.ts';
import { loadCatalog } from './catalog/load.ts';
import type { Catalog } from './catalog/model.ts';
import { catalogSql } from './catalog/schema.ts';
import { type Seed, seedSql } from './catalog/seed.ts';
import { connectionsTo } from './connections.ts';
import { functionsSql } from './library/functions.ts';
import { momentsSql } from './library/moments.ts';
import { rowidsSql } from './library/rowids.ts';
import { connectPostgres, type Postgres } from './postgres.ts';
import { quote } from './quote.ts';
import { type LogControl, logControl } from './redo/control.ts';
import { rooms } from './rooms.ts';
import { keptWhile } from './run/kept.ts';
import { servicesOf, threadsSql } from './services.ts';
import { openSession } from './session.ts';
import { startRun } from './start.ts';
import { journalSql } from './storage/schema.ts';
import type { Parsed } from './syntax/statements.ts';
import { characterSet } from './values/character-sets.ts';

export interface OracleEngineOptions {
  /** A running PostgreSQL 18; the engine makes a database of its own there, and drops it at the end. */
  readonly postgres: string;
  /** The name of that database, which then stays: an engine that is opened by it again goes on with what lies there, its log included. */
  readonly keptAs?: string | undefined;
  /** Default '21.3.0.0.0', the first that mines the log of a pluggable database within it. */
  readonly version?: string | undefined;
  /** Of VARCHAR2, CHAR and CLOB: AL32UTF8 (default), US7ASCII, WE8MSWIN1252 or VN8MSWIN1258. */
  readonly characterSet?: string | undefined;
  /** Default 'ORCL'. */
  readonly databaseName?: string | undefined;
  /** Pluggable databases by their names, beside the root; null for a database without containers. Default 'PDB1'. */
  readonly pluggable?: string | readonly string[] | null | undefined;
  /** Of a cluster, each with a redo thread of its own: the second is reached by `PDB1_2`. Default 1. */
  readonly instances?: number | undefined;
  /** Minutes that the server's clock is ahead of UTC. Default 420, so that local time taken for UTC shows. */
  readonly utcOffset?: number | undefined;
  /** May everything, in every container. Default SYSTEM with the password 'oracle'. */
  readonly administrator?: { readonly user: string; readonly password: string } | undefined;
}

export interface OracleEngineFaults {
  /** The next statement whose text matches fails so. */
  failNext(pattern: RegExp, error: OracleError): void;
}

export interface OracleTestEngine extends OracleEngine {
  readonly administrator: { readonly user: string; readonly password: string };
  readonly faults: OracleEngineFaults;
  /** The log's files and the undo, from outside. */
  readonly logs: LogControl;
  /** The PostgreSQL database behind it, for rooms and tests that look below. */
  readonly connectionString: string;
}

/** An engine that understands a part of Oracle's SQL, over PostgreSQL. What it does not understand it refuses by name. */
export async function openOracleEngine(options: OracleEngineOptions): Promise<OracleTestEngine> {
  const version = options.version ?? '21.3.0.0.0';
  const set = characterSet(options.characterSet ?? 'AL32UTF8');
  const databaseName = options.databaseName ?? 'ORCL';
  const pluggable = options.pluggable === null ? undefined : [options.pluggable ?? 'PDB1'].flat();
  const administrator = options.administrator ?? { user: 'SYSTEM', password: 'oracle' };
  const serverOffset = (options.utcOffset ?? 420) * 60;
  const own = `oracle_${options.keptAs ?? randomBytes(6).toString('hex')}`;
  const outside = await connectPostgres(options.postgres);
  const isNew = (await outside.query(`select 1 from pg_database where datname = ${quote(own)}`)).rows.length === 0;
  if (isNew) await outside.query(`create database ${own}`);
  const connectionString = Object.assign(new URL(options.postgres), { pathname: `/${own}` }).href;
  const control = await connectPostgres(connectionString);
  if (isNew)
    await furnish(
      control,
      { databaseName, pluggable, characterSet: set.name, version, serverOffset, administrator },
      options.instances ?? 1,
    );
  else await recover(control);
  const log = await connectPostgres(connectionString);
  await log.query('select redo.open_writer()');
  const connections = connectionsTo(connectionString);

  let generation = 0;
  const loaded = new Map<string, { readonly generation: number; readonly catalog: Catalog }>();
  const catalogOf = async (container: string): Promise<Catalog> => {
    const wanted = generation;
    const known = loaded.get(container);
    if (known?.generation === wanted) return known.catalog;
    const catalog = await loadCatalog(control, container);
    loaded.set(container, { generation: wanted, catalog });
    return catalog;
  };
  // Logins are proven without waiting: the accounts are read whenever definitions change.
  const containers = pluggable === undefined ? [databaseName] : ['CDB$ROOT', ...pluggable];
  const refresh = async (): Promise<void> => void (await Promise.all(containers.map(catalogOf)));
  await refresh();
  const pending: { readonly pattern: RegExp; readonly error: OracleError }[] = [];
  const sessions = new Set<OracleSession>();
  const parsed = keptWhile<Parsed>(() => version);
  const { targets, instanceOf } = servicesOf({ databaseName, containers, instances: options.instances ?? 1 });

  return {
    administrator,
    logs: logControl(control),
    connectionString,
    database: { version, characterSet: set.name, nationalCharacterSet: 'AL16UTF16' },
    find: (kind, name) => {
      const found = targets.get(name.toUpperCase());
      return kind === 'service' || found?.instanceName.toUpperCase() === name.toUpperCase() ? found : undefined;
    },
    password: ({ container }, user) => loaded.get(container)?.catalog.users.get(user)?.password,
    connect: async (login) => {
      const { container } = login.target;
      const catalog = await catalogOf(container);
      const user = catalog.users.get(login.user);
      if (user === undefined || user.isRole) throw new OracleError(1017, 'invalid username/password; logon denied', { isFatal: true });
      if (user.locked) throw new OracleError(28_000, 'The account is locked.', { isFatal: true });
      const postgres = await connections.take();
      const run = await startRun({
        postgres,
        log,
        control,
        login,
        user,
        version,
        set,
        serverOffset,
        instance: instanceOf(login.target),
        catalogOf,
        containers,
        changed: async () => {
          generation++;
          await refresh();
        },
      });
      const session = openSession({
        run,
        parsed,
        fault: (text) => {
          const index = pending.findIndex(({ pattern }) => pattern.test(text));
          const found = index < 0 ? undefined : pending.splice(index, 1)[0];
          if (found !== undefined) throw found.error;
        },
        cancel: async () => void (await control.query(`select pg_cancel_backend(${postgres.processId})`)),
        closed: async () => {
          sessions.delete(session);
          await control.query(`delete from cat.sessions where sid = ${login.sid} and pid = ${postgres.processId}`);
          await connections.give(postgres);
        },
      });
      if (!run.extension.has('CREATE SESSION')) {
        await session.close();
        throw new OracleError(1045, `user ${login.user} lacks CREATE SESSION privilege; logon denied`, { isFatal: true });
      }
      await control.query(`insert into cat.sessions (sid, serial, pid, container, username, program, machine, schema_name, audsid) values (${login.sid}, ${login.serial}, ${postgres.processId}, ${quote(container)}, ${quote(login.user)}, ${quote(login.program)}, ${quote(login.machine)}, ${quote(login.user)}, ${login.sid * 1000 + login.serial})
        on conflict (sid) do update set pid = excluded.pid, serial = excluded.serial, username = excluded.username, program = excluded.program, container = excluded.container`);
      sessions.add(session);
      return session;
    },
    close: async () => {
      await Promise.all([...sessions].map((session) => session.close()));
      await Promise.all([connections.close(), log.close(), control.close()]);
      if (options.keptAs === undefined) await outside.query(`drop database if exists ${own} with (force)`);
      await outside.close();
    },
    faults: { failNext: (pattern, error) => void pending.push({ pattern, error }) },
  };
}

/** A database as it is made, with the rooms that add to it. */
async function furnish(control: Postgres, seed: Seed, instances: number): Promise<void> {
  await control.query(
    `set check_function_bodies = off; create schema ora; ${rowidsSql} ${functionsSql} ${journalSql} ${momentsSql} ${catalogSql}`,
  );
  await control.query(seedSql(seed));
  for (const { install } of rooms) if (install !== undefined) await control.query(install);
  await control.query(threadsSql(instances));
}

/** What Oracle does after a crash: sessions have ended with their engine, and what they left open is rolled back, as the log then says. */
async function recover(control: Postgres): Promise<void> {
  // A statement may run on in PostgreSQL whose session nobody holds any more.
  await control.query(
    "select pg_terminate_backend(pid, 10000) from pg_stat_activity where datname = current_database() and backend_type = 'client backend' and pid <> pg_backend_pid()",
  );
  await control.query('delete from cat.sessions');
  await control.query("select redo.abandon(tx) from redo.transactions where state = 'ACTIVE' order by tx");
}
