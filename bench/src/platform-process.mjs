/** The platform in a process of its own, as it runs in life; speaks with the benchmark over the IPC channel. */
import { createPlatform } from '@lienthong/platform';

const { agency, publicKey, contract, directory } = JSON.parse(process.argv[2]);
// A directory of its own: the embedded server then writes through to the disk, as a server in life does.
const platform = await createPlatform({ directory });
await platform.admin.registerAgency({ agency });
const keyId = await platform.admin.addKey({ agency, publicKey });
await platform.admin.allowPublishing({ agency, dataset: '*' });
await platform.admin.registerContract({ yaml: contract });
process.send({ url: platform.url, keyId, receiptKey: platform.receiptKey.publicKey, databaseUrl: platform.databaseUrl });

// The benchmark is gone, however it ended.
process.on('disconnect', () => void platform.close());
process.on('message', (message) => {
  if (message === 'usage') {
    const { user, system } = process.cpuUsage();
    process.send({ cpuSeconds: (user + system) / 1e6, peakMegabytes: Math.round(process.resourceUsage().maxRSS / 1024) });
  } else {
    process.disconnect();
  }
});
