import { fileURLToPath } from 'node:url';
import { everyRow } from '../oracle/citizen.mjs';
import { measure } from '../processes/measure.mjs';
import { shell } from '../processes/tools.mjs';
import { settle } from '../settle.mjs';
import { columns } from '../source/citizen.mjs';

export const readers = {
  driver: 'the bare driver, every row thrown away',
  adapter: "the adapter's snapshot, every row thrown away",
};

const readerFile = fileURLToPath(new URL('../processes/oracle-reader.mjs', import.meta.url));

/** One process that reads all rows once; in its time it starts, too. */
export async function measureReader(setting, { adapter: login, pid, rows }, by) {
  await settle(setting);
  const input = JSON.stringify({ by, login, statement: everyRow, columns: columns.map(([column]) => column), count: rows });
  const sample = await measure({ groups: { source: pid } }, () =>
    shell('"$NODE" "$READER"', { NODE: process.execPath, READER: readerFile, LIENTHONG_BENCH_READER: input }),
  );
  return { ...sample, count: rows };
}
