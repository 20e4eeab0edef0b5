import type { Probe, ProbeFinding, Readiness } from '@lienthong/core';
import type { Session } from './client.ts';
import type { MysqlOptions } from './options.ts';
import { logFindings } from './probe-log.ts';
import { tableFindings } from './probe-tables.ts';
import { quoteAccount } from './readable.ts';
import type { Sessions } from './sessions.ts';
import { quoteIdentifier } from './sql.ts';

/** Looks only: everything that is missing comes with the statement that mends it. */
export function probeSource(sessions: Sessions, options: MysqlOptions, signal: AbortSignal): Promise<Probe> {
  return sessions.use(signal, async (session) => {
    const account = await loadAccount(session, signal);
    const log = await logFindings(session, options, account, signal);
    const tables = await tableFindings(session, options, signal);
    const reading: Readiness = tables.readable
      ? { ready: true }
      : {
          ready: false,
          reason: `this login may not read any table of ${options.database}`,
          remedy: `GRANT SELECT ON ${quoteIdentifier(options.database)}.* TO ${account};`,
        };
    const blocking = log.filter((finding) => finding.level === 'error');
    return {
      product: session.version.product,
      version: session.version.text,
      identity: await loadIdentity(session, options, signal),
      readiness: {
        snapshot: reading,
        incremental: reading,
        changes:
          blocking.length === 0
            ? reading
            : {
                ready: false,
                reason: blocking.map((finding) => finding.message).join('; '),
                remedy: blocking.flatMap((finding) => finding.remedy ?? []).join('\n'),
              },
      },
      findings: [...supportFindings(session), ...log, ...(await clockFindings(session, signal)), ...tables.findings],
    };
  });
}

async function loadAccount(session: Session, signal: AbortSignal): Promise<string> {
  const [row] = await session.query('select current_user()', signal);
  return quoteAccount(row?.[0] ?? '');
}

/**
 * Neither MySQL nor MariaDB has a number that a failover keeps: where transactions have numbers, the position of the log knows the
 * server, and here the database's name has to do; else the server's own number tells.
 */
async function loadIdentity(session: Session, options: MysqlOptions, signal: AbortSignal): Promise<string> {
  const isMaria = session.version.product === 'MariaDB';
  const names = isMaria ? ['log_bin', 'gtid_domain_id', 'server_uid'] : ['gtid_mode', 'server_uuid'];
  const rows = await session.query(`show global variables where variable_name in (${names.map((name) => `'${name}'`).join(', ')})`, signal);
  const value = (name: string) => rows.find(([found]) => found === name)?.[1] ?? '';
  if (!isMaria) return value('gtid_mode') === 'ON' ? `gtid/${options.database}` : `${value('server_uuid')}/${options.database}`;
  return value('log_bin') === 'ON' ? `gtid-${value('gtid_domain_id')}/${options.database}` : `${value('server_uid')}/${options.database}`;
}

function supportFindings({ version }: Session): readonly ProbeFinding[] {
  const supported = version.product === 'MariaDB' ? version.number >= 100_300 : version.number >= 50_700 && version.number < 100_000;
  if (supported) return [];
  return [
    {
      level: 'warning',
      id: 'version-untested',
      message: `${version.product} ${version.text} is outside of the supported versions: MySQL 5.7 to 9, MariaDB from 10.3 on`,
    },
  ];
}

/** A time without zone is compared with the server's clock, in the server's zone. */
async function clockFindings(session: Session, signal: AbortSignal): Promise<readonly ProbeFinding[]> {
  const [row] = await session.query("select convert_tz(utc_timestamp(), '+00:00', @@global.time_zone), @@global.time_zone", signal);
  if (row?.[0] !== null) return [];
  return [
    {
      level: 'warning',
      id: 'time-zone-unknown',
      message: `the server does not know its own time zone ${row[1] ?? ''} by name: watermarks of DATE and DATETIME cannot be settled`,
      remedy: "Load the time zone tables: mysql_tzinfo_to_sql /usr/share/zoneinfo | mysql mysql; or SET GLOBAL time_zone = '+07:00';",
    },
  ];
}
