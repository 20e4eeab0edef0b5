import { checkAfterRound, openAudit } from './checks/audit.ts';
import { type Footprint, footprintOf, growthFaults } from './checks/growth.ts';
import { type EngineName, troubleKindsOf } from './engines/engine.ts';
import { drawRound } from './plan/draw-round.ts';
import type { TroubleKind } from './plan/trouble.ts';
import { playRound, type RoundResult } from './round.ts';
import type { Sabotage } from './sabotage.ts';
import { openScene, type Programs } from './scene.ts';

export interface RunInput {
  readonly programs: Programs;
  /** What the source is. */
  readonly engine: EngineName;
  readonly seed: number;
  readonly rounds: number;
  /** Default 1. */
  readonly from?: number;
  /** Default: all kinds that the engine has. */
  readonly only?: readonly TroubleKind[] | undefined;
  /** A fault to plant in the last round. */
  readonly plant?: Sabotage | undefined;
  /** Hears of each round; a round with faults is the last. */
  readonly onRound: (round: number, result: PlayedRound) => void;
}

export interface PlayedRound extends RoundResult {
  readonly held: Readonly<Record<'connector' | 'platform', Footprint | undefined>>;
}

export interface RunResult {
  /** What the source was: `MariaDB 10.11.18`. */
  readonly product: string;
  readonly played: number;
  /** Empty when everything held. */
  readonly faults: readonly string[];
  readonly seen: number;
  readonly statements: number;
  /** How many files of the source's log they were read from; undefined where the log is one. */
  readonly logFiles: number | undefined;
  readonly footprints: Readonly<Record<'connector' | 'platform', readonly Footprint[]>>;
}

/** Plays rounds on one scene, one after the other, until one fails. */
export async function runRounds({
  programs,
  engine,
  seed,
  rounds,
  from = 1,
  only = troubleKindsOf(engine),
  plant,
  onRound,
}: RunInput): Promise<RunResult> {
  await using scene = await openScene(programs, engine);
  const audit = openAudit();
  const footprints = { connector: [] as Footprint[], platform: [] as Footprint[] };
  const { product } = scene.source;
  let played = 0;
  let statements = 0;
  let faults: readonly string[] = [];
  for (let round = from; round < from + rounds; round++) {
    const steps = drawRound(seed, round, only);
    const rough = await playRound(scene, { seed, round, steps, plant: round === from + rounds - 1 ? plant : undefined });
    const held = { connector: await footprintOf(scene.connector), platform: await footprintOf(scene.platform) };
    const result = { ...rough, held, faults: [...rough.faults, ...(await checkAfterRound(scene, audit, steps))] };
    played += 1;
    statements += result.statements;
    if (held.connector !== undefined) footprints.connector.push(held.connector);
    if (held.platform !== undefined) footprints.platform.push(held.platform);
    onRound(round, result);
    faults = result.faults;
    if (faults.length > 0) break;
  }
  if (faults.length === 0) faults = (['connector', 'platform'] as const).flatMap((name) => growthFaults(`the ${name}`, footprints[name]));
  return { product, played, statements, seen: scene.observer.seen, logFiles: await scene.source.logFiles(), faults, footprints };
}
