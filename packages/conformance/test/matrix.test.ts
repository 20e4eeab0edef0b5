import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checks, type Engine, runCheck } from '../src/index.ts';
import { twins } from '../src/twins.ts';
import { ledgerSubject } from './ledger/subject.ts';

describe('the matrix of checks and broken adapters', () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await ledgerSubject('a ledger', ['snapshot', 'incremental', 'changes']).open();
  });
  afterAll(async () => {
    await engine[Symbol.asyncDispose]();
  });

  it('G-32: has one broken twin for each check, and one check for each name', () => {
    expect(twins.map(({ check }) => check).sort()).toEqual(checks.map(({ id }) => id).sort());
    expect(new Set(checks.map(({ id }) => id)).size).toBe(checks.length);
  });

  it.each(twins)('G-32: $check, and it alone, catches an adapter that $defect', async (twin) => {
    const caught: string[] = [];
    for (const check of checks) {
      const broken = twin.break(engine);
      await runCheck(check, broken, { patienceMs: 1_500, chanceMs: 20, cleaner: engine }).catch(() => caught.push(check.id));
    }
    expect(caught).toEqual([twin.check]);
  });
});
