/**
 * Chaos: kills, cuts and damages everything while rows change, and compares both sides after every round.
 *   npm run chaos -- [--rounds 300] [--seed N] [--from 1] [--only kill,network,answer,disk,state] [--sabotage lost-row]
 */
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { troubleKinds } from './plan/trouble.ts';
import { roundLine, summaryLines } from './report.ts';
import { runRounds } from './run-rounds.ts';
import { sabotages } from './sabotage.ts';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '300' },
    seed: { type: 'string' },
    from: { type: 'string', default: '1' },
    only: { type: 'string', default: troubleKinds.join() },
    sabotage: { type: 'string' },
  },
});
const seed = Number(values.seed ?? Date.now() % 1_000_000);
const only = troubleKinds.filter((kind) => values.only.split(',').includes(kind));
const program = (name: string): string => fileURLToPath(new URL(`./parts/${name}-process.js`, import.meta.url));
const say = (line: string): void => void process.stdout.write(`${line}\n`);

say(`seed ${seed}`);
const result = await runRounds({
  programs: { connector: program('connector'), platform: program('platform') },
  seed,
  rounds: Number(values.rounds),
  from: Number(values.from),
  only,
  plant: sabotages.find((name) => name === values.sabotage),
  onRound: (round, played) => say(roundLine(round, played)),
});
const repeat = [
  `--seed ${seed}`,
  values.from === '1' ? '' : `--from ${values.from}`,
  only.length === troubleKinds.length ? '' : `--only ${only.join()}`,
];
for (const line of summaryLines(repeat.filter((flag) => flag !== '').join(' '), result)) say(line);
process.exitCode = result.faults.length > 0 ? 1 : 0;
