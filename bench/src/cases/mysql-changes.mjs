import { figure } from '../figures.mjs';
import { createBacklogWriter, writeBacklog } from '../mysql/backlog.mjs';
import { expectPlatformEqual } from '../mysql/equal.mjs';
import { withServers } from '../mysql/server.mjs';
import { rate, ratioTo } from '../pairs.mjs';
import { measureConnector } from '../part.mjs';
import { countCitizens } from '../source/citizen.mjs';
import { usageOf } from '../usage.mjs';
import { binlogYardstick, measureBinlog } from './binlog-yardstick.mjs';

/** Changes of one transaction. */
const sizes = [1, 100, 10_000];

/** A backlog in the binary log, drained end to end between two runs of the product's own tool over the same files. */
export async function measureMysqlChanges(setting, options) {
  const total = await countCitizens(setting.client);
  return withServers(setting, (server) => measureServer(setting, server, { ...options, total }));
}

async function measureServer(setting, server, { changes, runs, total }) {
  const id = `${server.name}-changes`;
  const usable = sizes.filter((size) => size <= total && size <= changes);
  const samples = Object.fromEntries(usable.map((size) => [size, []]));
  const yardsticks = Object.fromEntries(usable.map((size) => [size, []]));
  const drain = (title) => measureConnector(setting, { name: id, mysql: server, run: { once: true } }, title);
  await createBacklogWriter(server.client);
  await setting.renewPlatform();
  setting.say(`changes of ${server.label}: the snapshot before …`);
  await drain('the snapshot before the changes');
  let round = 0;
  for (let run = 1; run <= runs; run++) {
    for (const size of usable) {
      setting.say(`changes of ${server.label}, ${size} to a transaction, run ${run} of ${runs} …`);
      const backlog = await writeBacklog(server.client, { changes, size, round: ++round, total });
      const before = await measureBinlog(setting, server, backlog);
      const sample = { ...(await drain(titleOf(server, size))), count: backlog.changes };
      await expectPlatformEqual(setting, server.client, id);
      if (sample.result.records !== backlog.changes) throw new Error(`${sample.result.records} of ${backlog.changes} changes were read`);
      const after = await measureBinlog(setting, server, backlog);
      const around = [before, after].filter((yardstick) => yardstick !== undefined);
      samples[size].push({ ...sample, ratio: ratioTo(around, sample) });
      yardsticks[size].push(...around);
    }
  }
  return {
    samples: { [id]: samples, [`${id}-yardstick`]: yardsticks },
    usage: usable.map((size) => usageOf(titleOf(server, size), samples[size])),
    figures: usable.flatMap((size) => figuresOf(server, size, samples[size], yardsticks[size])),
  };
}

function figuresOf(server, size, list, yardsticks) {
  const id = `${server.name}-changes-${size}`;
  const title = titleOf(server, size);
  return [
    ...(yardsticks.length === 0
      ? []
      : [
          figure(
            `${id}/yardstick`,
            `${binlogYardstick}, ${server.label}, ${number(size)} to a transaction`,
            'per second',
            yardsticks.map(rate),
          ),
        ]),
    figure(
      `${id}/ratio`,
      `${title}: of mysqlbinlog --raw`,
      'ratio',
      list.map(({ ratio }) => ratio),
      { atLeast: 0.5 },
    ),
    figure(`${id}/rate`, `${title}: changes`, 'per second', list.map(rate)),
  ];
}

function titleOf({ label }, size) {
  return `backlog of ${label}, ${number(size)} to a transaction`;
}

function number(size) {
  return size.toLocaleString('en-US');
}
