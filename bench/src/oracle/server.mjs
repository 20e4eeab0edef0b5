import { citizens } from '../dataset.mjs';
import { startChild } from '../processes/child.mjs';
import { countCitizens } from '../source/citizen.mjs';
import { createCitizens, mapping } from './citizen.mjs';
import { openClient } from './client.mjs';

const place = { pluggable: 'BENCHPDB', administrator: { user: 'SYSTEM', password: 'Lienthong-0' } };
const login = { user: 'bench', password: 'Lienthong-1', database: place.pluggable };
/** The engine behind the protocol is ours, a translation: more of it would measure that alone. */
const mostRows = 200_000;

const rights = 'create session, create table, select any dictionary, logmining, select any transaction';
const setUp = [
  'alter database add supplemental log data',
  `create user ${login.user} identified by "${login.password}" quota unlimited on users`,
  `grant ${rights} to ${login.user}`,
  `grant execute on sys.dbms_logmnr to ${login.user}`,
];

/** Runs the work with the setting's citizens, or the first of them, in the server that speaks Oracle's wire protocol. */
export async function withServer(setting, work) {
  const server = await openServer(setting);
  try {
    return await work(server);
  } finally {
    await server.close();
  }
}

async function openServer(setting) {
  const label = 'Oracle (wire server)';
  setting.say(`${label}: the same citizens are written …`);
  const child = startChild('./oracle-process.mjs');
  child.tell(place);
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
    const administrator = await openClient({ host, port, ...place.administrator, database: place.pluggable });
    for (const statement of setUp) await administrator.run(statement);
    await administrator.close();
    client = await openClient(adapter);
    const rows = Math.min(await countCitizens(setting.client), mostRows);
    await createCitizens(client, setting.client, rows);
    return {
      ...{ label, name: 'oracle', kind: 'oracle', pid: child.pid, client, rows, close },
      table: 'BENCH.CITIZEN',
      mapping: { ...citizens.mapping, ...mapping },
      /** What the connector's adapter is opened with. */
      adapter,
      settle: () => Promise.resolve(),
    };
  } catch (error) {
    await close();
    throw error;
  }
}
