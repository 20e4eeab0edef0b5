import { measure } from '../processes/measure.mjs';
import { findTool, shell } from '../processes/tools.mjs';
import { groupsOf } from '../setting.mjs';
import { settle } from '../settle.mjs';

export const receiveYardstick = 'pg_recvlogical to /dev/null';

export function canReceive() {
  return findTool('pg_recvlogical') !== undefined;
}

/** What the database's own tool makes of the same backlog: the log, decoded by pgoutput and thrown away. */
export async function measureReceive(setting, { slot, publication, changes, last, end }) {
  const tool = findTool('pg_recvlogical');
  if (tool === undefined) {
    setting.skip(`${receiveYardstick}: pg_recvlogical is not installed`);
    return undefined;
  }
  await settle(setting);
  const sample = await measure({ groups: groupsOf(setting) }, () =>
    shell(
      `"$TOOL" -d "$SOURCE" --slot ${slot} --start --endpos ${end} -o proto_version=1 -o publication_names=${publication} -f /dev/null --no-loop`,
      { TOOL: tool, SOURCE: setting.source.connectionString },
    ),
  );
  await expectConfirmed(setting, slot, last);
  return { ...sample, count: changes };
}

/** The tool's last word may still be on its way to the server when it has ended. */
async function expectConfirmed({ client }, slot, last) {
  const until = Date.now() + 10_000;
  for (;;) {
    const { rows } = await client.query('select confirmed_flush_lsn >= $2::pg_lsn as all from pg_replication_slots where slot_name = $1', [
      slot,
      last,
    ]);
    if (rows[0]?.all === true) return;
    if (Date.now() > until) throw new Error('the yardstick stopped before the end of the backlog');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
