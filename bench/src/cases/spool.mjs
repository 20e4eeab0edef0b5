import { measureConnector } from '../part.mjs';

/** The snapshot to the durable spool, for a platform that never answers. */
export const spool = {
  title: 'snapshot to the durable spool',
  demands: { atLeast: 0.75 },
  async measure(setting, { rows, run }) {
    const name = `spool-${run}`;
    const sample = await measureConnector(setting, { name, silent: true, until: 'spooled' }, `${spool.title}, run ${run}`);
    // One line more than rows: the end of the snapshot.
    if (sample.result.spooled !== rows + 1) throw new Error(`${sample.result.spooled} lines were spooled of ${rows} rows`);
    return { ...sample, count: rows };
  },
};
