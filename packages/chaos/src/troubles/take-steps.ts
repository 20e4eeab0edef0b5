import type { Step } from '../plan/trouble.ts';
import type { Scene } from '../scene.ts';
import { type Counters, reach } from './counters.ts';
import { makeTrouble } from './make-trouble.ts';

/**
 * Takes one step after the other. What lies between the parts may still be disturbed when the next step comes; who is killed,
 * and whose disk or state is taken, comes back first. True when a state was damaged that must be refused.
 */
export async function takeSteps(scene: Scene, steps: readonly Step[], counters: Counters): Promise<boolean> {
  const between: Promise<unknown>[] = [];
  let failure: { readonly error: unknown } | undefined;
  let mustRefuse = false;
  for (const { at, trouble } of steps) {
    await reach(at, counters);
    const made = makeTrouble(scene, trouble, counters);
    if (trouble.kind === 'network' || trouble.kind === 'answer') {
      between.push(
        made.catch((error: unknown) => {
          failure ??= { error };
        }),
      );
      continue;
    }
    const told = await made;
    // A state that is damaged or lost once more may never be read.
    if (trouble.kind === 'state') mustRefuse = told.mustRefuse;
  }
  await Promise.all(between);
  if (failure !== undefined) throw failure.error;
  return mustRefuse;
}
