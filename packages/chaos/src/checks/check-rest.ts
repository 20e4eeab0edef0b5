import type { Scene } from '../scene.ts';
import { tables } from '../writing/tables.ts';
import { differences, readSides, statesOf } from './equal-sides.ts';
import { totalFaults } from './equal-totals.ts';

/** Compares both sides, hears what the observer found, and forgets every state that is no longer possible. */
export async function checkRest({ source, storePool, observer, journal }: Scene): Promise<readonly string[]> {
  const faults: string[] = [];
  const sides = await Promise.all(tables.map(async (table) => ({ table, sides: await readSides(source, storePool, table) })));
  for (const { table, sides: both } of sides) {
    faults.push(...differences(table.name, both), ...(await totalFaults(source, storePool, table)));
  }
  await observer.caughtUp();
  faults.push(...observer.takeFaults());
  journal.reset(sides.flatMap(({ table, sides: both }) => statesOf(table, both)));
  return faults;
}
