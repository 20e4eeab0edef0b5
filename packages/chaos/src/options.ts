import { parseArgs } from 'node:util';
import { type EngineName, engineNames, troubleKindsOf } from './engines/engine.ts';
import { type TroubleKind, troubleKinds } from './plan/trouble.ts';
import { type Sabotage, sabotages } from './sabotage.ts';

export interface ChaosOptions {
  readonly engine: EngineName;
  readonly rounds: number;
  readonly seed: number;
  /** The first round that is played. */
  readonly from: number;
  readonly only: readonly TroubleKind[];
  readonly plant: Sabotage | undefined;
}

export const usage = `npm run chaos -- [options]

Kills, cuts and damages everything while rows change, and compares both sides after every round.

  --engine NAME    what the source is: ${engineNames.join(', ')} (postgres)
  --rounds N       how many (300)
  --seed N         repeats a run (another each time)
  --from N         begins with this round of the run (1)
  --only A,B       only these troubles: ${troubleKinds.join(', ')} (step-down: mongodb)
  --sabotage NAME  plants a fault that must be found: ${sabotages.join(', ')}`;

/** What the command line asks for, or the problem with it: nothing unknown is passed over. */
export function readOptions(
  words: readonly string[],
  newSeed: () => number,
): ChaosOptions | { readonly problem: string } | { readonly help: true } {
  let values: Values;
  try {
    ({ values } = parseArgs({ args: [...words], options: flags, strict: true, allowPositionals: false }));
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
  return values.help === true ? { help: true } : optionsOf(values, newSeed);
}

function optionsOf(values: Values, newSeed: () => number): ChaosOptions | { readonly problem: string } {
  for (const name of ['rounds', 'seed', 'from'] as const) {
    const value = values[name];
    if (value !== undefined && !/^[1-9]\d{0,14}$/.test(value)) return { problem: `--${name} must be a whole number above 0` };
  }
  const engine = engineNames.find((name) => name === (values.engine ?? 'postgres'));
  if (engine === undefined) return { problem: `there is no engine ${values.engine}; there are ${engineNames.join(', ')}` };
  const kinds = troubleKindsOf(engine);
  const wanted = values.only?.split(',') ?? kinds;
  const strange = wanted.find((kind) => !kinds.some((known) => known === kind));
  if (strange !== undefined) return { problem: `there is no trouble ${strange} of ${engine}; there are ${kinds.join(', ')}` };
  const plant = sabotages.find((name) => name === values.sabotage);
  if (values.sabotage !== undefined && plant === undefined)
    return { problem: `there is no sabotage ${values.sabotage}; there are ${sabotages.join(', ')}` };
  return {
    engine,
    rounds: Number(values.rounds ?? 300),
    seed: values.seed === undefined ? newSeed() : Number(values.seed),
    from: Number(values.from ?? 1),
    only: kinds.filter((kind) => wanted.includes(kind)),
    plant,
  };
}

const flags = {
  help: { type: 'boolean', short: 'h' },
  engine: { type: 'string' },
  rounds: { type: 'string' },
  seed: { type: 'string' },
  from: { type: 'string' },
  only: { type: 'string' },
  sabotage: { type: 'string' },
} as const;

type Values = ReturnType<typeof parseArgs<{ options: typeof flags }>>['values'];
