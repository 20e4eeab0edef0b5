import { SqlServerError } from '../../engine.ts';
import { nowSql, type Run } from '../run/session-state.ts';
import type { Statement } from '../syntax/ast.ts';
import { collationOf } from '../types/collations.ts';
import { quote } from './quote.ts';

/** SQL that makes a database with its schemas. */
export function databaseSql(id: number, name: string, collation: string, now: string): string {
  const schemas = [
    [1, 'dbo'],
    [2, 'guest'],
    [3, 'INFORMATION_SCHEMA'],
    [4, 'sys'],
  ];
  return `insert into cat.databases (database_id, name, collation_name, created, broker) values (${id}, ${quote(name)}, ${quote(collation)}, ${now}, tsql.guid_from_bytes(uuid_send(gen_random_uuid())));
    insert into cat.schemas values ${schemas.map(([schema, of]) => `(${id}, ${schema}, '${of}')`).join(', ')};
    insert into cat.principals (database_id, principal_id, name, type) values (${id}, 1, 'dbo', 'S'), (${id}, 0, 'public', 'R');
    create sequence data.rowversion_${id} start 2001; create sequence data.tracking_${id} start 1;`;
}

export async function createDatabase(run: Run, { name, collation }: Extract<Statement, { kind: 'createDatabase' }>): Promise<void> {
  const { rows } = await run.sql(`select max(database_id), bool_or(lower(name) = lower(${quote(name)})) from cat.databases`);
  if (rows[0]?.[1] === 't') throw new SqlServerError(1801, `Database '${name}' already exists. Choose a different database name.`);
  if (collation !== undefined) collationOf(collation);
  await run.sql(databaseSql(Math.max(5, Number(rows[0]?.[0]) + 1), name, collation ?? run.server.collation, nowSql(run.server)));
}

const units: Readonly<Record<string, number>> = { minutes: 1, minute: 1, hours: 2, hour: 2, days: 3, day: 3 };

export async function alterDatabase(
  run: Run,
  { database, option, value, settings, line }: Extract<Statement, { kind: 'alterDatabase' }>,
): Promise<void> {
  const databases = await run.server.refresh();
  const named = database ?? run.state.database.name;
  const found = databases.get(named.toLowerCase());
  if (found === undefined)
    throw new SqlServerError(
      5011,
      `User does not have permission to alter database '${named}', the database does not exist, or the database is not in a state that allows access checks.`,
      { severity: 14, line },
    );
  const set = (assignments: string): Promise<unknown> => run.sql(`update cat.databases set ${assignments} where database_id = ${found.id}`);
  switch (option) {
    case 'collate':
      collationOf(value);
      await set(`collation_name = ${quote(value)}`);
      return;
    case 'allow_snapshot_isolation':
      if (value === 'on' && !run.server.features.snapshotIsolation)
        throw new SqlServerError(40510, "Statement 'ALLOW_SNAPSHOT_ISOLATION' is not supported in this version of SQL Server.", { line });
      await set(`snapshot_state = ${value === 'on' ? 1 : 0}`);
      return;
    case 'read_committed_snapshot':
      await set(`read_committed_snapshot = ${value === 'on'}`);
      return;
    case 'change_tracking':
      await setTracking(run, found.id, found.isTracking, value, settings, set, line);
      return;
    case 'recovery':
    case 'single_user':
    case 'multi_user':
    case 'compatibility_level':
      return;
    default:
      throw new SqlServerError(102, `Incorrect syntax near '${option}'.`, { severity: 15, line });
  }
}

async function setTracking(
  run: Run,
  id: number,
  isOn: boolean,
  value: string,
  settings: ReadonlyMap<string, string>,
  set: (assignments: string) => Promise<unknown>,
  line: number,
): Promise<void> {
  if (!run.server.features.changeTracking)
    throw new SqlServerError(40510, "Statement 'CHANGE_TRACKING' is not supported in this version of SQL Server.", { line });
  if (value === 'off') {
    const { rows } = await run.sql(
      `select 1 from cat.tracked t join cat.objects o on o.object_id = t.object_id where o.database_id = ${id}`,
    );
    if (rows.length > 0)
      throw new SqlServerError(
        22115,
        'Change tracking is enabled for one or more tables in database. Disable change tracking on each table before disabling it for the database.',
        { line },
      );
    await set('tracking = false');
    return;
  }
  if (isOn && value === 'on') throw new SqlServerError(5088, 'Change tracking is already enabled for this database.', { line });
  const [count = '2', unit = 'days'] = (settings.get('change_retention') ?? '2 days').split(' ');
  await set(
    `tracking = true, retention = ${Number(count)}, retention_units = ${units[unit] ?? 3}, auto_cleanup = ${settings.get('auto_cleanup') !== 'off'}`,
  );
}
