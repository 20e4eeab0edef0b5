import type { Incident } from '../parts/connector-part.ts';
import type { Trouble } from '../plan/trouble.ts';

/** Codes that a damaged, old or foreign state may bring, by name; anything else that stops the connector is a fault. */
const ofState = new Set(['STATE_DAMAGED', 'SOURCE_HISTORY_LOST', 'POSITION_FOREIGN', 'SOURCE_IDENTITY_CHANGED', 'batch-conflict']);
/** What may stop a connector that starts while the disk is full or closed. */
const ofDisk = new Set(['STATE_WRITE_FAILED']);
/** Faults that must be refused by name: nobody may work with this state. */
const refused = new Set([
  'database-shortened',
  'body-flipped',
  'body-shortened',
  'body-missing',
  'of-another-connector',
  'of-another-source',
]);

/** What must not have happened in a round with these troubles, or must have and did not. */
export function incidentFaults(incidents: readonly Incident[], troubles: readonly Trouble[]): readonly string[] {
  const state = troubles.some(({ kind }) => kind === 'state');
  const disk = troubles.some(({ kind }) => kind === 'disk');
  const faults: string[] = [];
  for (const incident of incidents) {
    const { kind } = incident;
    if (kind === 'rejected') faults.push(`a record of ${incident.dataset} was rejected: ${incident.code}`);
    else if (kind === 'ended') faults.push(`the connector ended without a word: ${incident.errors}`);
    else if (kind === 'failed') {
      const code = incident.problem ?? incident.code;
      if (!(state && ofState.has(code)) && !(disk && ofDisk.has(code))) faults.push(`${code}: ${incident.message}`);
    } else if (!state && !(kind === 'epoch' && incident.reason === 'first')) {
      faults.push(`${incident.dataset} was ${kind === 'epoch' ? `read from scratch: ${incident.reason}` : 'taken up from the platform'}`);
    }
  }
  return faults;
}

/** Whether a damage of this kind must lead to a refusal. */
export function mustBeRefused(fault: string): boolean {
  return refused.has(fault);
}
