import { dropSlot, slotOf } from '../connector.mjs';
import { figure } from '../figures.mjs';
import { cpuRatioTo, perMillion, rate, ratioTo } from '../pairs.mjs';
import { measureConnector } from '../part.mjs';
import { countCitizens } from '../source/citizen.mjs';
import { usageOf } from '../usage.mjs';
import { copyYardstick, measureCopy } from './copy-yardstick.mjs';
import { firstLoad } from './first-load.mjs';
import { merge } from './merge.mjs';
import { spool } from './spool.mjs';

const parts = { spool, 'first-load': firstLoad, merge };

/** Spool, first load and merge, each between two runs of the yardstick, on a new platform in each run. */
export async function measureLoads(setting, { runs, cases }) {
  const wanted = Object.keys(parts).filter((name) => cases.includes(name));
  const samples = Object.fromEntries(wanted.map((name) => [name, []]));
  const yardsticks = [];
  const rows = await countCitizens(setting.client);
  const yardstick = async () => {
    const sample = await measureCopy(setting, rows);
    if (sample !== undefined) yardsticks.push(sample);
    return sample;
  };
  setting.say('warming up …');
  await measureCopy(setting, rows);
  for (let run = 1; run <= runs; run++) {
    await setting.renewPlatform();
    // A platform serves for months: what is measured is one at work, not one whose program is still being compiled.
    await measureConnector(
      setting,
      { name: `before-${run}`, table: 'citizen_before', run: { once: true } },
      `a platform at work, run ${run}`,
    );
    let before = await yardstick();
    for (const name of wanted) {
      setting.say(`${parts[name].title}, run ${run} of ${runs} …`);
      // A merge needs what it merges into, also when the load is not asked for.
      if (name === 'merge' && !wanted.includes('first-load')) await firstLoad.measure(setting, { rows, run });
      const sample = await parts[name].measure(setting, { rows, run });
      const after = await yardstick();
      samples[name].push({ ...sample, ratio: ratioTo([before, after], sample), cpuRatio: cpuRatioTo([before, after], sample) });
      before = after;
    }
    await dropSlot(setting, slotOf(`load-${run}`));
  }
  return {
    samples: { 'copy-yardstick': yardsticks, ...samples },
    usage: [
      ...(yardsticks.length === 0 ? [] : [usageOf(copyYardstick, yardsticks)]),
      ...wanted.map((name) => usageOf(parts[name].title, samples[name])),
    ],
    figures: [
      ...(yardsticks.length === 0 ? [] : [figure('copy-yardstick/rate', copyYardstick, 'per second', yardsticks.map(rate))]),
      ...wanted.flatMap((name) => figuresOf(name, samples[name])),
    ],
  };
}

function figuresOf(name, list) {
  const { title, demands, cpuDemands } = parts[name];
  const values = (pick) => list.map(pick);
  return [
    figure(
      `${name}/ratio`,
      `${title}: of COPY to COPY`,
      'ratio',
      values(({ ratio }) => ratio),
      demands,
    ),
    figure(`${name}/rate`, `${title}: records`, 'per second', values(rate)),
    figure(
      `${name}/cpu`,
      `${title}: CPU, connector`,
      'CPU-s per million',
      values((sample) => perMillion(sample, 'connector')),
      cpuDemands?.connector,
    ),
    figure(
      `${name}/cpu-ratio`,
      `${title}: CPU of all processes, of COPY to COPY`,
      'ratio',
      values(({ cpuRatio }) => cpuRatio),
      cpuDemands?.all,
    ),
  ];
}
