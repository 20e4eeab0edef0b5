import type { ProbeFinding } from '@lienthong/core';
import type { Session } from './client.ts';
import { codeOf } from './errors.ts';
import type { MysqlOptions } from './options.ts';

const names = [
  'log_bin',
  'binlog_format',
  'binlog_row_image',
  'binlog_row_metadata',
  'binlog_expire_logs_seconds',
  'expire_logs_days',
  'gtid_mode',
  'server_id',
  'log_slave_updates',
  'log_replica_updates',
] as const;

type Settings = Readonly<Partial<Record<(typeof names)[number], string>>>;

/** Files of the log that are removed sooner than this leave little time for an outage. */
const shortSeconds = 24 * 3600;

/** What stands in the way of following the log. */
export async function logFindings(
  session: Session,
  options: MysqlOptions,
  account: string,
  signal: AbortSignal,
): Promise<readonly ProbeFinding[]> {
  const rows = await session.query(`show global variables where variable_name in (${names.map((name) => `'${name}'`).join(', ')})`, signal);
  const settings: Settings = Object.fromEntries(rows.map(([name, value]) => [name ?? '', value ?? '']));
  const grants = await loadGrants(session, signal);
  return [
    ...writingFindings(settings),
    ...grantFindings(session, grants, account),
    ...qualityFindings(session, settings),
    ...(await replicaFindings(session, options, settings, signal)),
  ];
}

function writingFindings(settings: Settings): readonly ProbeFinding[] {
  if (settings.log_bin !== 'ON') {
    return [
      {
        level: 'error',
        id: 'log-off',
        message: 'the server writes no binary log',
        remedy: 'In the configuration of the server: [mysqld] log_bin = binlog, server_id = 1, binlog_format = ROW; -- then restart it',
      },
    ];
  }
  const findings: ProbeFinding[] = [];
  if (settings.binlog_format !== 'ROW') {
    findings.push({
      level: 'error',
      id: 'log-format',
      message: `binlog_format is ${settings.binlog_format ?? ''}, following needs ROW`,
      remedy: "SET GLOBAL binlog_format = 'ROW'; -- and in the configuration; sessions that are open keep the old one",
    });
  }
  if (settings.server_id === '0') {
    findings.push({
      level: 'error',
      id: 'server-id-zero',
      message: 'the server has no server_id',
      remedy: 'SET GLOBAL server_id = 1; -- and in the configuration',
    });
  }
  return findings;
}

function grantFindings(session: Session, grants: string, account: string): readonly ProbeFinding[] {
  const has = (privilege: string) => grants.includes(privilege) || /GRANT ALL PRIVILEGES ON \*\.\*/.test(grants);
  const monitor = session.version.product === 'MariaDB' && session.version.number >= 100_502 ? 'BINLOG MONITOR' : 'REPLICATION CLIENT';
  const missing = ['REPLICATION SLAVE', monitor].filter((privilege) => !has(privilege));
  const findings: ProbeFinding[] = [];
  if (missing.length > 0) {
    findings.push({
      level: 'error',
      id: 'replication-missing',
      message: `this login lacks ${missing.join(' and ')}, without which nobody may follow the log`,
      remedy: `GRANT ${missing.join(', ')} ON *.* TO ${account};`,
    });
  }
  if (!has('PROCESS')) {
    findings.push({
      level: 'info',
      id: 'process-missing',
      message: 'this login may not see the transactions of others: reading by a number waits for the settling time only',
      remedy: `GRANT PROCESS ON *.* TO ${account};`,
    });
  }
  return findings;
}

function qualityFindings({ version }: Session, settings: Settings): readonly ProbeFinding[] {
  if (settings.log_bin !== 'ON') return [];
  const findings: ProbeFinding[] = [];
  if (settings.binlog_row_image !== undefined && settings.binlog_row_image !== 'FULL') {
    findings.push({
      level: 'warning',
      id: 'row-image',
      message: `binlog_row_image is ${settings.binlog_row_image}: what the log leaves out of a row has to be read again from its table, which needs GTIDs`,
      remedy: "SET GLOBAL binlog_row_image = 'FULL'; -- and in the configuration",
    });
  }
  if (settings.binlog_row_metadata !== undefined && settings.binlog_row_metadata !== 'FULL') {
    findings.push({
      level: 'warning',
      id: 'row-metadata',
      message:
        'the log does not name the columns of its rows: a definition that changes is noticed by number and types of the columns only',
      remedy: "SET GLOBAL binlog_row_metadata = 'FULL'; -- and in the configuration",
    });
  }
  if (version.product === 'MySQL' && settings.gtid_mode !== 'ON') {
    findings.push({
      level: 'warning',
      id: 'gtid-off',
      message: `gtid_mode is ${settings.gtid_mode ?? 'OFF'}: following cannot go on at another server after a failover`,
      remedy: "SET GLOBAL enforce_gtid_consistency = 'ON'; then gtid_mode = OFF_PERMISSIVE, ON_PERMISSIVE and ON, one after the other",
    });
  }
  const seconds = Number(settings.binlog_expire_logs_seconds ?? 0) || Number(settings.expire_logs_days ?? 0) * 24 * 3600;
  if (seconds > 0 && seconds < shortSeconds) {
    findings.push({
      level: 'warning',
      id: 'retention-short',
      message: `the server removes its log after ${seconds} seconds: a connector that stands still for longer has to read everything again`,
      remedy: 'SET GLOBAL binlog_expire_logs_seconds = 604800; -- where it is unknown: SET GLOBAL expire_logs_days = 7',
    });
  }
  return findings;
}

async function replicaFindings(
  session: Session,
  options: MysqlOptions,
  settings: Settings,
  signal: AbortSignal,
): Promise<readonly ProbeFinding[]> {
  const findings: ProbeFinding[] = [];
  if (settings.server_id === String(options.serverId)) {
    findings.push({
      level: 'error',
      id: 'server-id-taken',
      message: `serverId ${options.serverId} is the number of the server itself`,
      remedy: 'Choose another serverId: no two replicas of a server may have the same, nor that of the server.',
    });
  }
  const passesOn = (settings.log_replica_updates ?? settings.log_slave_updates) !== 'OFF';
  if (settings.log_bin === 'ON' && !passesOn && (await isReplica(session, signal))) {
    findings.push({
      level: 'error',
      id: 'replica-silent',
      message: 'the server is a replica that does not write into its log what it replicates',
      remedy: 'Connect to the primary, or set log_replica_updates (log_slave_updates) = ON in the configuration and restart the replica.',
    });
  }
  return findings;
}

async function isReplica(session: Session, signal: AbortSignal): Promise<boolean> {
  const { product, number } = session.version;
  const statement = product === 'MySQL' && number >= 80_022 ? 'show replica status' : 'show slave status';
  return (await allowed(session, statement, signal)).length > 0;
}

/** Rows, or none where the right to ask is missing: another finding tells that. */
async function allowed(session: Session, statement: string, signal: AbortSignal): Promise<readonly unknown[]> {
  try {
    return await session.query(statement, signal);
  } catch (error) {
    if (codeOf(error) === '1227') return [];
    throw error;
  }
}

/** Also those of the roles that are active. */
async function loadGrants(session: Session, signal: AbortSignal): Promise<string> {
  const ofRoles = session.version.product === 'MySQL' && session.version.number >= 80_000;
  const [row] = ofRoles ? await session.query('select current_role()', signal) : [];
  const roles = row?.[0] ?? 'NONE';
  const rows = await session.query(ofRoles && roles !== 'NONE' ? `show grants for current_user() using ${roles}` : 'show grants', signal);
  return rows
    .map(([grant]) => grant ?? '')
    .filter((grant) => / ON \*\.\* TO /.test(grant))
    .join('\n');
}
