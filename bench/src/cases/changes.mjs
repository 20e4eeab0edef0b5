import { dropSlot, slotOf } from '../connector.mjs';
import { expectEqual } from '../equal.mjs';
import { figure } from '../figures.mjs';
import { rate, ratioTo } from '../pairs.mjs';
import { measureConnector } from '../part.mjs';
import { writeBacklog } from '../source/backlog.mjs';
import { countCitizens } from '../source/citizen.mjs';
import { usageOf } from '../usage.mjs';
import { canReceive, measureReceive, receiveYardstick } from './receive-yardstick.mjs';

/** Changes of one transaction. */
const sizes = [1, 100, 10_000];
const name = 'changes';

/** A backlog in the log, drained end to end between two runs of pg_recvlogical over the same backlog. */
export async function measureChanges(setting, { changes, runs }) {
  const total = await countCitizens(setting.client);
  const usable = sizes.filter((size) => size <= total && size <= changes);
  const samples = Object.fromEntries(usable.map((size) => [size, []]));
  const yardsticks = Object.fromEntries(usable.map((size) => [size, []]));
  await setting.renewPlatform();
  setting.say('changes: the snapshot before …');
  await drain(setting, 'the snapshot before the changes');
  let round = 0;
  for (let run = 1; run <= runs; run++) {
    for (const size of usable) {
      setting.say(`changes, ${size} to a transaction, run ${run} of ${runs} …`);
      const { sample, around } = await drainBacklog(setting, { changes, size, round: ++round, total });
      samples[size].push(sample);
      yardsticks[size].push(...around);
    }
  }
  await dropSlot(setting, slotOf(name));
  const all = usable.flatMap((size) => yardsticks[size]);
  return {
    samples: { changes: samples, 'receive-yardstick': yardsticks },
    usage: [
      ...(all.length === 0 ? [] : usable.map((size) => usageOf(yardstickTitle(size), yardsticks[size]))),
      ...usable.map((size) => usageOf(titleOf(size), samples[size])),
    ],
    figures: usable.flatMap((size) => figuresOf(size, samples[size], yardsticks[size])),
  };
}

async function drainBacklog(setting, { changes, size, round, total }) {
  // The same log is read three times: each reader has its slot from before the first change.
  const slots = canReceive() ? ['bench_before', 'bench_after'] : [];
  for (const slot of slots) await setting.client.query(`select pg_create_logical_replication_slot($1, 'pgoutput')`, [slot]);
  try {
    const backlog = await writeBacklog(setting.client, { changes, size, round, total });
    const receive = (slot) => measureReceive(setting, { ...backlog, slot, publication: slotOf(name) });
    const before = await receive('bench_before');
    const sample = { ...(await drain(setting, `changes, ${size} to a transaction`)), count: backlog.changes };
    await expectEqual(setting, name);
    if (sample.result.records !== backlog.changes) throw new Error(`${sample.result.records} of ${backlog.changes} changes were read`);
    const after = await receive('bench_after');
    const around = [before, after].filter((yardstick) => yardstick !== undefined);
    return { around, sample: { ...sample, ratio: ratioTo(around, sample) } };
  } finally {
    for (const slot of slots) await dropSlot(setting, slot);
  }
}

function drain(setting, title) {
  return measureConnector(setting, { name, run: { once: true }, keepSlot: true }, title);
}

function figuresOf(size, list, yardsticks) {
  const values = (pick) => list.map(pick);
  const title = titleOf(size);
  return [
    ...(yardsticks.length === 0 ? [] : [figure(`changes-${size}/yardstick`, yardstickTitle(size), 'per second', yardsticks.map(rate))]),
    figure(
      `changes-${size}/ratio`,
      `${title}: of pg_recvlogical`,
      'ratio',
      values(({ ratio }) => ratio),
      { atLeast: 0.5 },
    ),
    figure(`changes-${size}/rate`, `${title}: changes`, 'per second', values(rate)),
  ];
}

function titleOf(size) {
  return `backlog, ${size.toLocaleString('en-US')} to a transaction`;
}

function yardstickTitle(size) {
  return `${receiveYardstick}, ${size.toLocaleString('en-US')} to a transaction`;
}
