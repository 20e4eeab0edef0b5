import pg from 'pg';
import { agency, citizens, persons } from './dataset.mjs';
import { startChild } from './processes/child.mjs';

/** A platform process over a new database of the platforms' server. */
export async function openPlatform({ admin, platformServer, keys }, database) {
  await admin.query(`create database ${database}`);
  const url = new URL(platformServer.connectionString);
  url.pathname = `/${database}`;
  const child = startChild('./platform-process.mjs');
  try {
    child.tell({
      databaseUrl: url.href,
      agency,
      publicKey: keys.publicKey,
      datasets: [citizens, persons].map(({ id, contract }) => ({ id, contract })),
    });
    const { url: address, keyId, receiptKey } = await child.hear('ready');
    const client = new pg.Client({ connectionString: url.href, application_name: 'bench' });
    await client.connect();
    return {
      pid: child.pid,
      url: address,
      keyId,
      receiptKey,
      client,
      /** A login with which a source sends a dataset as national messages. */
      async expectMessages(order) {
        child.tell(order);
        return await child.hear('expecting');
      },
      async close() {
        await client.end();
        await child.leave();
        await admin.query(`drop database ${database} with (force)`);
      },
    };
  } catch (error) {
    await child.leave();
    throw error;
  }
}
