import { dropSlot, slotOf, streamOf } from '../connector.mjs';
import { citizens } from '../dataset.mjs';
import { expectEqual } from '../equal.mjs';
import { figure } from '../figures.mjs';
import { perMillion, rate, ratioTo } from '../pairs.mjs';
import { measureConnector } from '../part.mjs';
import { countCitizens } from '../source/citizen.mjs';
import { usageOf } from '../usage.mjs';

const title = 'first load as national messages, end to end';
const dataType = 'H26_001';

/** A first load as national messages between two first loads of `lienthong/1`, each to a new platform. */
export async function measureNationalLoad(setting, { runs }) {
  const rows = await countCitizens(setting.client);
  const [own, national] = [[], []];
  for (let run = 1; run <= runs; run++) {
    setting.say(`${title}, run ${run} of ${runs} …`);
    const before = await load(setting, `national-before-${run}`, rows);
    const measured = await load(setting, `national-${run}`, rows, dataType);
    const after = await load(setting, `national-after-${run}`, rows);
    own.push(before, after);
    national.push({ ...measured, ratio: ratioTo([before, after], measured) });
  }
  return {
    samples: { 'national-yardstick': own, 'national-load': national },
    usage: [usageOf(title, national)],
    figures: [
      figure('national-load/yardstick', 'first load of lienthong/1 beside it: records', 'per second', own.map(rate)),
      figure(
        'national-load/ratio',
        `${title}: of lienthong/1`,
        'ratio',
        national.map(({ ratio }) => ratio),
        { atLeast: 0.5 },
      ),
      figure('national-load/rate', `${title}: records`, 'per second', national.map(rate)),
      figure(
        'national-load/cpu',
        `${title}: CPU, connector`,
        'CPU-s per million',
        national.map((sample) => perMillion(sample, 'connector')),
      ),
    ],
  };
}

async function load(setting, name, rows, type) {
  await setting.renewPlatform();
  const order = { source: streamOf(name), dataset: citizens.id, version: '1.0.0', dataType: type };
  const national = type === undefined ? undefined : { ...(await setting.platform.expectMessages(order)), dataType: type };
  const sample = await measureConnector(setting, { name, national, run: { once: true } }, name);
  await expectEqual(setting, name);
  await dropSlot(setting, slotOf(name));
  return { ...sample, count: rows };
}
