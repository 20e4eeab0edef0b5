import { dropSlot, openConnector, slotOf } from './connector.mjs';
import { withPatience } from './patience.mjs';
import { measure } from './processes/measure.mjs';
import { groupsOf } from './setting.mjs';
import { settle } from './settle.mjs';
import { watchSnapshotAge } from './source/snapshot-age.mjs';
import { followStatements } from './source/statement-log.mjs';

/**
 * One measured run of a connector, from telling an open process to run until it says that it is finished: opening the state,
 * the source and the slot are in it, loading the program is not.
 */
export async function measureConnector(setting, what, title) {
  const connector = await openConnector(setting, what);
  try {
    await Promise.all([settle(setting), what.server?.settle()]);
    // Only PostgreSQL tells what a role has held.
    const statements = what.server === undefined ? followStatements(setting.source.directory) : undefined;
    const age = what.server === undefined ? await watchSnapshotAge(setting.source.connectionString) : undefined;
    let measured;
    try {
      measured = await withPatience(
        setting,
        title,
        () =>
          measure({ groups: groupsOf(setting, connector, what.server), memory: ['connector', 'platform'] }, () => {
            connector.run();
            return connector.finished();
          }),
        connector,
      );
      await withPatience(setting, `${title}: the end of the run`, () => connector.ended(), connector);
    } finally {
      measured = { ...measured, ...(age === undefined ? {} : { snapshotAge: await age.stop() }) };
    }
    return statements === undefined ? measured : { ...measured, statements: statements.longest() };
  } finally {
    await connector.leave();
    if (what.keepSlot !== true && what.server === undefined) await dropSlot(setting, slotOf(what.name));
  }
}
