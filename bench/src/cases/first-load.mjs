import { expectEqual } from '../equal.mjs';
import { measureConnector } from '../part.mjs';

/** The snapshot end to end, to a platform that has nothing of the dataset yet. */
export const firstLoad = {
  title: 'first load, end to end',
  demands: { atLeast: 0.5, floor: 0.45 },
  cpuDemands: { connector: { atMost: 5 }, all: { atMost: 3 } },
  async measure(setting, { rows, run }) {
    const name = `load-${run}`;
    const sample = await measureConnector(setting, { name, run: { once: true }, keepSlot: true }, `${firstLoad.title}, run ${run}`);
    await expectEqual(setting, name, { epoch: 1 });
    return { ...sample, count: rows };
  },
};
