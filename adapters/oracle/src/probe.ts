import { isLienThongError, type Probe, type ProbeFinding, type Readiness } from '@lienthong/core';
import { type DatabaseState, loadDatabase } from './changes/database.ts';
import { type Home, loadHome } from './changes/home.ts';
import type { Session } from './client.ts';
import type { OracleOptions } from './options.ts';
import { changeFindings } from './probe-changes.ts';
import { tableFindings } from './probe-tables.ts';
import type { ServerFacts } from './session-settings.ts';
import type { Sessions } from './sessions.ts';

/** Looks only: everything that is missing comes with the statement that mends it. */
export async function probeSource(sessions: Sessions, options: OracleOptions, signal: AbortSignal): Promise<Probe> {
  const { server, home, tables } = await sessions.use(signal, async (session) => ({
    server: session.server,
    home: await whereAllowed(() => loadHome(session, signal), 'database-state-hidden'),
    tables: await tableFindings(session, options, signal),
  }));
  const changes = await changesOf(sessions, options, home, signal);
  const reading: Readiness = tables.readable
    ? { ready: true }
    : {
        ready: false,
        reason: `this login may not read any table of ${server.container}`,
        remedy: `GRANT SELECT ANY TABLE TO ${server.user};`,
      };
  const blocking = changes.filter((finding) => finding.level === 'error');
  return {
    product: 'Oracle Database',
    version: server.version,
    identity: 'level' in home ? `${server.database}/${server.container}` : home.identity,
    readiness: { snapshot: reading, incremental: reading, changes: blocking.length === 0 ? reading : blockedBy(blocking) },
    findings: [...supportFindings(server), ...changes, ...tables.findings],
  };
}

/** Of the container whose log is read, and of that of the tables where it is another one. */
async function changesOf(
  sessions: Sessions,
  options: OracleOptions,
  home: Home | ProbeFinding,
  signal: AbortSignal,
): Promise<readonly ProbeFinding[]> {
  const look = async (log: Session): Promise<readonly ProbeFinding[]> => {
    const database = await whereAllowed(() => loadDatabase(log, signal), 'log-state-hidden');
    const hidden = 'level' in home ? [home] : [];
    if ('level' in database) return hidden.length > 0 && options.logService === undefined ? hidden : [...hidden, database];
    return [...hidden, ...otherLog(home, database), ...(await changeFindings(log, options, database, signal))];
  };
  if (options.logService === undefined || options.changes === 'flashback') return await sessions.use(signal, look);
  const lease = await sessions.follower('log', signal);
  try {
    return await look(lease.session);
  } finally {
    await lease.release();
  }
}

async function whereAllowed<T extends Home | DatabaseState>(look: () => Promise<T>, id: string): Promise<T | ProbeFinding> {
  try {
    return await look();
  } catch (error) {
    if (!isLienThongError(error) || error.code !== 'SOURCE_PERMISSION_MISSING') throw error;
    return { level: 'error', id, message: error.message, remedy: error.remedy };
  }
}

function otherLog(home: Home | ProbeFinding, database: DatabaseState): readonly ProbeFinding[] {
  if ('level' in home || home.dbid === database.dbid) return [];
  const message = `logService leads to another database than that of ${home.container}`;
  return [{ level: 'error', id: 'log-foreign', message, remedy: `Name the service of the root that ${home.container} is plugged into.` }];
}

function blockedBy(findings: readonly ProbeFinding[]): Readiness {
  return {
    ready: false,
    reason: findings.map((finding) => finding.message).join('; '),
    remedy: findings.flatMap((finding) => finding.remedy ?? []).join('\n'),
  };
}

const oldest = 12;
const newest = 23;

function supportFindings({ version, major }: ServerFacts): readonly ProbeFinding[] {
  if (major >= oldest && major <= newest) return [];
  return [
    {
      level: 'warning',
      id: 'version-untested',
      message: `version ${version} is outside of the supported versions: 12.1 to 23ai`,
      remedy: 'Try it on a copy first, and compare by reconciliation.',
    },
  ];
}
