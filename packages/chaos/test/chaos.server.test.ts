import { beforeAll, expect, test } from 'vitest';
import { ciRuns } from './ci-runs.ts';
import { type CollectedRounds, collectRounds } from './collect-rounds.ts';

let played: CollectedRounds;

beforeAll(async () => {
  played = await collectRounds('postgres');
}, 900_000);

test('G-05: killed, cut and damaged at random moments while rows change, both sides end equal in every value, and nothing deleted is alive', () => {
  played.expectHeld();
  expect(played.rounds).toHaveLength(ciRuns.postgres.rounds);
  expect(played.result.statements).toBeGreaterThan(1_000);
});

test('G-04: a connector that is killed between spool, delivery and receipt repeats and loses nothing, and reads nothing from scratch', () => {
  played.expectSurvived(5, (trouble) => trouble.kind === 'kill' && trouble.parts.includes('connector'));
});

test('AC-PG-3: the place that the source was told is never ahead of what is durable, whoever is killed between writing and telling', () => {
  played.expectSurvived(2, (trouble) => trouble.kind === 'kill' && trouble.parts.includes('source'));
  // A place ahead would be a history that is lost: no round without damage had to start an epoch.
  const kept = played.rounds.filter(({ steps }) => steps.every(({ trouble }) => trouble.kind !== 'state'));
  const reasons = kept.flatMap(({ incidents }) => incidents.flatMap((incident) => (incident.kind === 'epoch' ? [incident.reason] : [])));
  expect(reasons.filter((reason) => reason !== 'first')).toEqual([]);
});

test('G-06: a connection to the source that is cut, closed by half, sliced, slow or silent recovers', () => {
  played.expectSurvived(2, (trouble) => trouble.kind === 'network' && trouble.link === 'source');
});

test('G-07: a platform that is away, hangs, answers 429, 500, 503 or garbage, or loses its answer gets everything once', () => {
  played.expectSurvived(4, (trouble) => trouble.kind === 'answer' || (trouble.kind === 'network' && trouble.link === 'platform'));
  played.expectSurvived(3, (trouble) => trouble.kind === 'kill' && (trouble.parts.includes('platform') || trouble.parts.includes('store')));
});

test('G-08: a state directory that is full or closed is told, and loses nothing', () => {
  played.expectSurvived(3, (trouble) => trouble.kind === 'disk');
  // That the disk was taken in truth: the connector said so, and went on.
  if (process.platform === 'linux')
    expect(played.roundsWith(({ kind }) => kind === 'disk').some(({ unwritten }) => unwritten > 0)).toBe(true);
});

test('a damaged, older, foreign or lost state is refused by name or survived, and the remedy makes both sides equal', () => {
  played.expectSurvived(8, (trouble) => trouble.kind === 'state');
  expect(
    played.rounds.some(({ incidents }) => incidents.some((incident) => incident.kind === 'failed' && incident.code === 'STATE_DAMAGED')),
  ).toBe(true);
});

test('G-11: transactions of more rows than a batch holds were among them', () => {
  // A row has three kilobytes, a batch sixty-four.
  expect(Math.max(...played.rounds.map(({ largest }) => largest))).toBeGreaterThan(60);
});

test('G-16: rows that changed or went while the snapshot was read end in their last state', () => {
  expect(played.rounds[0]?.overlapping).toBeGreaterThan(20);
  expect(played.rounds[0]?.faults).toEqual([]);
});

test('G-24: count and sums that each side computes by itself agree after every round', () => {
  expect(played.rounds.flatMap(({ faults }) => faults.filter((fault) => fault.includes('count and sums')))).toEqual([]);
});

test('G-25, G-31: a reader of the feed never saw a state that its key did not have, nor an older one behind a newer one', () => {
  expect(played.result.seen).toBeGreaterThan(5_000);
  expect(played.rounds.flatMap(({ faults }) => faults)).toEqual([]);
});

test.runIf(process.platform === 'linux')('memory and descriptors of connector and platform are flat over the rounds', () => {
  expect(played.result.footprints.connector).toHaveLength(played.rounds.length);
  expect(played.result.footprints.platform).toHaveLength(played.rounds.length);
  expect(played.result.faults.filter((fault) => /megabytes|descriptors/.test(fault))).toEqual([]);
});
