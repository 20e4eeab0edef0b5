import { measure } from '../processes/measure.mjs';
import { findTool, shell } from '../processes/tools.mjs';
import { groupsOf } from '../setting.mjs';
import { settle } from '../settle.mjs';

export const copyYardstick = 'COPY to COPY (psql)';

/** What the database's own tool makes of the same rows: COPY out of the table into another one with a primary key. */
export async function measureCopy(setting, rows) {
  const psql = findTool('psql');
  if (psql === undefined) {
    setting.skip(`${copyYardstick}: psql is not installed`);
    return undefined;
  }
  await setting.client.query('truncate citizen_copy');
  await settle(setting);
  const sample = await measure({ groups: groupsOf(setting) }, () =>
    shell('"$PSQL" -qXc "copy citizen to stdout" "$SOURCE" | "$PSQL" -qXc "copy citizen_copy from stdin" "$SOURCE"', {
      PSQL: psql,
      SOURCE: setting.source.connectionString,
    }),
  );
  const { rows: copied } = await setting.client.query('select count(*)::int as count from citizen_copy');
  if (copied[0].count !== rows) throw new Error(`the yardstick copied ${copied[0].count} of ${rows} rows`);
  return { ...sample, count: rows };
}
