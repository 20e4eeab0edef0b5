import { legacyPersons, persons } from '../dataset.mjs';
import { expectEqual } from '../equal.mjs';
import { figure } from '../figures.mjs';
import { perMillion, rate, ratioTo } from '../pairs.mjs';
import { measureConnector } from '../part.mjs';
import { createPersons } from '../source/person.mjs';
import { usageOf } from '../usage.mjs';

/** Who reads what: each against runs without a dictionary, over the right values, directly before and after it. */
const readers = {
  without: { title: 'without a dictionary', table: 'right', dataset: persons, dictionary: false },
  right: { title: 'right values, every one looked at', table: 'right', dataset: persons },
  legacy: { title: 'legacy values, every one repaired', table: 'legacy', dataset: legacyPersons },
};
const compared = ['right', 'legacy'];

/** How far the rows go. */
const ways = {
  load: { title: 'first load, end to end', demands: { atLeast: 0.75 } },
  spool: { title: 'snapshot to the durable spool', demands: {} },
};

/** What the dictionary costs a snapshot: to the spool, where the connector's own work is nearly all, and end to end. */
export async function measureDictionary(setting, { rows, runs }) {
  setting.say(`dictionary: ${rows} persons are made, twice …`);
  const tables = await createPersons(setting.client, rows);
  const samples = {};
  let connectors = 0;
  const measure = async (way, reader) => {
    connectors += 1;
    const { title, table, ...what } = readers[reader];
    const name = `dictionary-${connectors}`;
    const run = way === 'spool' ? { silent: true, until: 'spooled' } : { run: { once: true } };
    const sample = await measureConnector(setting, { name, table: tables[table], ...what, ...run }, `${ways[way].title}, ${title}`);
    if (way === 'load') await expectEqual(setting, name, { table: tables.right, dataset: persons });
    else if (sample.result.spooled !== rows + 1) throw new Error(`${name}: ${sample.result.spooled} lines were spooled of ${rows} rows`);
    return { ...sample, count: rows };
  };
  const keep = (way, reader, sample) => {
    samples[`dictionary-${way}-${reader}`] ??= [];
    samples[`dictionary-${way}-${reader}`].push(sample);
    return sample;
  };
  for (let run = 1; run <= runs; run++) {
    await setting.renewPlatform();
    for (const way of Object.keys(ways)) {
      setting.say(`dictionary, ${ways[way].title}, run ${run} of ${runs} …`);
      let before = keep(way, 'without', await measure(way, 'without'));
      for (const reader of compared) {
        const sample = await measure(way, reader);
        const after = keep(way, 'without', await measure(way, 'without'));
        keep(way, reader, { ...sample, ratio: ratioTo([before, after], sample) });
        before = after;
      }
    }
  }
  await tables.drop();
  return {
    samples,
    usage: Object.keys(ways).flatMap((way) =>
      Object.keys(readers).map((reader) => usageOf(titleOf(way, reader), samples[`dictionary-${way}-${reader}`])),
    ),
    figures: Object.keys(ways).flatMap((way) => [
      figure(`dictionary-${way}/rate`, `${titleOf(way, 'without')}: records`, 'per second', samples[`dictionary-${way}-without`].map(rate)),
      ...compared.flatMap((reader) => figuresOf(way, reader, samples[`dictionary-${way}-${reader}`])),
    ]),
  };
}

function figuresOf(way, reader, list) {
  const title = titleOf(way, reader);
  return [
    figure(
      `dictionary-${way}-${reader}/ratio`,
      `${title}: of without`,
      'ratio',
      list.map(({ ratio }) => ratio),
      ways[way].demands,
    ),
    figure(
      `dictionary-${way}-${reader}/cpu`,
      `${title}: CPU, connector`,
      'CPU-s per million',
      list.map((sample) => perMillion(sample, 'connector')),
    ),
  ];
}

function titleOf(way, reader) {
  return `${ways[way].title}, ${readers[reader].title}`;
}
