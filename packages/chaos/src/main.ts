/** Chaos as a command: see `usage`. */
import { fileURLToPath } from 'node:url';
import { troubleKindsOf } from './engines/engine.ts';
import { missingServer } from './engines/start-source.ts';
import { type ChaosOptions, readOptions, usage } from './options.ts';
import { roundLine, summaryLines } from './report.ts';
import { runRounds } from './run-rounds.ts';

const program = (path: string): string => fileURLToPath(new URL(`./${path}-process.js`, import.meta.url));
const say = (line: string): void => void process.stdout.write(`${line}\n`);

const options = readOptions(process.argv.slice(2), () => 1 + (Date.now() % 1_000_000));
if ('help' in options) say(usage);
else if ('problem' in options) {
  process.stderr.write(`${options.problem}\n\n${usage}\n`);
  process.exitCode = 2;
} else await play(options);

async function play({ engine, seed, rounds, from, only, plant }: ChaosOptions): Promise<void> {
  const missing = await missingServer(engine);
  if (missing !== undefined) {
    process.stderr.write(`there is no ${missing}\n`);
    process.exitCode = 2;
    return;
  }
  say(`seed ${seed}`);
  const result = await runRounds({
    programs: {
      connector: program('parts/connector'),
      platform: program('parts/platform'),
      mongodb: program('engines/mongodb/server'),
      sqlserver: program('engines/sqlserver/server'),
      oracle: program('engines/oracle/server'),
    },
    ...{ engine, seed, rounds, from, only, plant },
    onRound: (round, played) => say(roundLine(round, played)),
  });
  const repeat = [
    engine === 'postgres' ? '' : `--engine ${engine}`,
    `--seed ${seed}`,
    from === 1 ? '' : `--from ${from}`,
    only.length === troubleKindsOf(engine).length ? '' : `--only ${only.join()}`,
  ];
  for (const line of summaryLines(repeat.filter((flag) => flag !== '').join(' '), result)) say(line);
  process.exitCode = result.faults.length > 0 ? 1 : 0;
}
