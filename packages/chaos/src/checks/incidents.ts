import type { Incident } from '../parts/connector-part.ts';
import type { StateFault, Step } from '../plan/trouble.ts';

/** What an older state meets: the source forgot what it needs, or its next number is taken. */
const old = ['SOURCE_HISTORY_LOST', 'batch-conflict'];

/** By what name each state may be refused; a lost one may meet a batch that was on its way. */
const refusals: Readonly<Record<StateFault, readonly string[]>> = {
  'database-flipped': ['STATE_DAMAGED', 'batch-conflict'],
  'database-shortened': ['STATE_DAMAGED', 'batch-conflict'],
  // What follows the damage in SQLite's log is as good as never written.
  'log-flipped': ['STATE_DAMAGED', ...old],
  'body-flipped': ['STATE_DAMAGED', 'batch-conflict'],
  'body-shortened': ['STATE_DAMAGED', 'batch-conflict'],
  'body-missing': ['STATE_DAMAGED', 'batch-conflict'],
  'old-copy': old,
  'of-another-connector': ['STATE_DAMAGED'],
  'of-another-source': ['SOURCE_IDENTITY_CHANGED'],
  lost: ['batch-conflict'],
};

/** What must not have happened in a round of these steps, or must have and did not. */
export function incidentFaults(incidents: readonly Incident[], steps: readonly Step[], mustRefuse: boolean): readonly string[] {
  const allowed = new Set(
    steps.flatMap(({ trouble }) =>
      trouble.kind === 'state' ? refusals[trouble.fault] : trouble.kind === 'disk' ? ['STATE_WRITE_FAILED'] : [],
    ),
  );
  const stateGone = steps.some(({ trouble }) => trouble.kind === 'state' && !trouble.fault.startsWith('of-another'));
  const faults = incidents.flatMap((incident) => faultOf(incident, allowed, stateGone));
  const refused = incidents.some(({ kind }) => kind === 'failed');
  return mustRefuse && !refused ? [...faults, 'a damaged or foreign state was not refused'] : faults;
}

function faultOf(incident: Incident, allowed: ReadonlySet<string>, stateGone: boolean): readonly string[] {
  switch (incident.kind) {
    case 'rejected':
      return [`a record of ${incident.dataset} was rejected: ${incident.code}`];
    case 'ended':
      return [`the connector ended without a word: ${incident.errors}`];
    case 'failed': {
      const code = incident.problem ?? incident.code;
      return allowed.has(code) ? [] : [`${code}: ${incident.message}`];
    }
    case 'epoch':
      return stateGone || incident.reason === 'first' ? [] : [`${incident.dataset} was read from scratch: ${incident.reason}`];
    case 'taken-up':
      return stateGone ? [] : [`${incident.dataset} was taken up from the platform`];
  }
}
