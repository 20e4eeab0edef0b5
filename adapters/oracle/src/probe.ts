import { isLienThongError, type Probe, type ProbeFinding, type Readiness } from '@lienthong/core';
import { identityOf } from './changes/change-reader.ts';
import { type DatabaseState, loadDatabase } from './changes/database.ts';
import type { Session } from './client.ts';
import type { OracleOptions } from './options.ts';
import { changeFindings } from './probe-changes.ts';
import { tableFindings } from './probe-tables.ts';
import type { ServerFacts } from './session-settings.ts';
import type { Sessions } from './sessions.ts';

/** Looks only: everything that is missing comes with the statement that mends it. */
export function probeSource(sessions: Sessions, options: OracleOptions, signal: AbortSignal): Promise<Probe> {
  return sessions.use(signal, async (session) => {
    const { server } = session;
    const database = await stateOf(session, signal);
    const tables = await tableFindings(session, options, signal);
    const changes = 'level' in database ? [database] : await changeFindings(session, options, database, signal);
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
      identity: 'level' in database ? `${server.database}/${server.container}` : identityOf(session, database),
      readiness: { snapshot: reading, incremental: reading, changes: blocking.length === 0 ? reading : blockedBy(blocking) },
      findings: [...supportFindings(server), ...changes, ...tables.findings],
    };
  });
}

async function stateOf(session: Session, signal: AbortSignal): Promise<DatabaseState | ProbeFinding> {
  try {
    return await loadDatabase(session, signal);
  } catch (error) {
    if (!isLienThongError(error) || error.code !== 'SOURCE_PERMISSION_MISSING') throw error;
    return { level: 'error', id: 'database-state-hidden', message: error.message, remedy: error.remedy };
  }
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
