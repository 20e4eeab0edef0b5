import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkAfterRound, openAudit } from '../src/checks/audit.ts';
import { playRound } from '../src/round.ts';
import { type Sabotage, sabotages } from '../src/sabotage.ts';
import { openScene, type Scene } from '../src/scene.ts';
import { buildPrograms } from './build-programs.ts';

let scene: Scene;
const audit = openAudit();
let round = 0;

async function play(plant?: Sabotage): Promise<readonly string[]> {
  round += 1;
  const { faults } = await playRound(scene, { seed: 5, round, steps: [], plant });
  return [...faults, ...(await checkAfterRound(scene, audit, []))];
}

beforeAll(async () => {
  scene = await openScene(await buildPrograms(), 'postgres');
});
afterAll(async () => {
  await scene[Symbol.asyncDispose]();
});

test('G-32: a round in which nothing is planted finds nothing', async () => {
  expect(await play()).toEqual([]);
});

const found: Readonly<Record<Sabotage, RegExp>> = {
  'lost-row': /^cong_dan \d+ is lost/,
  'resurrected-row': /^cong_dan 987654 is alive on the platform/,
  'changed-value': /^cong_dan \d+ differs|^cong_dan: count and sums/,
  'impossible-state': /the source never had this revision/,
  'torn-state': /its wide value is not that of revision/,
  'older-state': /it follows 1\/1:/,
  'broken-chain': /receipt \d+ follows|does not continue/,
  'missing-number': /numbers are missing/,
  'forgotten-receipt': /is not with the connector/,
};

test.each(sabotages)('G-32: the harness finds a planted %s', async (name) => {
  const faults = await play(name);
  expect(faults).toContainEqual(expect.stringMatching(found[name]));
});
