import { listMysqlInstallations } from '@lienthong/embedded-mysql';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { checkAfterRound, openAudit } from '../src/checks/audit.ts';
import type { EngineName } from '../src/engines/engine.ts';
import { playRound } from '../src/round.ts';
import { type Sabotage, sabotages } from '../src/sabotage.ts';
import { openScene, type Scene } from '../src/scene.ts';

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

// One of MariaDB and MySQL: what is planted is the platform's, and how the source is read is the same for both.
const others = (await listMysqlInstallations()).map(({ product }): EngineName => (product === 'MariaDB' ? 'mariadb' : 'mysql'));

describe.each<EngineName>(['postgres', ...others.slice(0, 1)])('%s', (engine) => {
  let scene: Scene;
  const audit = openAudit();
  let round = 0;

  const play = async (plant?: Sabotage): Promise<readonly string[]> => {
    round += 1;
    const { faults } = await playRound(scene, { seed: 5, round, steps: [], plant });
    // What is planted stays, and so does a forgotten receipt in the rounds behind it: nobody need wait for it to pass.
    return [...faults, ...(await checkAfterRound(scene, audit, [], plant === undefined ? undefined : 500))];
  };

  beforeAll(async () => {
    scene = await openScene(inject('programs'), engine);
  });
  afterAll(async () => {
    await scene[Symbol.asyncDispose]();
  });

  test('G-32: a round in which nothing is planted finds nothing', async () => {
    expect(await play()).toEqual([]);
  });

  test.each(sabotages)('G-32: the harness finds a planted %s', async (name) => {
    const faults = await play(name);
    expect(faults).toContainEqual(expect.stringMatching(found[name]));
  });
});
