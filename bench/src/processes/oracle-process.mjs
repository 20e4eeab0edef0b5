/** The server that speaks Oracle's wire protocol, over a PostgreSQL of its own, in a process of its own. */
import { startPostgres } from '@lienthong/embedded-postgres';
import { openOracleEngine, startOracle } from '@lienthong/testbed/oracle';

process.once('message', (options) => void start(options));
// The benchmark is gone, however it ended; what watches over PostgreSQL ends that.
process.once('disconnect', () => process.exit());

async function start({ pluggable, administrator }) {
  const postgres = await startPostgres();
  // The first version that reads the log of a pluggable database in it.
  const engine = await openOracleEngine({ postgres: postgres.connectionString, version: '21.3.0.0.0', pluggable, administrator });
  const server = await startOracle({ engine });
  const close = async () => {
    await server.close();
    await engine.close();
    await postgres.stop('immediate');
    process.send({ kind: 'closed' });
  };
  process.on('message', () => void close());
  process.send({ kind: 'ready', host: server.host, port: server.port });
}
