import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { figure } from '../figures.mjs';
import { settle } from '../settle.mjs';

const command = fileURLToPath(new URL('../../../packages/cli/bin/lienthong.mjs', import.meta.url));

/** How long the built command takes to say what it can, beside a Node that does nothing. */
export async function measureStart(setting, { starts }) {
  setting.say(`${starts} starts of the command …`);
  await settle(setting);
  const empty = () => run(['-e', '0']);
  const help = () => run([command, '--help']);
  empty();
  help();
  const samples = Array.from({ length: starts }, () => ({ node: empty(), help: help() }));
  return {
    samples: { start: samples },
    figures: [
      figure(
        'start/help',
        'lienthong --help',
        'ms',
        samples.map((sample) => sample.help),
        { atMost: 150 },
      ),
      figure(
        'start/node',
        'node -e 0',
        'ms',
        samples.map(({ node }) => node),
      ),
      figure(
        'start/ratio',
        'lienthong --help, of node -e 0',
        'ratio',
        samples.map((sample) => sample.help / sample.node),
      ),
    ],
  };
}

function run(words) {
  const started = process.hrtime.bigint();
  const { status } = spawnSync(process.execPath, words, { stdio: 'ignore' });
  if (status !== 0) throw new Error(`node ${words.join(' ')} ended with ${status}`);
  return Number(process.hrtime.bigint() - started) / 1e6;
}
