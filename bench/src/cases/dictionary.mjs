import { legacyPersons, persons } from '../dataset.mjs';
import { expectEqual } from '../equal.mjs';
import { figure } from '../figures.mjs';
import { perMillion, rate, ratioTo } from '../pairs.mjs';
import { measureConnector } from '../part.mjs';
import { createPersons } from '../source/person.mjs';
import { usageOf } from '../usage.mjs';

const parts = {
  right: { title: 'snapshot of right values, every one looked at', dataset: persons },
  legacy: { title: 'snapshot of legacy values, every one repaired', dataset: legacyPersons },
};
const without = 'snapshot of right values without a dictionary';

/** What the dictionary costs a snapshot on its way to the durable spool, each part between two runs without one. */
export async function measureDictionary(setting, { rows, runs }) {
  setting.say(`dictionary: ${rows} persons are made, twice …`);
  const tables = await createPersons(setting.client, rows);
  await setting.renewPlatform();
  const samples = { without: [], right: [], legacy: [] };
  let connectors = 0;
  const spool = async (title, what) => {
    connectors += 1;
    const name = `dictionary-${connectors}`;
    const sample = await measureConnector(setting, { name, silent: true, until: 'spooled', ...what }, title);
    if (sample.result.spooled !== rows + 1) throw new Error(`${title}: ${sample.result.spooled} lines were spooled of ${rows} rows`);
    return { ...sample, count: rows };
  };
  const yardstick = async () => {
    const sample = await spool(without, { table: tables.right, dataset: persons, dictionary: false });
    samples.without.push(sample);
    return sample;
  };
  for (let run = 1; run <= runs; run++) {
    setting.say(`dictionary, run ${run} of ${runs} …`);
    let before = await yardstick();
    for (const [name, { title, dataset }] of Object.entries(parts)) {
      const sample = await spool(title, { table: tables[name], dataset });
      const after = await yardstick();
      samples[name].push({ ...sample, ratio: ratioTo([before, after], sample) });
      before = after;
    }
  }
  await expectRepaired(setting, tables);
  await tables.drop();
  return {
    samples: Object.fromEntries(Object.entries(samples).map(([name, list]) => [`dictionary-${name}`, list])),
    usage: [usageOf(without, samples.without), ...Object.entries(parts).map(([name, { title }]) => usageOf(title, samples[name]))],
    figures: [
      figure('dictionary/without', `${without}: records`, 'per second', samples.without.map(rate)),
      ...Object.entries(parts).flatMap(([name, { title }]) => [
        figure(
          `dictionary-${name}/ratio`,
          `${title}: of without`,
          'ratio',
          samples[name].map(({ ratio }) => ratio),
          { atLeast: 0.75 },
        ),
        figure(
          `dictionary-${name}/cpu`,
          `${title}: CPU, connector`,
          'CPU-s per million',
          samples[name].map((sample) => perMillion(sample, 'connector')),
        ),
      ]),
    ],
  };
}

/** The legacy rows, published for real, are the right ones, value by value. */
async function expectRepaired(setting, tables) {
  setting.say('dictionary: the repaired values are compared …');
  const name = 'dictionary-repaired';
  await measureConnector(setting, { name, table: tables.legacy, dataset: legacyPersons, run: { once: true } }, 'the repaired values');
  await expectEqual(setting, name, { table: tables.right, dataset: persons });
}
