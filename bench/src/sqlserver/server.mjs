import { citizens } from '../dataset.mjs';
import { startChild } from '../processes/child.mjs';
import { countCitizens } from '../source/citizen.mjs';
import { createCitizens } from './citizen.mjs';
import { openClient } from './client.mjs';

const login = { user: 'sa', password: 'Lienthong-0', database: 'bench' };
/** The engine behind the protocol is ours, a translation: more of it would measure that alone. */
const mostRows = 100_000;

/** Runs the work with the setting's citizens, or the first of them, in the server that speaks SQL Server's wire protocol. */
export async function withServer(setting, work) {
  const server = await openServer(setting);
  try {
    return await work(server);
  } finally {
    await server.close();
  }
}

async function openServer(setting) {
  const label = 'SQL Server (wire server)';
  setting.say(`${label}: the same citizens are written …`);
  const child = startChild('./sqlserver-process.mjs');
  child.tell(login);
  const { host, port } = await child.hear('ready');
  const adapter = { host, port, ...login };
  let client;
  const close = async () => {
    await client?.close();
    child.tell({ kind: 'close' });
    await child.hear('closed');
    await child.leave();
  };
  try {
    client = await openClient(adapter);
    const rows = Math.min(await countCitizens(setting.client), mostRows);
    await client.run(`alter database ${login.database} set change_tracking = on (change_retention = 2 days, auto_cleanup = off)`);
    await client.run(`alter database ${login.database} set allow_snapshot_isolation on`);
    await createCitizens(client, setting.client, rows);
    await client.run('alter table citizen enable change_tracking');
    return {
      ...{ label, name: 'sqlserver', kind: 'sqlserver', pid: child.pid, client, rows, close },
      table: 'dbo.citizen',
      mapping: citizens.mapping,
      /** What the connector's adapter is opened with. */
      adapter,
      settle: () => Promise.resolve(),
    };
  } catch (error) {
    await close();
    throw error;
  }
}
