/** The server that speaks MongoDB's wire protocol, in a process of its own; it keeps its data in the folder it is told. */
import { startMongoServer } from '@lienthong/testbed/mongodb';

process.once('message', (options) => void start(options));
// The benchmark is gone, however it ended.
process.once('disconnect', () => process.exit());

async function start(options) {
  const server = await startMongoServer(options);
  process.send({ kind: 'ready', uri: server.uri, host: server.hosts[0] });
}
