import { afterAll, beforeAll, describe, it } from 'vitest';
import { type Check, titleOf } from './check.ts';
import { checks } from './checks/all.ts';
import { lackOf, runCheck } from './run-check.ts';
import type { Engine, Subject } from './subject.ts';

/**
 * Registers the checks of what the adapter declares as tests of vitest. None can be turned off; what the engine itself lacks
 * (transactions, truncation) is skipped with its reason.
 */
export function testAdapter(subject: Subject): void {
  describe(`conformance of ${subject.label}`, () => {
    let engine: Engine;
    beforeAll(async () => {
      engine = await subject.open();
    });
    afterAll(async () => {
      await engine?.[Symbol.asyncDispose]();
    });

    for (const check of checksFor(subject)) {
      it(`${titleOf(check)}`, async (context) => {
        const lack = lackOf(check, engine);
        if (lack !== undefined) context.skip(`this engine has no ${lack}`);
        await runCheck(check, engine);
      });
    }
  });
}

/** The checks of the capabilities that the adapter declares. */
export function checksFor({ adapter }: Pick<Subject, 'adapter'>): readonly Check[] {
  const declared = new Set<string>([...adapter.capabilities, 'transactions', 'truncation']);
  return checks.filter(({ needs }) => needs.every((need) => declared.has(need)));
}
