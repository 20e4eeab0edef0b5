import { figure } from '../figures.mjs';
import { expectPlatformEqual } from '../mysql/equal.mjs';
import { withServers } from '../mysql/server.mjs';
import { perMillion, rate, ratioTo } from '../pairs.mjs';
import { measureConnector } from '../part.mjs';
import { countCitizens } from '../source/citizen.mjs';
import { usageOf } from '../usage.mjs';
import { measureCopy } from './copy-yardstick.mjs';

/** The same citizens from MySQL and MariaDB, end to end, between two runs of PostgreSQL's COPY to COPY over the same rows. */
export async function measureMysqlLoad(setting, options) {
  const rows = await countCitizens(setting.client);
  return withServers(setting, (server) => measureServer(setting, server, { ...options, rows }));
}

async function measureServer(setting, server, { runs, rows }) {
  const id = `${server.name}-load`;
  const title = `first load of ${server.label}, end to end`;
  const samples = [];
  setting.say(`${title}: warming up …`);
  await measureCopy(setting, rows);
  for (let run = 1; run <= runs; run++) {
    await setting.renewPlatform();
    await measureConnector(
      setting,
      { name: `before-${id}-${run}`, table: 'citizen_before', run: { once: true } },
      `a platform at work, run ${run}`,
    );
    const before = await measureCopy(setting, rows);
    setting.say(`${title}, run ${run} of ${runs} …`);
    const name = `${id}-${run}`;
    const sample = {
      ...(await measureConnector(setting, { name, server, run: { once: true } }, `${title}, run ${run}`)),
      count: rows,
    };
    await expectPlatformEqual(setting, server.client, name);
    const after = await measureCopy(setting, rows);
    samples.push({ ...sample, ratio: ratioTo([before, after], sample) });
  }
  const values = (pick) => samples.map(pick);
  return {
    samples: { [id]: samples },
    usage: [usageOf(title, samples)],
    figures: [
      figure(
        `${id}/ratio`,
        `${title}: of COPY to COPY`,
        'ratio',
        values(({ ratio }) => ratio),
        { atLeast: 0.33 },
      ),
      figure(`${id}/rate`, `${title}: records`, 'per second', values(rate)),
      figure(
        `${id}/cpu`,
        `${title}: CPU, connector`,
        'CPU-s per million',
        values((sample) => perMillion(sample, 'connector')),
      ),
    ],
  };
}
