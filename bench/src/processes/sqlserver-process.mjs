/** The server that speaks SQL Server's wire protocol, over a PostgreSQL of its own, in a process of its own. */
import { startPostgres } from '@lienthong/embedded-postgres';
import { openSqlEngine, startSqlServer } from '@lienthong/testbed/sqlserver';

process.once('message', (options) => void start(options));
// The benchmark is gone, however it ended; what watches over PostgreSQL ends that.
process.once('disconnect', () => process.exit());

async function start({ user, password, database }) {
  const postgres = await startPostgres();
  const accounts = [{ user, password, isAdministrator: true }];
  const engine = await openSqlEngine({ postgres: postgres.connectionString, accounts, databases: [database] });
  const server = await startSqlServer({ engine });
  const close = async () => {
    await server.close();
    await engine.close();
    await postgres.stop('immediate');
    process.send({ kind: 'closed' });
  };
  process.on('message', () => void close());
  process.send({ kind: 'ready', host: server.host, port: server.port });
}
