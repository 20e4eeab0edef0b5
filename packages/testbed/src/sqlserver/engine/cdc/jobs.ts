import { SqlServerError } from '../../engine.ts';
import type { Arguments, Procedure } from '../run/procedures.ts';
import type { Run } from '../run/session-state.ts';

/** How long change tables keep what they have is all of it that shows here: nothing is cleaned up by itself. */
export const changeJob: Procedure = { parameters: ['job_type', 'retention'], run: change };

async function change(run: Run, values: Arguments): Promise<void> {
  const { database } = run.state;
  const [type = '', retention = ''] = [values.get('job_type') ?? undefined, values.get('retention') ?? undefined];
  if (!database.isCdcEnabled || type.toLowerCase() !== 'cleanup')
    throw new SqlServerError(22909, 'The specified job type is not supported by this server, or Change Data Capture is not enabled.');
  const minutes = Number(retention);
  if (!Number.isInteger(minutes) || minutes < 1 || minutes > 52_494_800)
    throw new SqlServerError(22996, 'The value specified for the parameter @retention is out of its range.');
  await run.sql(`update cat.databases set cleanup_minutes = ${minutes} where database_id = ${database.id}`);
}
