import { figure } from '../figures.mjs';
import { createBacklogWriter, writeBacklog } from '../mysql/backlog.mjs';
import { expectPlatformEqual } from '../mysql/equal.mjs';
import { withServers } from '../mysql/server.mjs';
import { rate, ratioTo } from '../pairs.mjs';
import { measureConnector } from '../part.mjs';
import { countCitizens } from '../source/citizen.mjs';
import { usageOf } from '../usage.mjs';
import { binlogYardsticks, measureBinlog, measureReader } from './binlog-yardstick.mjs';

/** Changes of one transaction. */
const sizes = [1, 100, 10_000];

/** A backlog in the binary log, drained end to end between two runs of a bare reader over the same files. */
export async function measureMysqlChanges(setting, options) {
  const total = await countCitizens(setting.client);
  return withServers(setting, (server) => measureServer(setting, server, { ...options, total }));
}

async function measureServer(setting, server, { changes, runs, total }) {
  const id = `${server.name}-changes`;
  const usable = sizes.filter((size) => size <= total && size <= changes);
  const samples = Object.fromEntries(usable.map((size) => [size, []]));
  const yardsticks = Object.fromEntries(usable.map((size) => [size, []]));
  const drain = (title) => measureConnector(setting, { name: id, server, run: { once: true } }, title);
  await createBacklogWriter(server.client);
  await setting.renewPlatform();
  setting.say(`changes of ${server.label}: the snapshot before …`);
  await drain('the snapshot before the changes');
  let round = 0;
  for (let run = 1; run <= runs; run++) {
    for (const size of usable) {
      setting.say(`changes of ${server.label}, ${size} to a transaction, run ${run} of ${runs} …`);
      const backlog = await writeBacklog(server.client, { changes, size, round: ++round, total });
      const before = await measureReader(setting, server, backlog);
      const sample = { ...(await drain(titleOf(server, size))), count: backlog.changes };
      await expectPlatformEqual(setting, server.client, id);
      if (sample.result.records !== backlog.changes) throw new Error(`${sample.result.records} of ${backlog.changes} changes were read`);
      const after = await measureReader(setting, server, backlog);
      const around = [before, after];
      const [raw, decoded] = [
        await measureBinlog(setting, server, backlog, 'raw'),
        await measureBinlog(setting, server, backlog, 'decoded'),
      ];
      samples[size].push({
        ...{ ...sample, ratio: ratioTo(around, sample) },
        ...{ rawRatio: ratioTo([raw], sample), decodedRatio: ratioTo([decoded], sample) },
      });
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
    figure(
      `${id}/yardstick`,
      `${binlogYardsticks.reader}, ${server.label}, ${number(size)} to a transaction`,
      'per second',
      yardsticks.map(rate),
    ),
    figure(
      `${id}/ratio`,
      `${title}: of zongji`,
      'ratio',
      list.map(({ ratio }) => ratio),
      { atLeast: 0.5 },
    ),
    ...toolFigure(
      `${id}/decoded-ratio`,
      `${title}: of mysqlbinlog --verbose`,
      list.map(({ decodedRatio }) => decodedRatio),
    ),
    ...toolFigure(
      `${id}/raw-ratio`,
      `${title}: of mysqlbinlog --raw`,
      list.map(({ rawRatio }) => rawRatio),
    ),
    figure(`${id}/rate`, `${title}: changes`, 'per second', list.map(rate)),
  ];
}

/** Nothing where the tool is not installed: the skipped say so. */
function toolFigure(id, title, values) {
  return values.includes(undefined) ? [] : [figure(id, title, 'ratio', values)];
}

function titleOf({ label }, size) {
  return `backlog of ${label}, ${number(size)} to a transaction`;
}

function number(size) {
  return size.toLocaleString('en-US');
}
