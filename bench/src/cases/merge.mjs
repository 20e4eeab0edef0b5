import { slotOf } from '../connector.mjs';
import { citizens } from '../dataset.mjs';
import { expectEqual } from '../equal.mjs';
import { measureConnector } from '../part.mjs';

/** The same keys again, in a new epoch: each record meets one that is there. Follows a first load of the same run. */
export const merge = {
  title: 'merge into existing data, end to end',
  demands: { atLeast: 0.4, floor: 0.35 },
  cpuDemands: { connector: { atMost: 5 }, all: { atMost: 3 } },
  async measure(setting, { rows, run }) {
    const name = `load-${run}`;
    await catchUp(setting, name, `catching up before ${merge.title}, run ${run}`);
    const sample = await measureConnector(setting, { name, run: { once: true, newEpoch: [citizens.id] } }, `${merge.title}, run ${run}`);
    await expectEqual(setting, name, { epoch: 2 });
    return { ...sample, count: rows };
  },
};

/**
 * The yardstick wrote into the source's log since the first load: going through that is no part of a merge. The server
 * decodes a slot's log from its restart point, which follows what was confirmed one reading late.
 */
async function catchUp(setting, name, title) {
  const most = 3;
  for (let times = 0; times < most; times++) {
    await measureConnector(setting, { name, run: { once: true }, keepSlot: true }, title);
    const { rows } = await setting.client.query(
      `select pg_current_wal_lsn() - restart_lsn < 1048576 as near from pg_replication_slots where slot_name = $1`,
      [slotOf(name)],
    );
    if (rows[0].near) return;
  }
  throw new Error(`the restart point of ${slotOf(name)} does not follow`);
}
