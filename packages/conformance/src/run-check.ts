import type { Check, Need } from './check.ts';
import { type AnySource, contextOf, openScene, type Patience } from './scene.ts';
import type { Engine } from './subject.ts';

export interface RunOptions extends Partial<Patience> {
  /** Through whom what following made is removed from the server afterwards: for an engine whose adapter is broken. */
  readonly cleaner?: Engine;
}

/** Throws what the check found. */
export async function runCheck(
  check: Check,
  engine: Engine,
  { patienceMs = 20_000, chanceMs = 200, cleaner = engine }: RunOptions = {},
): Promise<void> {
  const { scene, end } = openScene(engine, { patienceMs, chanceMs });
  try {
    await check.run(scene);
  } finally {
    await end();
    const mayFollow = check.needs.includes('changes') || cleaner !== engine;
    if (mayFollow && cleaner.adapter().capabilities.includes('changes')) await dropFollowing(cleaner);
  }
}

/** What the engine lacks for a check, if anything. */
export function lackOf(check: Check, engine: Engine): Need | undefined {
  if (check.needs.includes('transactions') && engine.begin === undefined) return 'transactions';
  if (check.needs.includes('truncation') && engine.truncate === undefined) return 'truncation';
  return undefined;
}

async function dropFollowing(engine: Engine): Promise<void> {
  const signal = AbortSignal.timeout(20_000);
  const source = await engine.adapter().open(contextOf(signal));
  try {
    await (source as AnySource).changes.drop(signal); // it is declared
  } finally {
    await source.close();
  }
}
