import { isLienThongError, type Probe, type ProbeFinding, type Readiness } from '@lienthong/core';
import { identityOf } from './changes/position.ts';
import { chooseWay } from './changes/ways.ts';
import type { Session } from './client.ts';
import type { SqlserverOptions } from './options.ts';
import { captureFindings } from './probe-capture.ts';
import { tableFindings } from './probe-tables.ts';
import { trackingFindings } from './probe-tracking.ts';
import { loadUser } from './readable.ts';
import { factsStatement, readFacts, type ServerFacts } from './session-settings.ts';
import type { Sessions } from './sessions.ts';
import { quoteIdentifier } from './sql.ts';

/** Looks only: everything that is missing comes with the statement that mends it. */
export function probeSource(sessions: Sessions, options: SqlserverOptions, signal: AbortSignal): Promise<Probe> {
  return sessions.use(signal, async (session) => {
    // Not those of the connection: a person may have mended something since.
    const server = readFacts(await session.query(factsStatement, signal));
    const user = await loadUser(session, signal);
    const tables = await tableFindings(session, options, signal);
    const changes = (await followsByCapture(session, options, signal))
      ? await captureFindings(session, signal)
      : await trackingFindings(session, server, user, signal);
    const reading: Readiness = tables.readable
      ? { ready: true }
      : {
          ready: false,
          reason: `this login may not read any table of ${server.database}`,
          remedy: `GRANT SELECT ON SCHEMA::[dbo] TO ${quoteIdentifier(user)};`,
        };
    const blocking = changes.filter((finding) => finding.level === 'error');
    return {
      product: productOf(server),
      version: server.version,
      identity: identityOf(server),
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
      findings: [...supportFindings(server), ...lockFindings(server), ...changes, ...tables.findings],
    };
  });
}

/** As the changes would choose, if the database were ready for it. */
async function followsByCapture(session: Session, options: SqlserverOptions, signal: AbortSignal): Promise<boolean> {
  if (options.changes !== 'auto') return options.changes === 'cdc';
  try {
    return (await chooseWay(session, options, signal)).kind === 'sqlserver/cdc';
  } catch (error) {
    // Neither is on, or the server lacks them: the findings of Change Tracking say so.
    if (isLienThongError(error) && error.code === 'SOURCE_NOT_READY') return false;
    throw error;
  }
}

const products: Readonly<Record<ServerFacts['engine'], string>> = {
  server: 'SQL Server',
  'azure-database': 'Azure SQL Database',
  'azure-instance': 'Azure SQL Managed Instance',
  other: 'a server that speaks T-SQL',
};

function productOf({ engine, edition }: ServerFacts): string {
  return engine === 'server' && edition !== '' ? `${products.server} ${edition}` : products[engine];
}

/** 11 is SQL Server 2012, 17 is 2025; Azure says 12 and is newer than all of them. */
const oldest = 11;
const newest = 17;

function supportFindings({ engine, version }: ServerFacts): readonly ProbeFinding[] {
  const major = Number.parseInt(version, 10);
  if (engine !== 'server' || (major >= oldest && major <= newest)) return [];
  return [
    {
      level: 'warning',
      id: 'version-untested',
      message: `version ${version} is outside of the supported versions: SQL Server 2012 to 2025`,
      remedy: 'Try it on a copy first, and compare by reconciliation.',
    },
  ];
}

function lockFindings({ snapshotIsolation, readCommittedSnapshot, database }: ServerFacts): readonly ProbeFinding[] {
  if (snapshotIsolation) return [];
  return [
    {
      level: 'warning',
      id: 'snapshot-isolation-off',
      message: readCommittedSnapshot
        ? 'snapshot isolation is off: following waits for transactions that have changed a tracked table'
        : 'snapshot isolation is off: our reads wait for writers, up to ten seconds, and writers for our reads, for the time of a page',
      remedy: `ALTER DATABASE ${quoteIdentifier(database)} SET ALLOW_SNAPSHOT_ISOLATION ON;`,
    },
  ];
}
