import { dataset } from '../dataset.mjs';
import { expectEqual } from '../equal.mjs';
import { measureConnector } from '../part.mjs';

/** The same keys again, in a new epoch: each record meets one that is there. Follows a first load of the same run. */
export const merge = {
  title: 'merge into existing data, end to end',
  demands: { atLeast: 0.4, floor: 0.35 },
  cpuDemands: { connector: { atMost: 5 }, all: { atMost: 3 } },
  async measure(setting, { rows, run }) {
    const name = `load-${run}`;
    // The yardstick wrote into the source's log since the first load: what is followed through it is no part of a merge.
    await measureConnector(setting, { name, run: { once: true }, keepSlot: true }, `catching up before ${merge.title}, run ${run}`);
    const sample = await measureConnector(setting, { name, run: { once: true, newEpoch: [dataset] } }, `${merge.title}, run ${run}`);
    await expectEqual(setting, name, { epoch: 2 });
    return { ...sample, count: rows };
  },
};
