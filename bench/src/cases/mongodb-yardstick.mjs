import { fileURLToPath } from 'node:url';
import { measure } from '../processes/measure.mjs';
import { shell } from '../processes/tools.mjs';
import { settle } from '../settle.mjs';

export const driverYardsticks = {
  find: 'the bare driver, every document thrown away',
  watch: 'the bare change stream, every event thrown away',
};

const readerFile = fileURLToPath(new URL('../processes/mongodb-reader.mjs', import.meta.url));

/** The bare driver over all documents, or over the events behind `after`: in its time it starts, too. */
export async function measureDriver(setting, { uri, database, pid }, { count, after }) {
  await settle(setting);
  const input = JSON.stringify({ uri, database, collection: 'citizen', after, count });
  const sample = await measure({ groups: { source: pid } }, () =>
    shell('"$NODE" "$READER"', { NODE: process.execPath, READER: readerFile, LIENTHONG_BENCH_READER: input }),
  );
  return { ...sample, count };
}
