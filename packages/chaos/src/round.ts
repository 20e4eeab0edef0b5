import { checkRest } from './checks/check-rest.ts';
import { incidentFaults } from './checks/incidents.ts';
import { drain } from './drain.ts';
import type { Incident } from './parts/connector-part.ts';
import type { Step } from './plan/trouble.ts';
import { type Sabotage, sabotage } from './sabotage.ts';
import type { Scene } from './scene.ts';
import { countersOf } from './troubles/counters.ts';
import { liftTroubles } from './troubles/make-trouble.ts';
import { takeSteps } from './troubles/take-steps.ts';
import { startWriters, type Written } from './writing/writers.ts';

export interface RoundInput {
  readonly seed: number;
  readonly round: number;
  readonly steps: readonly Step[];
  /** A fault to be found. */
  readonly plant?: Sabotage | undefined;
}

/** What a round did and what was wrong behind it. */
export interface RoundResult extends Written {
  readonly steps: readonly Step[];
  /** States that the observer saw. */
  readonly seen: number;
  /** How often the connector could not write its state, and tried again. */
  readonly unwritten: number;
  readonly incidents: readonly Incident[];
  readonly faults: readonly string[];
  /** How long it took until everything was drained. */
  readonly drainMs: number;
}

/** Writers write while the steps are taken; then everything is lifted, drained and compared. */
export async function playRound(scene: Scene, { seed, round, steps, plant }: RoundInput): Promise<RoundResult> {
  const { connector, observer } = scene;
  const seenBefore = observer.seen;
  const unwrittenBefore = connector.counts.unwritten;
  const writers = startWriters(scene, seed, round);
  let mustRefuse = false;
  try {
    mustRefuse = await takeSteps(scene, steps, countersOf(scene, writers));
  } finally {
    await liftTroubles(scene);
    await writers.stop();
  }
  const begun = performance.now();
  const faults: string[] = [];
  await drain(scene).catch((error: unknown) => faults.push(`it did not drain: ${error instanceof Error ? error.message : String(error)}`));
  const drainMs = performance.now() - begun;
  if (plant !== undefined) await sabotage(scene, plant);
  const resting = await checkRest(scene);
  const incidents = connector.takeIncidents();
  faults.push(...resting, ...incidentFaults(incidents, steps, mustRefuse));
  const { statements, overlapping, largest } = writers;
  return {
    steps,
    statements,
    overlapping,
    largest,
    seen: observer.seen - seenBefore,
    unwritten: connector.counts.unwritten - unwrittenBefore,
    incidents,
    faults,
    drainMs,
  };
}
