import { join } from 'node:path';
import { MongoClient } from 'mongodb';
import { citizens } from '../dataset.mjs';
import { startChild } from '../processes/child.mjs';
import { createCitizens, mapping } from './citizen.mjs';
import { expectSameRows } from './equal.mjs';

const database = 'bench';

/** Runs the work with the setting's citizens as documents in the server that speaks MongoDB's wire protocol. */
export async function withServer(setting, work) {
  const server = await openServer(setting);
  try {
    return await work(server);
  } finally {
    await server.close();
  }
}

async function openServer(setting) {
  const label = 'MongoDB (wire server)';
  setting.say(`${label}: the same citizens are written …`);
  const child = startChild('./mongodb-process.mjs');
  child.tell({ directory: join(setting.folder, `mongodb-${Date.now()}`) });
  const { uri, host } = await child.hear('ready');
  const client = new MongoClient(uri);
  const close = async () => {
    await client.close();
    await child.leave();
  };
  try {
    const db = client.db(database);
    await createCitizens(db, setting.client);
    await expectSameRows(setting, db);
    const [name, port] = host.split(':');
    return {
      ...{ label, name: 'mongodb', kind: 'mongodb', pid: child.pid, client, db, uri, database, close },
      table: `${database}.citizen`,
      mapping: { ...citizens.mapping, ...mapping },
      /** What the connector's adapter is opened with. */
      adapter: { host: name, port: Number(port), database },
      settle: () => Promise.resolve(),
    };
  } catch (error) {
    await close();
    throw error;
  }
}
