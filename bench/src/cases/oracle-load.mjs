import { figure } from '../figures.mjs';
import { expectPlatformEqual } from '../oracle/equal.mjs';
import { withServer } from '../oracle/server.mjs';
import { perMillion, rate, ratioTo } from '../pairs.mjs';
import { measureConnector } from '../part.mjs';
import { usageOf } from '../usage.mjs';
import { measureReader, readers } from './oracle-yardstick.mjs';

/** The adapter between two runs of the bare driver over the same rows of the same server, and a first load end to end. */
export async function measureOracleLoad(setting, options) {
  return withServer(setting, (server) => measureServer(setting, server, options));
}

async function measureServer(setting, server, { runs }) {
  const title = `first load of ${server.label}, end to end`;
  const [loads, reads, yardsticks] = [[], [], []];
  setting.say(`${server.label}: warming up …`);
  await measureReader(setting, server, 'driver');
  for (let run = 1; run <= runs; run++) {
    setting.say(`${readers.adapter}, run ${run} of ${runs} …`);
    const before = await measureReader(setting, server, 'driver');
    const read = await measureReader(setting, server, 'adapter');
    const after = await measureReader(setting, server, 'driver');
    yardsticks.push(before, after);
    reads.push({ ...read, work: ownWork([before, after], read), ratio: ratioTo([before, after], read) });
    await setting.renewPlatform();
    setting.say(`${title}, run ${run} of ${runs} …`);
    const name = `oracle-load-${run}`;
    loads.push({ ...(await measureConnector(setting, { name, server, run: { once: true } }, `${title}, run ${run}`)), count: server.rows });
    await expectPlatformEqual(setting, server.client, name);
  }
  return {
    samples: { 'oracle-load': loads, 'oracle-read': reads, 'oracle-yardstick': yardsticks },
    usage: [{ ...usageOf(title, loads), mostMegabytes: 250 }],
    figures: [
      figure('oracle/yardstick', `${readers.driver}, ${server.label}`, 'per second', yardsticks.map(rate)),
      figure(
        'oracle/work',
        `${readers.adapter}: the bare driver's CPU time for each second of its own, ${server.label}`,
        'ratio',
        reads.map(({ work }) => work),
        { atLeast: 0.7 },
      ),
      figure(
        'oracle/ratio',
        `${readers.adapter}: of the bare driver's rate, the server's work for pages included, ${server.label}`,
        'ratio',
        reads.map(({ ratio }) => ratio),
      ),
      figure('oracle-load/rate', `${title}: records`, 'per second', loads.map(rate)),
      figure(
        'oracle-load/cpu',
        `${title}: CPU, connector`,
        'CPU-s per million',
        loads.map((sample) => perMillion(sample, 'connector')),
      ),
    ],
  };
}

/**
 * What the adapter adds to its driver: the CPU time of both processes, their start included. Their time by the clock is that of a server
 * which translates each page's statement, as no Oracle would.
 */
function ownWork(yardsticks, measured) {
  const known = yardsticks.map(({ cpu }) => cpu.tools).filter((seconds) => seconds !== undefined);
  if (known.length === 0 || measured.cpu.tools === undefined) return undefined;
  return known.reduce((sum, seconds) => sum + seconds, 0) / known.length / measured.cpu.tools;
}
