import { expect, test } from 'vitest';
import type { Incident } from '../parts/connector-part.ts';
import type { Step, Trouble } from '../plan/trouble.ts';
import { incidentFaults } from './incidents.ts';

const now = { after: 0, of: 'spooled' } as const;
const steps = (...troubles: readonly Trouble[]): readonly Step[] => troubles.map((trouble) => ({ at: now, trouble }));
const failed = (code: string, problem?: string): Incident => ({ kind: 'failed', dataset: undefined, code, problem, message: 'x' });
const kill = steps({ kind: 'kill', parts: ['connector'], until: now });
const flipped = steps({ kind: 'state', fault: 'body-flipped', place: 0, until: now });

test('G-32: a kill that damages the state, loses the place or starts a new epoch is a fault', () => {
  expect(incidentFaults([failed('STATE_DAMAGED')], kill, false)).toEqual(['STATE_DAMAGED: x']);
  expect(incidentFaults([{ kind: 'epoch', dataset: 'd', reason: 'state-lost' }], kill, false)).toEqual([
    'd was read from scratch: state-lost',
  ]);
  expect(incidentFaults([{ kind: 'taken-up', dataset: 'd' }], kill, false)).toEqual(['d was taken up from the platform']);
  expect(incidentFaults([{ kind: 'epoch', dataset: 'd', reason: 'first' }], kill, false)).toEqual([]);
});

test('G-32: a damaged state is refused by its name, and only by that', () => {
  expect(incidentFaults([failed('STATE_DAMAGED'), { kind: 'taken-up', dataset: 'd' }], flipped, true)).toEqual([]);
  expect(incidentFaults([failed('INTERNAL')], flipped, true)).toEqual(['INTERNAL: x']);
  expect(incidentFaults([failed('PLATFORM_REFUSED', 'signature-invalid')], flipped, true)).toEqual(['signature-invalid: x']);
  expect(incidentFaults([], flipped, true)).toEqual(['a damaged or foreign state was not refused']);
});

test('G-32: a rejected record and a process that ends without a word are faults in every round', () => {
  expect(
    incidentFaults(
      [
        { kind: 'rejected', dataset: 'd', code: 'c' },
        { kind: 'ended', errors: '' },
      ],
      flipped,
      false,
    ),
  ).toHaveLength(2);
});
