/** The platform in a process of its own, as it runs in life. */
import { createPlatform } from '@lienthong/platform';

process.once('message', (order) => void start(order));

async function start({ databaseUrl, agency, publicKey, datasets }) {
  try {
    const platform = await createPlatform({ databaseUrl });
    process.once('disconnect', () => void platform.close());
    await platform.admin.registerAgency({ agency });
    const keyId = await platform.admin.addKey({ agency, publicKey });
    await platform.admin.allowPublishing({ agency, dataset: '*' });
    for (const { id, contract } of datasets) {
      await platform.admin.registerContract({ yaml: contract });
      // A dataset is measured at most once an hour: what comes now finds that it has been, as mostly in life.
      await platform.admin.measureQuality({ dataset: id });
    }
    process.on('message', (order) => void expectMessages(platform, { ...order, agency }));
    process.send({ kind: 'ready', url: platform.url, keyId, receiptKey: platform.receiptKey.publicKey });
  } catch (error) {
    process.send({ kind: 'failed', message: `the platform did not start: ${error.message}` });
  }
}

/** Lets the agency send a dataset as national messages. */
async function expectMessages(platform, { agency, source, dataset, version, dataType }) {
  try {
    await platform.admin.registerDataType({ agency, source, dataset, version, national: { dataType } });
    process.send({ kind: 'expecting', ...(await platform.admin.registerSender({ agency, name: source })) });
  } catch (error) {
    process.send({ kind: 'failed', message: `the platform takes no national messages: ${error.message}` });
  }
}
