import pg from 'pg';
import { connectorRole } from './statement-log.mjs';

const intervalMs = 100;

/** How long the connector's sessions keep the server from removing dead rows: the age of the oldest transaction with an xmin, sampled. */
export async function watchSnapshotAge(connectionString) {
  const client = new pg.Client({ connectionString, application_name: 'bench watch' });
  await client.connect();
  let longestMs = 0;
  let samples = 0;
  let stopped = false;
  const watching = (async () => {
    while (!stopped) {
      const { rows } = await client.query(held, [connectorRole]);
      longestMs = Math.max(longestMs, Number(rows[0].milliseconds ?? 0));
      samples += 1;
      await new Promise((resolve) => setTimeout(resolve, intervalMs));
    }
  })();
  watching.catch(() => {}); // met when it is stopped
  return {
    async stop() {
      stopped = true;
      try {
        await watching;
      } finally {
        await client.end();
      }
      return { longestMs, samples, intervalMs };
    },
  };
}

const held = `select max(extract(epoch from clock_timestamp() - xact_start) * 1000)::float8 as milliseconds
  from pg_stat_activity where usename = $1 and backend_xmin is not null`;
