import { randomOf } from '@lienthong/testbed';
import { differences, readSides, type Sides, statesOf } from './checks/equal-sides.ts';
import { totalFaults } from './checks/equal-totals.ts';
import { incidentFaults } from './checks/incidents.ts';
import { drain } from './drain.ts';
import type { Incident } from './parts/connector-part.ts';
import { type Step, troubleName } from './plan/trouble.ts';
import { type Sabotage, sabotage } from './sabotage.ts';
import type { Scene } from './scene.ts';
import { countersOf, reach } from './troubles/counters.ts';
import { liftTroubles, makeTrouble } from './troubles/make-trouble.ts';
import { tables } from './writing/tables.ts';
import { startWriter } from './writing/writer.ts';

/** What a round did and what was wrong behind it. */
export interface RoundResult {
  readonly troubles: readonly string[];
  readonly steps: readonly Step[];
  readonly statements: number;
  /** Of them, while the first snapshot was being read. */
  readonly overlapping: number;
  /** Rows of the largest transaction. */
  readonly largest: number;
  readonly seen: number;
  readonly incidents: readonly Incident[];
  readonly faults: readonly string[];
  /** How long it took until everything was drained. */
  readonly drainMs: number;
}

export interface RoundInput {
  readonly seed: number;
  readonly round: number;
  readonly steps: readonly Step[];
  /** A fault to be found. */
  readonly plant?: Sabotage | undefined;
}

const writers = 3;

/** Writers write while the steps are taken; then everything is lifted, drained and compared. */
export async function playRound(scene: Scene, { seed, round, steps, plant }: RoundInput): Promise<RoundResult> {
  const { source, journal, connector, observer } = scene;
  let statements = 0;
  let overlapping = 0;
  let largest = 0;
  const seenBefore = observer.seen;
  const running = Array.from({ length: writers }, (_, index) =>
    startWriter({
      connectionString: source.connectionString,
      journal,
      random: randomOf(seed, round * 100 + index),
      index,
      of: writers,
      onStatement: () => {
        statements += 1;
        if (connector.counts.snapshots < tables.length) overlapping += 1;
      },
      onCommit: (rows) => {
        largest = Math.max(largest, rows);
      },
    }),
  );
  const counters = countersOf(scene, () => statements);
  const faults: string[] = [];
  let mustRefuse = false;
  try {
    for (const { at, trouble } of steps) {
      await reach(at, counters);
      mustRefuse = (await makeTrouble(scene, trouble, counters)).mustRefuse || mustRefuse;
    }
  } finally {
    await liftTroubles(scene);
    await Promise.all(running.map((writer) => writer.stop()));
  }
  const begun = performance.now();
  const late = await drain(scene).then(
    () => [],
    (error: unknown) => [`it did not drain: ${error instanceof Error ? error.message : String(error)}`],
  );
  faults.push(...late);
  const drainMs = performance.now() - begun;
  if (plant !== undefined) await sabotage(scene, plant);
  const sides = await Promise.all(tables.map((table) => readSides(scene.sourcePool, scene.storePool, table)));
  tables.forEach((table, index) => faults.push(...differences(table.name, sides[index] ?? nothing)));
  for (const table of tables) faults.push(...(await totalFaults(scene.sourcePool, scene.storePool, table)));
  await observer.caughtUp();
  faults.push(...observer.takeFaults());
  const incidents = connector.takeIncidents();
  const troubles = steps.map(({ trouble }) => trouble);
  faults.push(...incidentFaults(incidents, troubles));
  if (mustRefuse && !incidents.some(({ kind }) => kind === 'failed')) faults.push('a damaged or foreign state was not refused');
  journal.reset(tables.flatMap((table, index) => statesOf(table, sides[index] ?? nothing)));
  return {
    troubles: troubles.map(troubleName),
    steps,
    statements,
    overlapping,
    largest,
    seen: observer.seen - seenBefore,
    incidents,
    faults,
    drainMs,
  };
}

const nothing: Sides = { source: new Map(), platform: new Map() };
