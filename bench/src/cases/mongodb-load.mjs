import { figure } from '../figures.mjs';
import { expectPlatformEqual } from '../mongodb/equal.mjs';
import { withServer } from '../mongodb/server.mjs';
import { perMillion, rate, ratioTo } from '../pairs.mjs';
import { measureConnector } from '../part.mjs';
import { countCitizens } from '../source/citizen.mjs';
import { usageOf } from '../usage.mjs';
import { driverYardsticks, measureDriver } from './mongodb-yardstick.mjs';

/** The same citizens as documents, end to end, between two runs of the bare driver over them. */
export async function measureMongodbLoad(setting, { runs }) {
  const rows = await countCitizens(setting.client);
  return withServer(setting, (server) => measureServer(setting, server, { runs, rows }));
}

async function measureServer(setting, server, { runs, rows }) {
  const title = `first load of ${server.label}, end to end`;
  const samples = [];
  const yardsticks = [];
  setting.say(`${title}: warming up …`);
  await measureDriver(setting, server, { count: rows });
  for (let run = 1; run <= runs; run++) {
    await setting.renewPlatform();
    await measureConnector(
      setting,
      { name: `before-mongodb-load-${run}`, table: 'citizen_before', run: { once: true } },
      `a platform at work, run ${run}`,
    );
    const before = await measureDriver(setting, server, { count: rows });
    setting.say(`${title}, run ${run} of ${runs} …`);
    const name = `mongodb-load-${run}`;
    const sample = { ...(await measureConnector(setting, { name, server, run: { once: true } }, `${title}, run ${run}`)), count: rows };
    await expectPlatformEqual(setting, server.db, name);
    const after = await measureDriver(setting, server, { count: rows });
    yardsticks.push(before, after);
    samples.push({ ...sample, ratio: ratioTo([before, after], sample) });
  }
  const values = (pick) => samples.map(pick);
  return {
    samples: { 'mongodb-load': samples, 'mongodb-load-yardstick': yardsticks },
    usage: [usageOf(title, samples)],
    figures: [
      figure('mongodb-load/yardstick', `${driverYardsticks.find}, ${server.label}`, 'per second', yardsticks.map(rate)),
      figure(
        'mongodb-load/ratio',
        `${title}: of the bare driver`,
        'ratio',
        values(({ ratio }) => ratio),
        { atLeast: 0.5 },
      ),
      figure('mongodb-load/rate', `${title}: records`, 'per second', values(rate)),
      figure(
        'mongodb-load/cpu',
        `${title}: CPU, connector`,
        'CPU-s per million',
        values((sample) => perMillion(sample, 'connector')),
      ),
    ],
  };
}
