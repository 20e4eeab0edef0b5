import { isLienThongError, type Probe, type ProbeFinding, type Readiness } from '@lienthong/core';
import type { CatalogueTable } from './catalogue.ts';
import { type DatabaseState, loadDatabase } from './changes/database.ts';
import { type Home, loadHome } from './changes/home.ts';
import { mayMine } from './changes/ways.ts';
import type { Session } from './client.ts';
import type { OracleOptions } from './options.ts';
import { miningFindings, undoFindings } from './probe-changes.ts';
import { loggedFindings, pastFindings } from './probe-followed.ts';
import { tableFindings } from './probe-tables.ts';
import type { ServerFacts } from './session-settings.ts';
import type { Sessions } from './sessions.ts';
import { grantOn, isVisible } from './view-rights.ts';

/** Looks only: everything that is missing comes with the statement that mends it. */
export async function probeSource(sessions: Sessions, options: OracleOptions, signal: AbortSignal): Promise<Probe> {
  const { server, home, tables, locks } = await sessions.use(signal, async (session) => ({
    server: session.server,
    home: await whereAllowed(() => loadHome(session, signal), 'database-state-hidden'),
    tables: await tableFindings(session, options, signal),
    locks: await lockFindings(session, signal),
  }));
  const changes = await followingFindings(sessions, options, home, tables.readable, signal);
  const reading: Readiness =
    tables.readable.length > 0
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
    findings: [...supportFindings(server), ...changes, ...locks, ...tables.findings],
  };
}

/** Passes by a number wait for whoever holds a lower one. */
async function lockFindings(session: Session, signal: AbortSignal): Promise<readonly ProbeFinding[]> {
  if (await isVisible(session, 'gv$locked_object', signal)) return [];
  const message = 'this login may not see who writes: a pass by a number misses transactions that are open for longer than settleMs';
  return [{ level: 'info', id: 'locks-hidden', message, remedy: grantOn('gv$locked_object', session.server.user) }];
}

/** Of the container whose log is read, and of that of the tables where it is another one. */
async function followingFindings(
  sessions: Sessions,
  options: OracleOptions,
  home: Home | ProbeFinding,
  tables: readonly CatalogueTable[],
  signal: AbortSignal,
): Promise<readonly ProbeFinding[]> {
  const found = await onLog(sessions, options, signal, async (log) => {
    const database = await whereAllowed(() => loadDatabase(log, signal), 'log-state-hidden');
    const mines = options.changes === 'logminer' || (options.changes === 'auto' && (await mayMine(log, signal)));
    const findings = mines && !('level' in database) ? await miningFindings(log, database, signal) : [];
    return { database, mines, findings };
  });
  const { database, mines, findings } = found;
  const state = 'level' in database ? [database] : otherLog(home, database);
  const hidden = 'level' in home ? [home] : [];
  const own = await sessions.use(signal, async (session) => {
    if (!mines) return [...(await undoFindings(session, signal)), ...(await pastFindings(session, tables, signal))];
    return 'level' in database ? [] : await loggedFindings(session, tables, database, signal);
  });
  return [...hidden, ...state, ...findings, ...own];
}

async function onLog<T>(sessions: Sessions, options: OracleOptions, signal: AbortSignal, work: (log: Session) => Promise<T>): Promise<T> {
  if (options.logService === undefined || options.changes === 'flashback') return await sessions.use(signal, work);
  const lease = await sessions.follower('log', signal);
  try {
    return await work(lease.session);
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
