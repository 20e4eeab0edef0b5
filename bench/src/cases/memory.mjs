import { figure, greatest } from '../figures.mjs';
import { addCitizens, countCitizens } from '../source/citizen.mjs';
import { usageOf } from '../usage.mjs';
import { firstLoad } from './first-load.mjs';
import { merge } from './merge.mjs';

const times = 5;

/** First load and merge of the table as it is and five times as long, each on a new platform: memory must not follow the rows. */
export async function measureMemory(setting) {
  const rows = await countCitizens(setting.client);
  const short = await peaks(setting, rows, 'short');
  setting.say(`memory: ${rows * times} rows are made …`);
  await addCitizens(setting.client, rows + 1, rows * times);
  const long = await peaks(setting, rows * times, 'long');
  return {
    samples: { memory: { short, long } },
    usage: [short, long].flatMap(({ rows: count, samples }) => [
      usageOf(`${firstLoad.title}, ${count} rows`, samples.slice(0, 1)),
      usageOf(`${merge.title}, ${count} rows`, samples.slice(1)),
    ]),
    figures: ['connector', 'platform'].flatMap((process) => [
      figure(`memory/${process}-short`, `peak memory, ${process}, ${rows} rows`, 'MB', [short[process]], { atMost: 200 }),
      figure(`memory/${process}-long`, `peak memory, ${process}, ${rows * times} rows`, 'MB', [long[process]], { atMost: 200 }),
      // Flat: what garbage collection leaves to chance, and no more.
      figure(`memory/${process}-growth`, `peak memory, ${process}: five times the rows`, 'ratio', [long[process] / short[process]], {
        atMost: 1.15,
      }),
    ]),
  };
}

async function peaks(setting, rows, run) {
  await setting.renewPlatform();
  setting.say(`memory: ${rows} rows …`);
  const samples = [await firstLoad.measure(setting, { rows, run }), await merge.measure(setting, { rows, run })];
  const of = (process) => greatest(samples.map(({ peak }) => peak[process]));
  return { rows, connector: of('connector'), platform: of('platform'), samples };
}
