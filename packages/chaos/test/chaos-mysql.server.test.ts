import { listMysqlInstallations, missingMysql } from '@lienthong/embedded-mysql';
import { beforeAll, describe, expect, test } from 'vitest';
import type { EngineName } from '../src/engines/engine.ts';
import { ciRuns } from './ci-runs.ts';
import { type CollectedRounds, collectRounds } from './collect-rounds.ts';

const products = (await listMysqlInstallations()).map(({ product }) => product);
const missing = await missingMysql();

describe('servers', () => {
  for (const server of missing) test(`without ${server}`, (context) => context.skip());
  test('are played with where they are here', () => {
    expect(products.length + missing.length).toBe(2);
  });
});

describe.each(products)('%s', (product) => {
  const engine: EngineName = product === 'MariaDB' ? 'mariadb' : 'mysql';
  let played: CollectedRounds;
  beforeAll(async () => {
    played = await collectRounds(engine);
  }, 900_000);

  test('G-05, G-24, G-25: killed, cut and damaged at random moments while rows change, both sides end equal in every value, and no reader saw a state that never was', () => {
    played.expectHeld();
    expect(played.rounds).toHaveLength(ciRuns[engine].rounds);
    expect(played.result.product).toContain(product);
    expect(played.result.statements).toBeGreaterThan(400);
    expect(played.result.seen).toBeGreaterThan(2_000);
  });

  test('G-04: a connector or a server that is killed at any moment loses no place in the log, and nothing is read from scratch', () => {
    played.expectSurvived(3, (trouble) => trouble.kind === 'kill' && trouble.parts.includes('connector'));
    played.expectSurvived(3, (trouble) => trouble.kind === 'kill' && trouble.parts.includes('source'));
    const kept = played.rounds.filter(({ steps }) => steps.every(({ trouble }) => trouble.kind !== 'state'));
    const reasons = kept.flatMap(({ incidents }) => incidents.flatMap((incident) => (incident.kind === 'epoch' ? [incident.reason] : [])));
    expect(reasons.filter((reason) => reason !== 'first')).toEqual([]);
  });

  test('the log went over into new files, by its size and with every start of the server', () => {
    const starts = 1 + played.roundsWith((trouble) => trouble.kind === 'kill' && trouble.parts.includes('source')).length;
    expect(played.result.logFiles).toBeGreaterThan(starts + 2);
  });

  test('G-06: a connection to the source that is cut, closed by half, sliced, slow or silent recovers', () => {
    played.expectSurvived(1, (trouble) => trouble.kind === 'network' && trouble.link === 'source');
  });

  test('G-11, G-16: transactions of more rows than a batch holds, and rows that changed while the snapshot was read, were among them', () => {
    expect(Math.max(...played.rounds.map(({ largest }) => largest))).toBeGreaterThan(60);
    expect(played.rounds[0]?.overlapping).toBeGreaterThan(20);
  });
});
