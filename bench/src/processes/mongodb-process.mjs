/** The server that speaks MongoDB's wire protocol, in a process of its own; it keeps its data in the folder it is told. */
import { startMongoServer } from '@lienthong/testbed/mongodb';

process.once('message', async (options) => {
  const server = await startMongoServer(options);
  process.send({ kind: 'ready', uri: server.uri, host: server.hosts[0] });
});
// The benchmark is gone, however it ended.
process.once('disconnect', () => process.exit());
