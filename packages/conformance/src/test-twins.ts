import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lackOf, runCheck } from './run-check.ts';
import type { Engine, Subject } from './subject.ts';
import { checksFor } from './test-adapter.ts';
import { twins } from './twins/all.ts';

/** Registers as tests of vitest that each check fails over an adapter that breaks its promise: so that a check cannot pass idly. */
export function testTwins(subject: Subject): void {
  describe(`broken twins of ${subject.label}`, () => {
    let engine: Engine;
    beforeAll(async () => {
      engine = await subject.open();
    });
    afterAll(async () => {
      await engine?.[Symbol.asyncDispose]();
    });

    for (const check of checksFor(subject)) {
      const twin = twins.find((candidate) => candidate.check === check.id);
      it(`${check.id} catches an adapter that ${twin?.defect}`, async (context) => {
        const lack = lackOf(check, engine);
        if (lack !== undefined) context.skip(`this engine has no ${lack}`);
        const broken = twin?.break(engine) ?? engine;
        await expect(runCheck(check, broken, { patienceMs: 3_000, cleaner: engine })).rejects.toBeDefined();
      });
    }
  });
}
