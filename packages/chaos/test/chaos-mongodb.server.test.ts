import { beforeAll, expect, test } from 'vitest';
import { ciRuns } from './ci-runs.ts';
import { type CollectedRounds, collectRounds } from './collect-rounds.ts';

let played: CollectedRounds;

beforeAll(async () => {
  played = await collectRounds('mongodb');
}, 900_000);

test('G-05, G-24, G-25: killed, cut and damaged at random moments while documents change, both sides end equal in every value, and no reader saw a state that never was', () => {
  played.expectHeld();
  expect(played.rounds).toHaveLength(ciRuns.mongodb.rounds);
  expect(played.result.product).toContain('MongoDB');
  expect(played.result.statements).toBeGreaterThan(500);
  expect(played.result.seen).toBeGreaterThan(3_000);
});

test('G-04: a connector or a server that is killed at any moment loses no place in the stream, and nothing is read from scratch', () => {
  played.expectSurvived(3, (trouble) => trouble.kind === 'kill' && trouble.parts.includes('connector'));
  played.expectSurvived(3, (trouble) => trouble.kind === 'kill' && trouble.parts.includes('source'));
  const kept = played.rounds.filter(({ steps }) => steps.every(({ trouble }) => trouble.kind !== 'state'));
  const reasons = kept.flatMap(({ incidents }) => incidents.flatMap((incident) => (incident.kind === 'epoch' ? [incident.reason] : [])));
  expect(reasons.filter((reason) => reason !== 'first')).toEqual([]);
});

test('a member that steps down while its changes are followed takes the stream with it, and the stream goes on behind the last change', () => {
  played.expectSurvived(3, (trouble) => trouble.kind === 'step-down');
});

test('G-06: a connection to the source that is cut, closed by half, sliced, slow or silent recovers', () => {
  played.expectSurvived(2, (trouble) => trouble.kind === 'network' && trouble.link === 'source');
});

test('G-11, G-16: transactions of more documents than a batch holds, and documents that changed while the snapshot was read, were among them', () => {
  expect(Math.max(...played.rounds.map(({ largest }) => largest))).toBeGreaterThan(60);
  expect(played.rounds[0]?.overlapping).toBeGreaterThan(20);
});
