import { type Login, OracleError, type OracleType } from '../engine.ts';
import type { Bound } from './binding/bound.ts';
import type { Facts } from './binding/context.ts';
import { type Catalog, rightsOf, type User } from './catalog/model.ts';
import { contextOf } from './context.ts';
import type { Flashback, SystemView } from './extensions.ts';
import type { Postgres } from './postgres.ts';
import { rooms } from './rooms.ts';
import { cursorsOver } from './run/cursors.ts';
import type { Run } from './run/run.ts';
import { changeSetting, defaultSettings } from './run/settings.ts';
import { transactionsOver } from './run/transactions.ts';
import type { CharacterSet } from './values/character-sets.ts';
import { literalOf } from './values/codec.ts';
import { offsetOf } from './values/moments.ts';

export interface Start {
  readonly postgres: Postgres;
  readonly log: Postgres;
  readonly control: Postgres;
  readonly login: Login;
  readonly user: User;
  readonly version: string;
  readonly set: CharacterSet;
  readonly serverOffset: number;
  /** That the login's service leads to. */
  readonly instance: number;
  readonly containers: readonly string[];
  catalogOf(container: string): Promise<Catalog>;
  changed(): Promise<void>;
}

const views: Readonly<Record<string, SystemView>> = Object.assign({}, ...rooms.map((room) => room.views ?? {})) as Readonly<
  Record<string, SystemView>
>;
const flashback: Flashback | undefined = rooms.find((room) => room.flashback !== undefined)?.flashback;

/** What a session begins with. */
export async function startRun({
  postgres,
  log,
  login,
  user,
  version,
  set,
  serverOffset,
  instance,
  containers,
  catalogOf,
  changed,
}: Start): Promise<Run> {
  const major = Number(version.split('.')[0]);
  const isLong = major > 12 || version.startsWith('12.2');
  const settings = new Map(defaultSettings);
  settings.set('TIME_ZONE', '+07:00');
  let { container } = login.target;
  let schema = login.user;
  let catalog = await catalogOf(container);
  const state = new Map<string, unknown>();
  let told: Facts | undefined;
  const facts = (): Facts => {
    told ??= factsNow();
    return told;
  };
  const factsNow = (): Facts => ({
    version,
    major,
    longestName: isLong ? 128 : 30,
    sid: login.sid,
    serial: login.serial,
    user: login.user,
    userId: user.id,
    schema,
    container,
    containerId: catalog.containerId,
    instance,
    characterSet: set,
    settings,
    environment: environmentOf(login, catalog, schema, settings, instance),
    serverOffset,
    sessionOffset: offsetOf(settings.get('TIME_ZONE') ?? '') ?? regionOffset(settings.get('TIME_ZONE') ?? ''),
  });
  const rightsByUser = new Map<string, ReadonlySet<string>>();
  const rightsNow = (name: string): ReadonlySet<string> => {
    const known = rightsByUser.get(name) ?? rightsOf(catalog, name);
    rightsByUser.set(name, known);
    return known;
  };
  const rights = (): ReadonlySet<string> => rightsNow(login.user);
  const enter = (next: Catalog): void => {
    if (next === catalog) return;
    catalog = next;
    told = undefined;
    rightsByUser.clear();
  };
  const cursors = cursorsOver(postgres, () => transactions);
  const transactions = transactionsOver(
    postgres,
    log,
    { sid: login.sid, serial: login.serial, user: login.user, program: login.program, machine: login.machine, thread: instance },
    () => cursors.drain(),
  );
  const isAll = (): boolean => login.user === 'SYS' || rights().has('DBA');
  return {
    get facts() {
      return facts();
    },
    transactions,
    cursors,
    rooms,
    extension: {
      sid: login.sid,
      serial: login.serial,
      user: login.user,
      get schema() {
        return schema;
      },
      get container() {
        return container;
      },
      instance,
      settings,
      state,
      has: (privilege) => isAll() || rights().has(privilege),
      hasOn: (privilege, object) =>
        isAll() || rights().has('EXECUTE_CATALOG_ROLE') || rights().has(`${privilege} ${catalog.objects.get(`SYS.${object}`)?.id ?? ''}`),
      query: (sql) => transactions.read(sql),
      copy: async (sql, lines) => void (await postgres.copyIn(sql, lines, 'select 1')),
    },
    catalog: () => catalog,
    refresh: async () => enter(await catalogOf(container)),
    changed: async () => {
      await changed();
      enter(await catalogOf(container));
    },
    context: (binds: readonly OracleType[], variables?: ReadonlyMap<string, Bound>) =>
      contextOf({
        catalog,
        facts: facts(),
        rights: rightsNow,
        flashback,
        views,
        binds,
        variables: variables ?? new Map(),
        isBlock: variables !== undefined,
      }),
    literals: (row) => {
      const { sessionOffset } = facts();
      return row.map(({ value, type }) => literalOf(value, type, set, sessionOffset));
    },
    enter: async (name) => {
      if (!containers.includes(name)) throw new OracleError(65_011, `Pluggable database ${name} does not exist.`);
      const next = await catalogOf(name);
      if (!next.users.has(login.user)) throw new OracleError(1031, 'insufficient privileges');
      await transactions.commit();
      container = name;
      enter(next);
    },
    schema: (name) => {
      schema = name;
      told = undefined;
    },
    setting: (name, value) => {
      changeSetting(settings, name, value);
      told = undefined;
    },
  };
}

function regionOffset(zone: string): number {
  const now = new Date();
  const shown = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' })
    .formatToParts(now)
    .find(({ type }) => type === 'timeZoneName')?.value;
  return offsetOf((shown ?? '').replace('GMT', '')) ?? 0;
}

function environmentOf(
  login: Login,
  catalog: Catalog,
  schema: string,
  settings: ReadonlyMap<string, string>,
  instance: number,
): ReadonlyMap<string, string | null> {
  const { databaseName, instanceName, serviceName } = login.target;
  return new Map<string, string | null>([
    ['DB_NAME', catalog.containerId > 1 ? catalog.container : databaseName],
    ['DB_UNIQUE_NAME', databaseName],
    ['CDB_NAME', catalog.containerId === 0 ? null : databaseName],
    ['CON_NAME', catalog.container],
    ['CON_ID', String(catalog.containerId)],
    ['DATABASE_ROLE', 'PRIMARY'],
    ['SESSION_USER', login.user],
    ['CURRENT_USER', login.user],
    ['CURRENT_SCHEMA', schema],
    ['SERVICE_NAME', serviceName],
    ['INSTANCE_NAME', instanceName],
    ['INSTANCE', String(instance)],
    ['SID', String(login.sid)],
    ['SESSIONID', String(login.sid * 1000 + login.serial)],
    ['SERVER_HOST', 'testbed'],
    ['HOST', login.machine],
    ['MODULE', login.program],
    ['CLIENT_PROGRAM_NAME', login.program],
    ['LANGUAGE', `AMERICAN_AMERICA.${settings.get('CHARACTERSET') ?? 'AL32UTF8'}`],
    ['LANG', 'US'],
    ['ISDBA', String(login.role === 'sysdba').toUpperCase()],
    ['NLS_DATE_FORMAT', settings.get('NLS_DATE_FORMAT') ?? null],
    ['NLS_SORT', settings.get('NLS_SORT') ?? null],
  ]);
}
