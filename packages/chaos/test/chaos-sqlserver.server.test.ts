import { beforeAll, describe, expect, test } from 'vitest';
import { ciRuns } from './ci-runs.ts';
import { type CollectedRounds, collectRounds } from './collect-rounds.ts';

describe.each([
  ['sqlserver', 'change-tracking'],
  ['sqlserver-cdc', 'cdc'],
] as const)('%s', (engine, keptBy) => {
  let played: CollectedRounds;
  beforeAll(async () => {
    played = await collectRounds(engine);
  }, 900_000);

  test('G-05, G-24, G-25: killed, cut and damaged at random moments while rows change, both sides end equal in every value, and no reader saw a state that never was', () => {
    played.expectHeld();
    expect(played.rounds).toHaveLength(ciRuns[engine].rounds);
    expect(played.result.product).toContain(`SQL Server 16.0.4175.1, by ${keptBy}`);
    expect(played.result.statements).toBeGreaterThan(15 * ciRuns[engine].rounds);
    expect(played.result.seen).toBeGreaterThan(1_000);
  });

  test('G-04: a connector or a server that is killed at any moment loses no place among the changes, and nothing is read from scratch', () => {
    played.expectSurvived(2, (trouble) => trouble.kind === 'kill' && trouble.parts.includes('connector'));
    played.expectSurvived(2, (trouble) => trouble.kind === 'kill' && trouble.parts.includes('source'));
    const kept = played.rounds.filter(({ steps }) => steps.every(({ trouble }) => trouble.kind !== 'state'));
    const reasons = kept.flatMap(({ incidents }) => incidents.flatMap((incident) => (incident.kind === 'epoch' ? [incident.reason] : [])));
    expect(reasons.filter((reason) => reason !== 'first')).toEqual([]);
  });

  test('G-06: a connection to the source that is cut, closed by half, sliced, slow or silent recovers', () => {
    played.expectSurvived(1, (trouble) => trouble.kind === 'network' && trouble.link === 'source');
  });

  test('G-11, G-16: transactions of more rows than a batch holds, and rows that changed while the snapshot was read, were among them', () => {
    expect(Math.max(...played.rounds.map(({ largest }) => largest))).toBeGreaterThan(60);
    expect(played.rounds[0]?.overlapping).toBeGreaterThan(20);
  });
});
