import { figure } from '../figures.mjs';
import { writeBacklog } from '../mongodb/backlog.mjs';
import { expectPlatformEqual } from '../mongodb/equal.mjs';
import { withServer } from '../mongodb/server.mjs';
import { rate, ratioTo } from '../pairs.mjs';
import { measureConnector } from '../part.mjs';
import { countCitizens } from '../source/citizen.mjs';
import { usageOf } from '../usage.mjs';
import { driverYardsticks, measureDriver } from './mongodb-yardstick.mjs';

/** Changes of one transaction. */
const sizes = [1, 100, 10_000];

/** A backlog of updates, each of which has to be read again, drained end to end between two runs of the bare change stream over it. */
export async function measureMongodbChanges(setting, options) {
  const total = await countCitizens(setting.client);
  return withServer(setting, (server) => measureServer(setting, server, { ...options, total }));
}

async function measureServer(setting, server, { changes, runs, total }) {
  const id = 'mongodb-changes';
  const usable = sizes.filter((size) => size <= total && size <= changes);
  const samples = Object.fromEntries(usable.map((size) => [size, []]));
  const yardsticks = Object.fromEntries(usable.map((size) => [size, []]));
  const drain = (title) => measureConnector(setting, { name: id, server, run: { once: true } }, title);
  await setting.renewPlatform();
  setting.say(`changes of ${server.label}: the snapshot before …`);
  await drain('the snapshot before the changes');
  let round = 0;
  for (let run = 1; run <= runs; run++) {
    for (const size of usable) {
      setting.say(`changes of ${server.label}, ${size} to a transaction, run ${run} of ${runs} …`);
      const backlog = await writeBacklog(server, { changes, size, round: ++round, total });
      const around = { count: backlog.changes, after: backlog.after };
      const before = await measureDriver(setting, server, around);
      const sample = { ...(await drain(titleOf(server, size))), count: backlog.changes };
      await expectPlatformEqual(setting, server.db, id);
      const after = await measureDriver(setting, server, around);
      samples[size].push({ ...sample, ratio: ratioTo([before, after], sample) });
      yardsticks[size].push(before, after);
    }
  }
  return {
    samples: { [id]: samples, [`${id}-yardstick`]: yardsticks },
    usage: usable.map((size) => usageOf(titleOf(server, size), samples[size])),
    figures: usable.flatMap((size) => [
      figure(
        `${id}-${size}/yardstick`,
        `${driverYardsticks.watch}, ${server.label}, ${number(size)} to a transaction`,
        'per second',
        yardsticks[size].map(rate),
      ),
      figure(
        `${id}-${size}/ratio`,
        `${titleOf(server, size)}: of the bare change stream`,
        'ratio',
        samples[size].map(({ ratio }) => ratio),
        { atLeast: 0.5 },
      ),
      figure(`${id}-${size}/rate`, `${titleOf(server, size)}: changes`, 'per second', samples[size].map(rate)),
    ]),
  };
}

function titleOf({ label }, size) {
  return `backlog of ${label}, ${number(size)} to a transaction`;
}

function number(size) {
  return size.toLocaleString('en-US');
}
